//! `key-travels-with-token`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Rule, Severity,
        Threat,
        example::{Example, jwt},
        spec::{Spec, section},
        words,
    },
    token::{Signature, Value},
    verify::Reason,
};

pub(crate) static RULE: Rule = Rule {
    name: "key-travels-with-token",
    family: Family::Header,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token],
    applies: Applies::Except(&[
        Kind::DpopProof,
        Kind::KeyBindingJwt,
        Kind::ClientAttestation,
        Kind::VerifiableCredential,
        Kind::SdJwt,
        Kind::FederationStatement,
        Kind::Encrypted,
        Kind::Opaque,
    ]),
    silences: &[],
    doc: Doc {
        checks: "The header carries a key (`jwk`) or a certificate chain (`x5c`), in a kind of \
                 token that must be verified with keys of its issuer.",
        why: "A verifier that uses the key from the header verifies nothing: an attacker signs \
              with a key of his own and sends it along.",
        threats: &[Threat::Forge],
        but: "DPoP proofs and proofs for credentials must carry their key, since they show that \
              the sender has it and not who he is. Federation, wallets and some client assertions \
              send a chain that ends in an anchor agreed on beforehand. A chain is harmless \
              decoration where the issuer's own key set verifies the signature.",
        fix: "Let the verifier ignore keys in the header and choose by `kid` from the key set of \
              the issuer.",
    },
    article: &[],
    references: &[
        section(Spec::OidcCore, "2"),
        section(Spec::Rfc(8725), "3.8"),
        section(Spec::Rfc(9449), "4.2"),
    ],
    examples: &[
        Example::fires(
            "an ID token that brings its own key",
            jwt(
                r#"{"alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":"oWA4BSTQLwZ8SlQnp93w2G8xIi0R_h_VxxFLGtGdo74","y":"anz8ZsOe9wVqx6fS-hHIGtMhhUROIQTH9iFoX6hDB04"}}"#,
                r#"{"iss":"https://idp.example","sub":"1","aud":"web-app","exp":1767229200,"iat":1767225600,"nonce":"n"}"#,
            ),
        )
        .with(&["--as", "id-token"]),
        Example::fires(
            "an access token with a certificate chain and no key set to compare it with",
            jwt(
                r#"{"alg":"RS256","typ":"at+jwt","x5c":["MIIBAQ=="]}"#,
                r#"{"iss":"https://idp.example","sub":"1","aud":"https://api.example","exp":1767229200,"client_id":"web-app"}"#,
            ),
        )
        .with(&["--as", "access-token"]),
        Example::silent(
            "a DPoP proof, which must bring its key",
            jwt(
                r#"{"alg":"ES256","typ":"dpop+jwt","jwk":{"kty":"EC","crv":"P-256","x":"oWA4BSTQLwZ8SlQnp93w2G8xIi0R_h_VxxFLGtGdo74","y":"anz8ZsOe9wVqx6fS-hHIGtMhhUROIQTH9iFoX6hDB04"}}"#,
                r#"{"htm":"GET","htu":"https://api.example/a","iat":1767225600,"jti":"1"}"#,
            ),
        )
        .with(&["--as", "dpop-proof"]),
        Example::silent(
            "an ID token that only names its key",
            jwt(
                r#"{"alg":"ES256","kid":"1","x5t":"AAAAAAAAAAAAAAAAAAAAAAAAAAA"}"#,
                r#"{"iss":"https://idp.example","sub":"1","aud":"web-app","exp":1767229200,"iat":1767225600,"nonce":"n"}"#,
            ),
        )
        .with(&["--as", "id-token"]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let Some(jws) = case.token.signed() else {
        return Outcome::NotApplicable("the token is no signed object");
    };
    jws.signatures
        .iter()
        .flat_map(|signature| [embedded_key(case, signature), chain(case, signature)])
        .flatten()
        .collect::<Vec<_>>()
        .into()
}

fn embedded_key(case: &Case<'_>, signature: &Signature) -> Option<Finding> {
    let key = signature.header("jwk").filter(|value| !value.is_null())?;
    let described = key
        .member("kty")
        .and_then(|kty| kty.string())
        .map_or("a key".to_owned(), |kty| {
            format!("a key of type {}", words::quote(&kty))
        });
    let finding = RULE.finds(
        "header/jwk",
        format!(
            "the header carries {described} in `jwk`, expected a `kid` that names a key of the issuer"
        ),
    );
    Some(match (&case.verification.reason, case.kind) {
        (Reason::Verified, _) => finding.as_severity(Severity::Info).fix(
            "A key of the issuer verifies this token, so the key in its header is needless here; \
             make sure that no other verifier uses it.",
        ),
        (_, Kind::Unknown) => finding
            .as_severity(Severity::Warn)
            .as_confidence(Confidence::Medium),
        _ => finding,
    })
}

fn chain(case: &Case<'_>, signature: &Signature) -> Option<Finding> {
    let chain = signature.header("x5c").filter(|value| !value.is_null())?;
    if case.verification.reason == Reason::Verified {
        return None;
    }
    let length = chain
        .items()
        .as_ref()
        .map_or(1, |items: &Vec<Value<'_>>| items.len());
    let certificates = match length {
        1 => "a certificate".to_owned(),
        count => format!("{count} certificates"),
    };
    let finding = RULE.finds(
        "header/x5c",
        format!(
            "the header carries {certificates} in `x5c`, expected a key of the issuer's key set or \
             a trust anchor agreed on beforehand"
        ),
    );
    Some(match case.kind {
        Kind::ClientAssertion | Kind::RequestObject | Kind::SoftwareStatement | Kind::Unknown => {
            finding
                .as_severity(Severity::Warn)
                .as_confidence(Confidence::Medium)
                .fix("Accept the chain only if it ends in an anchor registered for this sender.")
        }
        _ => finding,
    })
}
