//! `weak-capabilities-advertised`

use super::{NO_DOCUMENT, at, is_for_verification_only, is_openid, list, lists, member};
use crate::{
    rules::{
        Applies, Check, Confidence, Doc, Family, Finding, Needs, Outcome, ProviderCase, Rule,
        Severity, Threat,
        example::{Example, metadata},
        spec::{Spec, section},
        words,
    },
    situation::Profile,
    token::Document,
};

pub(crate) static RULE: Rule = Rule {
    name: "weak-capabilities-advertised",
    family: Family::Metadata,
    severity: Severity::Info,
    confidence: Confidence::High,
    needs: &[Needs::Provider],
    applies: Applies::Any,
    silences: &[],
    doc: Doc {
        checks: "The provider offers what current practice advises against: unsigned ID tokens, \
                 tokens in the redirect, the password grant, PKCE without S256, only shared \
                 secrets for clients, RSA1_5. Also named are protections that it does not announce, \
                 such as `iss` in the redirect, DPoP or mutual TLS. The fapi2 profile makes both \
                 warnings and asks for pushed requests and its own algorithms too.",
        why: "What is offered can be asked for by an attacker, and a protection that is not \
              announced is not there for your situation, whatever the receiver would like.",
        threats: &[Threat::Forge, Threat::Leak, Threat::MixUp, Threat::Stolen],
        but: "Offered is not used. Large providers keep old doors open for old clients, and what \
              one registered client may do is decided elsewhere.",
        fix: "Turn off what no client needs any more; offer PKCE with S256, `iss` in the redirect \
              and sender-constrained tokens.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(9700), "2.1.1"),
        section(Spec::Rfc(9700), "2.1.2"),
        section(Spec::Rfc(9700), "2.4"),
        section(Spec::Rfc(9700), "2.6"),
        section(Spec::Rfc(9207), "3"),
        section(Spec::Rfc(9449), "5.1"),
        section(Spec::Rfc(8705), "3.3"),
    ],
    examples: &[
        Example::fires(
            "the password grant",
            metadata(
                r#"{"issuer":"https://idp.example","authorization_endpoint":"https://idp.example/authorize","token_endpoint":"https://idp.example/token","jwks_uri":"https://idp.example/jwks","response_types_supported":["code"],"grant_types_supported":["authorization_code","password"],"subject_types_supported":["public","pairwise"],"id_token_signing_alg_values_supported":["RS256"],"code_challenge_methods_supported":["S256"],"authorization_response_iss_parameter_supported":true,"dpop_signing_alg_values_supported":["ES256"],"token_endpoint_auth_methods_supported":["private_key_jwt"],"token_endpoint_auth_signing_alg_values_supported":["ES256"]}"#,
            ),
        ),
        Example::fires(
            "no PKCE, and nothing that binds a token to its sender",
            metadata(
                r#"{"issuer":"https://idp.example","authorization_endpoint":"https://idp.example/authorize","token_endpoint":"https://idp.example/token","jwks_uri":"https://idp.example/jwks","response_types_supported":["code"],"subject_types_supported":["public"],"id_token_signing_alg_values_supported":["RS256"]}"#,
            ),
        ),
        Example::silent(
            "a provider with what current practice asks for",
            metadata(
                r#"{"issuer":"https://idp.example","authorization_endpoint":"https://idp.example/authorize","token_endpoint":"https://idp.example/token","jwks_uri":"https://idp.example/jwks","response_types_supported":["code"],"grant_types_supported":["authorization_code","refresh_token"],"subject_types_supported":["public","pairwise"],"id_token_signing_alg_values_supported":["RS256","ES256"],"code_challenge_methods_supported":["S256"],"authorization_response_iss_parameter_supported":true,"dpop_signing_alg_values_supported":["ES256"],"token_endpoint_auth_methods_supported":["private_key_jwt","client_secret_basic"],"token_endpoint_auth_signing_alg_values_supported":["ES256"]}"#,
            ),
        ),
        Example::silent(
            "the short document of a cluster, which runs no login",
            metadata(
                r#"{"issuer":"https://kubernetes.default.svc.cluster.local","jwks_uri":"https://10.0.0.1:6443/openid/v1/jwks","response_types_supported":["id_token"],"subject_types_supported":["public"],"id_token_signing_alg_values_supported":["RS256"]}"#,
            ),
        ),
    ],
    check: Check::Provider(check),
};

fn check(case: &ProviderCase<'_>) -> Outcome {
    let Some(document) = &case.provider.metadata else {
        return NO_DOCUMENT;
    };
    if is_for_verification_only(document) {
        return Outcome::NotApplicable("the issuer runs no login, its tokens are only verified");
    }
    let is_fapi = case.situation.profile == Profile::Fapi2;
    let mut findings = weak(document);
    if is_fapi {
        findings.extend(below_fapi(document));
    }
    findings.extend(absent(document));
    for finding in &mut findings {
        if is_fapi {
            finding.severity = Severity::Warn;
        }
    }
    findings.into()
}

/// What is offered and had better not be.
fn weak(document: &Document) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut offers = |name: &str, what: String, expected: &str| {
        let message = format!("the provider offers {what}, expected {expected}");
        findings.push(RULE.finds(at(name), message));
    };
    let signing = "id_token_signing_alg_values_supported";
    if lists(document, signing, "none") {
        let what = "unsigned ID tokens (`none`)".to_owned();
        offers(signing, what, "signed ones only");
    }
    let types = list(document, "response_types_supported").unwrap_or_default();
    let in_redirect: Vec<_> = types
        .iter()
        .filter(|one| one.split(' ').any(|word| word == "token"))
        .collect();
    if !in_redirect.is_empty() {
        offers(
            "response_types_supported",
            format!(
                "access tokens in the redirect ({})",
                words::quoted(&in_redirect, "and")
            ),
            "response type `code`",
        );
    }
    if lists(document, "grant_types_supported", "password") {
        let what = "the grant type `password`".to_owned();
        let expected = "a login that the client's program does not see";
        offers("grant_types_supported", what, expected);
    }
    let challenges = list(document, "code_challenge_methods_supported").unwrap_or_default();
    if !challenges.is_empty() && !challenges.iter().any(|one| one == "S256") {
        let what = format!("PKCE with {} only", words::quoted(&challenges, "and"));
        offers("code_challenge_methods_supported", what, "`S256`");
    }
    let methods = list(document, AUTHENTICATION).unwrap_or_default();
    let is_secret = |method: &str| method.starts_with("client_secret_");
    if !methods.is_empty() && methods.iter().all(|method| is_secret(method)) {
        let what = "only shared secrets for the authentication of clients".to_owned();
        offers(
            AUTHENTICATION,
            what,
            "a method with a key of the client's own",
        );
    }
    for (name, _) in document.members() {
        if name.ends_with("_encryption_alg_values_supported") && lists(document, &name, "RSA1_5") {
            let what =
                "encryption with `RSA1_5`, which has been broken by padding oracles".to_owned();
            offers(&name, what, "RSA-OAEP or ECDH-ES");
        }
    }
    findings
}

const AUTHENTICATION: &str = "token_endpoint_auth_methods_supported";

/// What the profile asks for beyond that.
fn below_fapi(document: &Document) -> Vec<Finding> {
    let mut findings = Vec::new();
    let pushed = "pushed_authorization_request_endpoint";
    if member(document, pushed).is_none() {
        let message = "the provider takes no pushed authorization requests, expected an endpoint \
                       for them under fapi2";
        findings.push(RULE.finds(at(pushed), message));
    }
    let signing = "id_token_signing_alg_values_supported";
    let permitted = ["PS256", "ES256", "EdDSA", "Ed25519"];
    if is_openid(document) && !permitted.iter().any(|one| lists(document, signing, one)) {
        let message = "the provider signs ID tokens with no algorithm that fapi2 permits, expected \
                       PS256, ES256 or Ed25519";
        findings.push(RULE.finds(at(signing), message));
    }
    findings
}

/// Protections that are not announced, in one finding.
fn absent(document: &Document) -> Option<Finding> {
    let is_on = |name: &str| member(document, name).and_then(|v| v.boolean()) == Some(true);
    let has_redirect = member(document, "authorization_endpoint").is_some();
    let protections = [
        (
            has_redirect && member(document, "code_challenge_methods_supported").is_none(),
            "PKCE",
        ),
        (
            has_redirect && !is_on("authorization_response_iss_parameter_supported"),
            "`iss` in the redirect",
        ),
        (
            member(document, "dpop_signing_alg_values_supported").is_none()
                && !is_on("tls_client_certificate_bound_access_tokens"),
            "sender-constrained tokens (DPoP or mutual TLS)",
        ),
    ];
    let missing: Vec<&str> = protections
        .into_iter()
        .filter_map(|(is_missing, name)| is_missing.then_some(name))
        .collect();
    (!missing.is_empty()).then(|| {
        let message = format!(
            "the provider does not announce {}, expected them where they are relied on",
            words::list(&missing, "and")
        );
        RULE.finds("metadata", message)
            .fix("Know that these protections are not there; turn them on where the provider can.")
    })
}
