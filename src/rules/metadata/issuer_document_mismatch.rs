//! `issuer-document-mismatch`

use super::{NO_DOCUMENT, at};
use crate::{
    provider::{
        discovery,
        url::{Scheme, Url},
    },
    rules::{
        Applies, Check, Confidence, Doc, Family, Needs, Outcome, ProviderCase, Rule, Severity,
        Threat,
        example::{Example, metadata},
        near_miss,
        spec::{Spec, section},
        words,
    },
    token::Claim,
};

pub(crate) static RULE: Rule = Rule {
    name: "issuer-document-mismatch",
    family: Family::Metadata,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Provider],
    applies: Applies::Any,
    silences: &[],
    doc: Doc {
        checks: "The `issuer` of a discovery document is the issuer that was asked for and the one \
                 that a bundle saved earlier has, and it is an https URL without query and \
                 fragment. A document fetched for another issuer is refused before any rule runs.",
        why: "Whoever can put a document of his own in the place of the issuer's names keys and \
              endpoints of his own. The comparison of the two names is what stops that.",
        threats: &[Threat::MixUp],
        but: "Entra publishes one document for all tenants whose issuer has a placeholder in it; \
              its readers must put the tenant in its place themselves. Plain http is fine on \
              loopback, for tests.",
        fix: "Publish the document with exactly the issuer that tokens carry in `iss`, or stop \
              trusting it until somebody has explained the difference.",
    },
    article: &[],
    references: &[
        section(Spec::OidcDiscovery, "3"),
        section(Spec::OidcDiscovery, "4.3"),
        section(Spec::Rfc(8414), "3.3"),
        section(Spec::Rfc(8414), "6.2"),
    ],
    examples: &[
        Example::fires(
            "an issuer with a query",
            metadata(
                r#"{"issuer":"https://idp.example/?tenant=a","jwks_uri":"https://idp.example/jwks","id_token_signing_alg_values_supported":["RS256"]}"#,
            ),
        ),
        Example::fires(
            "an issuer without TLS",
            metadata(
                r#"{"issuer":"http://idp.example","jwks_uri":"https://idp.example/jwks","id_token_signing_alg_values_supported":["RS256"]}"#,
            ),
        ),
        Example::silent(
            "a realm in the path",
            metadata(
                r#"{"issuer":"https://idp.example/realms/web","jwks_uri":"https://idp.example/realms/web/certs","id_token_signing_alg_values_supported":["RS256"]}"#,
            ),
        ),
        Example::silent(
            "the issuer of all tenants, with its placeholder",
            metadata(
                r#"{"issuer":"https://login.microsoftonline.com/{tenantid}/v2.0","jwks_uri":"https://login.microsoftonline.com/common/discovery/v2.0/keys","id_token_signing_alg_values_supported":["RS256"]}"#,
            ),
        ),
        Example::silent(
            "a test server on this machine",
            metadata(
                r#"{"issuer":"http://localhost:8080/realms/web","jwks_uri":"http://localhost:8080/realms/web/certs","id_token_signing_alg_values_supported":["RS256"]}"#,
            ),
        ),
    ],
    check: Check::Provider(check),
};

fn check(case: &ProviderCase<'_>) -> Outcome {
    let Some(document) = &case.provider.metadata else {
        return NO_DOCUMENT;
    };
    let issuer = match document.text_claim("issuer") {
        Claim::Present(issuer) => issuer,
        Claim::Absent => return Outcome::NotApplicable("the document names no issuer"),
        Claim::Malformed(value) => {
            let message = format!("`issuer` is {}, expected a URL", value.kind());
            return RULE.finds(at("issuer"), message).into();
        }
    };
    let quoted = words::quote(&issuer);
    let others = [
        (case.provider.issuer.as_deref(), "it was asked for as"),
        (
            case.earlier.and_then(|one| one.issuer.as_deref()),
            "the bundle saved earlier is of",
        ),
    ];
    for (other, relation) in others {
        if let Some(other) = other.filter(|other| *other != issuer) {
            let clause = near_miss::explain(&issuer, other)
                .map(|clause| format!(" ({clause})"))
                .unwrap_or_default();
            let message = format!(
                "`issuer` is {quoted}, but {relation} {}, expected one name{clause}",
                words::quote(other)
            );
            return RULE
                .finds(at("issuer"), message)
                .expected(other)
                .actual(issuer)
                .into();
        }
    }
    if discovery::is_template(&issuer) {
        return Outcome::Silent;
    }
    let problem = match Url::parse(&issuer) {
        Err(error) => format!("`issuer` is {quoted}, which {}", error.problem),
        Ok(url) if url.has_query() => format!("`issuer` is {quoted}, which has a query"),
        Ok(url) if url.scheme() == Scheme::Http && !url.names_this_machine() => {
            format!("`issuer` is {quoted}, which is plain http")
        }
        Ok(_) => return Outcome::Silent,
    };
    let message = format!("{problem}, expected an https URL without query and fragment");
    RULE.finds(at("issuer"), message).actual(issuer).into()
}
