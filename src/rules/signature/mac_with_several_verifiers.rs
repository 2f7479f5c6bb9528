//! `mac-with-several-verifiers`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Rule, Severity, Threat,
        example::{Example, jwt},
        spec::{Spec, section},
    },
    situation::{ClientType, FactName, Role},
    verify::Algorithm,
};

pub(crate) static RULE: Rule = Rule {
    name: "mac-with-several-verifiers",
    family: Family::Signature,
    severity: Severity::Warn,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Except(&[
        Kind::RefreshToken,
        Kind::RegistrationAccessToken,
        Kind::ApplicationSession,
        // Answers to one client, made with the secret that it shares with its issuer alone.
        Kind::IntrospectionResponse,
        Kind::UserinfoResponse,
        Kind::JarmResponse,
    ]),
    silences: &[],
    doc: Doc {
        checks: "The token carries an HMAC, and more than one party must check it: it has several \
                 audiences, or its receiver is neither its issuer nor the client that shares the \
                 secret, or the client is public and cannot keep one.",
        why: "Whoever can check an HMAC can make one. Every verifier can then pose as the issuer, \
              and a leak at one of them is a leak at all.",
        threats: &[Threat::Forge],
        but: "Where the issuer is the only verifier, as with its own sessions and refresh tokens, \
              an HMAC is sound, and so is an assertion that a client makes for the issuer with \
              their common secret.",
        fix: "Sign with an asymmetric key as soon as a second party verifies.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(7515), "10.5"),
        section(Spec::OidcCore, "3.1.3.7"),
        section(Spec::OidcCore, "10.1"),
        section(Spec::Rfc(9068), "2.1"),
    ],
    examples: &[
        Example::fires(
            "an ID token with an HMAC at a separate API",
            jwt(
                r#"{"alg":"HS256"}"#,
                r#"{"iss":"https://idp.example","sub":"1","aud":"web-app","exp":1767229200,"iat":1767225600,"nonce":"n"}"#,
            ),
        )
        .with(&["--as", "id-token", "--to", "resource-server"]),
        Example::fires(
            "an HMAC for two audiences",
            jwt(
                r#"{"alg":"HS256"}"#,
                r#"{"iss":"https://idp.example","sub":"1","aud":["a","b"],"exp":1767229200,"iat":1767225600}"#,
            ),
        )
        .with(&["--as", "access-token"]),
        Example::silent(
            "an ID token with an HMAC at the client whose secret it is",
            jwt(
                r#"{"alg":"HS256"}"#,
                r#"{"iss":"https://idp.example","sub":"1","aud":"web-app","exp":1767229200,"iat":1767225600,"nonce":"n"}"#,
            ),
        )
        .with(&["--as", "id-token", "--to", "client"]),
        Example::silent(
            "a refresh token, which its issuer alone checks",
            jwt(
                r#"{"alg":"HS512"}"#,
                r#"{"iss":"https://idp.example","aud":"https://idp.example","sub":"1","typ":"Refresh","exp":1767312000}"#,
            ),
        )
        .with(&["--as", "refresh-token", "--to", "authorization-server"]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let algorithm = case
        .token
        .signed()
        .and_then(|jws| Algorithm::named(&jws.signatures.first()?.algorithm()?));
    let Some(algorithm) = algorithm.filter(|one| one.is_symmetric()) else {
        return Outcome::NotApplicable("the signature is no HMAC");
    };
    let finds = |why: String| {
        let message = format!(
            "`alg` is `{}`, an HMAC, and {why}, expected an asymmetric signature",
            algorithm.name
        );
        Outcome::from(RULE.finds("header/alg", message).actual(algorithm.name))
    };
    let audiences = case.audience().len();
    if audiences > 1 {
        return finds(format!(
            "{audiences} audiences would share the secret and could each make such tokens"
        ));
    }
    let is_from_client = matches!(
        case.kind,
        Kind::ClientAssertion | Kind::RequestObject | Kind::DpopProof
    );
    if !is_from_client && case.situation.client_type.is(&ClientType::Public) {
        return finds("a public client cannot keep the secret that checks it".to_owned());
    }
    match case.role() {
        None => Outcome::Needs(vec![FactName::ReceiverRole]),
        Some(role) if is_apart(role) => finds(format!(
            "the receiver ({role}) needs the secret to check it and could then make such tokens"
        )),
        Some(_) => Outcome::Silent,
    }
}

/// Whether a receiver of this role is neither the issuer nor the client.
fn is_apart(role: Role) -> bool {
    matches!(
        role,
        Role::ResourceServer | Role::Gateway | Role::KubernetesApi | Role::WorkloadFederation
    )
}
