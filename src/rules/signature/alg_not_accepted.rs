//! `alg-not-accepted`

use std::borrow::Cow;

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Rule, Severity,
        Threat,
        example::{Example, jwt, metadata},
        spec::{Spec, section},
        words,
    },
    situation::Profile,
    token::{Body, Document},
    verify::Algorithm,
};

pub(crate) static RULE: Rule = Rule {
    name: "alg-not-accepted",
    family: Family::Signature,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Provider],
    applies: Applies::Except(&[Kind::Opaque, Kind::SdJwt, Kind::KeyBindingJwt]),
    silences: &[],
    doc: Doc {
        checks: "`alg` is not among the algorithms that the provider announces for this kind of \
                 token (for an encrypted one also `enc`), or, under the fapi2 profile, not one that \
                 the profile permits. A note says that `EdDSA` leaves the curve open.",
        why: "A verifier that takes what the issuer never announced has left the door open for a \
              downgrade to a weaker algorithm or another key.",
        threats: &[Threat::Forge],
        but: "Metadata announces algorithms for ID tokens and for messages, seldom for access \
              tokens, so there the difference is information. RS256 is fine outside FAPI.",
        fix: "Pin the list of algorithms for each issuer and kind of token in the verifier.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(8725), "3.1"),
        section(Spec::Rfc(8725), "3.2"),
        section(Spec::OidcDiscovery, "3"),
        section(Spec::OidcCore, "3.1.3.7"),
        section(Spec::Fapi2Security, "5.4.1"),
        section(Spec::Rfc(9864), ""),
    ],
    examples: &[
        Example::fires(
            "an ID token with an algorithm that the captured provider never announced",
            jwt(
                r#"{"alg":"ES256K"}"#,
                r#"{"iss":"http://127.0.0.1:19400","sub":"1","aud":"web-app","exp":1767229200,"iat":1767225600,"nonce":"n"}"#,
            ),
        )
        .with(&[
            "--as",
            "id-token",
            "--provider",
            "fixtures/providers/captured",
        ]),
        Example::fires(
            "RS256 under fapi2",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"1","aud":"web-app","exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token", "--profile", "fapi2"]),
        Example::fires(
            "a name that leaves the curve open (a note)",
            jwt(
                r#"{"alg":"EdDSA"}"#,
                r#"{"iss":"https://idp.example","sub":"1","aud":"web-app","exp":1767229200}"#,
            ),
        ),
        Example::silent(
            "an ID token with an algorithm that the provider announces",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"http://127.0.0.1:19400","sub":"1","aud":"web-app","exp":1767229200,"iat":1767225600,"nonce":"n"}"#,
            ),
        )
        .with(&[
            "--as",
            "id-token",
            "--provider",
            "fixtures/providers/captured",
        ]),
        Example::silent(
            "a provider alone",
            metadata(
                r#"{"issuer":"https://idp.example","jwks_uri":"https://idp.example/jwks","id_token_signing_alg_values_supported":["RS256"]}"#,
            ),
        ),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    match case.token.body() {
        Body::Encrypted(_) => encrypted(case),
        _ => signed(case),
    }
}

fn signed(case: &Case<'_>) -> Outcome {
    let name = case
        .token
        .signed()
        .and_then(|jws| jws.signatures.first()?.algorithm());
    let Some(name) = name.filter(|name| !name.trim().eq_ignore_ascii_case("none")) else {
        return Outcome::NotApplicable("the token names no signature algorithm");
    };
    if let Some(finding) = unannounced(case, &name) {
        return finding.into();
    }
    if case.situation.profile == Profile::Fapi2 && !FAPI.contains(&name.as_ref()) {
        let message = format!(
            "`alg` is {}, expected {} under fapi2",
            words::quote(&name),
            words::list(&FAPI, "or")
        );
        return RULE.finds("header/alg", message).actual(name).into();
    }
    (name == "EdDSA")
        .then(|| {
            let message = "`alg` is `EdDSA`, which leaves the curve to the key, expected `Ed25519` \
                           or `Ed448`";
            RULE.finds("header/alg", message)
                .as_severity(Severity::Note)
                .fix("Use the name of the curve once issuer and verifiers know it.")
        })
        .into()
}

const FAPI: [&str; 4] = ["PS256", "ES256", "Ed25519", "EdDSA"];

/// The members that announce algorithms of a kind begin with this.
fn prefix(kind: Kind) -> Option<&'static str> {
    Some(match kind {
        Kind::IdToken | Kind::LogoutToken | Kind::AccessToken => "id_token",
        Kind::UserinfoResponse => "userinfo",
        Kind::RequestObject => "request_object",
        Kind::IntrospectionResponse => "introspection",
        Kind::JarmResponse => "authorization",
        Kind::ClientAssertion => "token_endpoint_auth",
        Kind::DpopProof => "dpop",
        _ => return None,
    })
}

fn unannounced(case: &Case<'_>, name: &str) -> Option<Finding> {
    let metadata = case.provider?.metadata.as_ref()?;
    let member = format!("{}_signing_alg_values_supported", prefix(case.kind)?);
    let listed = listed(metadata, &member)?;
    let algorithm = Algorithm::named(name);
    let is_listed = listed
        .iter()
        .any(|one| one == name || algorithm.is_some_and(|algorithm| algorithm.serves(one)));
    if is_listed {
        return None;
    }
    let finding = not_listed("header/alg", "alg", name, &listed, &member);
    Some(match case.kind {
        Kind::AccessToken => finding.as_severity(Severity::Info).fix(
            "Ask the issuer which algorithm it signs access tokens with, and pin that in the \
             verifier.",
        ),
        _ => finding,
    })
}

fn encrypted(case: &Case<'_>) -> Outcome {
    let metadata = case
        .provider
        .and_then(|provider| provider.metadata.as_ref());
    let (Some(metadata), Some(header), Some(prefix)) =
        (metadata, case.header(), prefix(case.likely_kind()))
    else {
        return Outcome::NotApplicable("no list of algorithms is announced for it");
    };
    if case.likely_kind() == Kind::AccessToken {
        return Outcome::NotApplicable("no list of algorithms is announced for it");
    }
    let findings: Vec<Finding> = ["alg", "enc"]
        .into_iter()
        .filter_map(|name| {
            let member = format!("{prefix}_encryption_{name}_values_supported");
            let (found, listed) = (header.str(name)?, listed(metadata, &member)?);
            (!listed.contains(&found))
                .then(|| not_listed(&format!("header/{name}"), name, &found, &listed, &member))
        })
        .collect();
    findings.into()
}

fn listed<'a>(metadata: &'a Document, member: &str) -> Option<Vec<Cow<'a, str>>> {
    let listed = metadata.strings(member).present()?;
    (!listed.is_empty()).then_some(listed)
}

fn not_listed(
    place: &str,
    name: &str,
    found: &str,
    listed: &[Cow<'_, str>],
    member: &str,
) -> Finding {
    let message = format!(
        "`{name}` is {}, expected one that the provider announces in `{member}`: {}",
        words::quote(found),
        words::list(listed, "or")
    );
    RULE.finds(place, message).actual(found)
}
