//! `contradictory-metadata`

use super::{NO_DOCUMENT, at, is_for_verification_only, is_openid, list, lists, member};
use crate::{
    rules::{
        Applies, Check, Confidence, Doc, Family, Finding, Needs, Outcome, ProviderCase, Rule,
        Severity, Threat,
        example::{Example, metadata},
        spec::{Spec, section},
        words,
    },
    token::{Document, JsonKind},
};

pub(crate) static RULE: Rule = Rule {
    name: "contradictory-metadata",
    family: Family::Metadata,
    severity: Severity::Warn,
    confidence: Confidence::High,
    needs: &[Needs::Provider],
    applies: Applies::Any,
    silences: &[],
    doc: Doc {
        checks: "The members of the discovery document have their JSON types, hold no value that \
                 their specification excludes (an error), and do not contradict each other: a code \
                 flow without `token_endpoint`, encryption methods without key algorithms, scope \
                 names that no scope can have. Omissions that large providers share are told as \
                 information.",
        why: "Clients configure themselves from this document. The text `\"false\"` is true in \
              half of the languages, and a list that cannot be read is passed over, so that a \
              default decides.",
        threats: &[Threat::Coupling, Threat::Forge],
        but: "Unknown members are legal. Two of the largest providers leave out the algorithms \
              that belong beside `private_key_jwt`. An issuer that only has its tokens verified \
              says little on purpose.",
        fix: "Correct the document, and validate what generates it.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(8414), "2"),
        section(Spec::Rfc(8414), "3.2"),
        section(Spec::OidcDiscovery, "3"),
        section(Spec::OidcDiscovery, "4.2"),
        section(Spec::Rfc(9449), "5.1"),
        section(Spec::Rfc(9126), "5"),
        section(Spec::Rfc(6749), "3.3"),
    ],
    examples: &[
        Example::fires(
            "a boolean written as a string",
            metadata(
                r#"{"issuer":"https://idp.example","jwks_uri":"https://idp.example/jwks","response_types_supported":["code"],"subject_types_supported":["public"],"id_token_signing_alg_values_supported":["RS256"],"frontchannel_logout_supported":"true"}"#,
            ),
        ),
        Example::fires(
            "DPoP proofs without a signature",
            metadata(
                r#"{"issuer":"https://idp.example","jwks_uri":"https://idp.example/jwks","response_types_supported":["code"],"subject_types_supported":["public"],"id_token_signing_alg_values_supported":["RS256"],"dpop_signing_alg_values_supported":["ES256","none"]}"#,
            ),
        ),
        Example::fires(
            "pushed requests demanded, and no endpoint for them",
            metadata(
                r#"{"issuer":"https://idp.example","authorization_endpoint":"https://idp.example/authorize","token_endpoint":"https://idp.example/token","jwks_uri":"https://idp.example/jwks","response_types_supported":["code"],"subject_types_supported":["public"],"id_token_signing_alg_values_supported":["RS256"],"require_pushed_authorization_requests":true}"#,
            ),
        ),
        Example::silent(
            "members that nobody registered",
            metadata(
                r#"{"issuer":"https://idp.example","authorization_endpoint":"https://idp.example/authorize","token_endpoint":"https://idp.example/token","jwks_uri":"https://idp.example/jwks","response_types_supported":["code"],"subject_types_supported":["pairwise"],"id_token_signing_alg_values_supported":["RS256"],"scopes_supported":["openid","https://api.example/read"],"tenant_region_scope":"EU","frontchannel_logout_supported":true,"cloud_instance_name":"example"}"#,
            ),
        ),
        Example::silent(
            "a pipeline's issuer",
            metadata(
                r#"{"issuer":"https://token.actions.githubusercontent.com","jwks_uri":"https://token.actions.githubusercontent.com/.well-known/jwks","subject_types_supported":["public","pairwise"],"response_types_supported":["id_token"],"id_token_signing_alg_values_supported":["RS256"],"scopes_supported":["openid"]}"#,
            ),
        ),
    ],
    check: Check::Provider(check),
};

fn check(case: &ProviderCase<'_>) -> Outcome {
    let Some(document) = &case.provider.metadata else {
        return NO_DOCUMENT;
    };
    let mut findings: Vec<Finding> = wrong_types(document);
    findings.extend(excluded(document));
    findings.extend(contradictions(document));
    findings.extend(omissions(document));
    findings.into()
}

const BOOLEANS: [&str; 15] = [
    "authorization_response_iss_parameter_supported",
    "backchannel_logout_session_supported",
    "backchannel_logout_supported",
    "backchannel_user_code_parameter_supported",
    "claims_parameter_supported",
    "client_id_metadata_document_supported",
    "frontchannel_logout_session_supported",
    "frontchannel_logout_supported",
    "request_parameter_supported",
    "request_uri_parameter_supported",
    "require_pushed_authorization_requests",
    "require_request_uri_registration",
    "require_signed_request_object",
    "tls_client_certificate_bound_access_tokens",
    "native_sso_supported",
];

/// Whether a member is a list in every specification that has it.
fn is_list(name: &str) -> bool {
    name.ends_with("_values_supported")
        || matches!(
            name,
            "acr_values_supported"
                | "claim_types_supported"
                | "claims_locales_supported"
                | "claims_supported"
                | "code_challenge_methods_supported"
                | "display_values_supported"
                | "grant_types_supported"
                | "prompt_values_supported"
                | "response_modes_supported"
                | "response_types_supported"
                | "scopes_supported"
                | "subject_types_supported"
                | "ui_locales_supported"
        )
        || name.ends_with("_auth_methods_supported")
}

fn wrong_types(document: &Document) -> Vec<Finding> {
    document
        .members()
        .filter_map(|(name, value)| {
            let expected = if BOOLEANS.contains(&name.as_ref()) {
                "true or false"
            } else if is_list(&name) {
                "a list of strings"
            } else if name.ends_with("_endpoint") || name == "jwks_uri" {
                "a string"
            } else {
                return None;
            };
            let fits = match value.kind() {
                JsonKind::Boolean => expected == "true or false",
                JsonKind::String => expected == "a string",
                JsonKind::Array => list(document, &name).is_some(),
                _ => false,
            };
            if fits {
                return None;
            }
            let message = format!(
                "{} is {}, expected {expected}",
                words::quote(&name),
                match value.kind() {
                    JsonKind::Array => "a list with other things than strings".to_owned(),
                    kind => kind.to_string(),
                }
            );
            let finding = RULE.finds(at(&name), message);
            Some(if value.is_null() {
                finding.as_severity(Severity::Info)
            } else {
                finding
            })
        })
        .collect()
}

/// Values that a specification rules out.
fn excluded(document: &Document) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut excludes = |name: &str, message: String| {
        findings.push(RULE.finds(at(name), message).as_severity(Severity::Error));
    };
    let proofs = "dpop_signing_alg_values_supported";
    let shared: Vec<_> = list(document, proofs)
        .unwrap_or_default()
        .into_iter()
        .filter(|one| one == "none" || one.starts_with("HS"))
        .collect();
    if !shared.is_empty() {
        let message = format!(
            "DPoP proofs may be signed with {}, expected asymmetric algorithms only",
            words::quoted(&shared, "and")
        );
        excludes(proofs, message);
    }
    let assertions = "token_endpoint_auth_signing_alg_values_supported";
    if lists(document, assertions, "none") {
        let message = "client assertions may go without a signature (`none`), expected signed ones";
        excludes(assertions, message.to_owned());
    }
    let subjects = list(document, "subject_types_supported").unwrap_or_default();
    let is_known = |one: &str| matches!(one, "public" | "pairwise");
    if !subjects.is_empty() && !subjects.iter().any(|one| is_known(one)) {
        let message = format!(
            "the subject types are {}, expected `public` or `pairwise`",
            words::quoted(&subjects, "and")
        );
        excludes("subject_types_supported", message);
    }
    let demand = "require_pushed_authorization_requests";
    let endpoint = "pushed_authorization_request_endpoint";
    if member(document, demand).and_then(|value| value.boolean()) == Some(true)
        && member(document, endpoint).is_none()
    {
        let message = format!(
            "pushed authorization requests are demanded and there is no endpoint for them, \
             expected `{endpoint}`"
        );
        excludes(demand, message);
    }
    findings
}

/// Members that cannot both be meant.
fn contradictions(document: &Document) -> Vec<Finding> {
    let mut findings = Vec::new();
    let types = list(document, "response_types_supported").unwrap_or_default();
    let has_code = |one: &str| one.split(' ').any(|word| word == "code");
    if member(document, "token_endpoint").is_none()
        && !is_for_verification_only(document)
        && types.iter().any(|one| has_code(one))
    {
        findings.push(RULE.finds(
            at("response_types_supported"),
            "response types give a code and there is no `token_endpoint`, expected the place to \
             redeem it at",
        ));
    }
    for (name, _) in document.members() {
        let Some(of) = name.strip_suffix("_encryption_enc_values_supported") else {
            continue;
        };
        let algorithms = format!("{of}_encryption_alg_values_supported");
        if member(document, &algorithms).is_none() {
            let message = format!(
                "{} stands without {}, expected both or none",
                words::quote(&name),
                words::quote(&algorithms)
            );
            findings.push(RULE.finds(at(&name), message));
        }
    }
    let scopes = list(document, "scopes_supported").unwrap_or_default();
    let illegal: Vec<_> = scopes
        .iter()
        .filter(|scope| scope.is_empty() || !scope.bytes().all(is_scope_octet))
        .collect();
    if !illegal.is_empty() {
        let message = format!(
            "scope {} cannot be asked for, expected names of printable ASCII without blank, quote \
             and backslash",
            words::quoted(&illegal, "and")
        );
        findings.push(RULE.finds(at("scopes_supported"), message));
    }
    findings
}

/// `NQCHAR` of RFC 6749 appendix A.
fn is_scope_octet(octet: u8) -> bool {
    octet.is_ascii_graphic() && octet != b'"' && octet != b'\\'
}

/// What is left out and is known to be left out by correct providers.
fn omissions(document: &Document) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut omits = |name: &str, message: &str| {
        findings.push(RULE.finds(at(name), message).as_severity(Severity::Info));
    };
    let methods = "token_endpoint_auth_methods_supported";
    let signed = ["private_key_jwt", "client_secret_jwt"];
    if signed.iter().any(|one| lists(document, methods, one))
        && member(document, "token_endpoint_auth_signing_alg_values_supported").is_none()
    {
        omits(
            methods,
            "clients may authenticate with signed assertions and the algorithms are not listed, \
             expected `token_endpoint_auth_signing_alg_values_supported`",
        );
    }
    let scopes = "scopes_supported";
    if is_openid(document)
        && !is_for_verification_only(document)
        && member(document, scopes).is_some()
        && !lists(document, scopes, "openid")
    {
        omits(
            scopes,
            "the scopes lack `openid`, expected it of an OpenID provider",
        );
    }
    findings
}
