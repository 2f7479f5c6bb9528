//! `bound-token-as-bearer`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        example::{Example, Sample, jwt},
        spec::{Spec, section},
    },
    situation::{Channel, Fact, FactName, Transport},
};

pub(crate) static RULE: Rule = Rule {
    name: "bound-token-as-bearer",
    family: Family::SenderConstraint,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation, Needs::Request],
    applies: Applies::Only(&[
        Kind::IdToken,
        Kind::AccessToken,
        Kind::TransactionToken,
        Kind::ApplicationSession,
        Kind::Unknown,
    ]),
    silences: &["binding-key-mismatch"],
    doc: Doc {
        checks: "The token is bound to a key of its sender and travels without a proof of that key: \
                 `cnf.jkt` (or `cnf.jwk` in an ID token) otherwise than with `Authorization: DPoP`, \
                 or `cnf.x5t#S256` although the transport is stated and is not mutual TLS.",
        why: "The downgrade undoes the protection. A receiver that accepts a bound token as a plain \
              bearer token makes the binding an ornament, and a thief needs the token only.",
        threats: &[Threat::Stolen],
        but: "Mutual TLS does not show in the header: its tokens travel with the word `Bearer` too, \
              so a header alone decides nothing there, and a trusted proxy may have checked the \
              certificate (`--transport mtls` or `--channel mesh-mtls`). While a fleet moves to DPoP \
              a client may send `Bearer` to servers that know nothing else; for them the token is a \
              bearer token. A missing `DPoP` line beside the right scheme is not judged here.",
        fix: "Send `Authorization: DPoP` with a fresh proof, or present the certificate; let the \
              receiver refuse the token without it.",
    },
    article: &[Passage::Paragraph(20)],
    references: &[
        section(Spec::Rfc(9449), "7.1"),
        section(Spec::Rfc(9449), "7.2"),
        section(Spec::Rfc(8705), "3"),
        section(Spec::KeyBinding, ""),
    ],
    examples: &[
        Example::fires(
            "a DPoP-bound token as bearer token",
            Sample::Authorization(
                "Bearer",
                &jwt(
                    r#"{"typ":"at+jwt","alg":"RS256"}"#,
                    r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"orders:read","cnf":{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"},"iat":1767225600,"exp":1767225900,"jti":"f2b6"}"#,
                ),
            ),
        ),
        Example::fires(
            "a certificate-bound token without mutual TLS",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"orders:read","cnf":{"x5t#S256":"bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2"},"iat":1767225600,"exp":1767225900,"jti":"f2b6"}"#,
            ),
        )
        .with(&["--transport", "bearer-header"]),
        Example::fires(
            "a certificate-bound token as bearer token of somebody with another certificate",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"orders:read","cnf":{"x5t#S256":"bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2"},"iat":1767225600,"exp":1767225900,"jti":"f2b6"}"#,
            ),
        )
        .with(&[
            "--transport",
            "bearer-header",
            "--fact",
            "client.certificate=nG4HW2bJ_QIyEjkyTtaA3ykiVCITHSr6cYjvvDfblvY",
        ]),
        Example::fires(
            "a key-bound ID token presented without its key",
            Sample::Authorization(
                "Bearer",
                &jwt(
                    r#"{"typ":"dpop+id_token","alg":"RS256"}"#,
                    r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","cnf":{"jwk":{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}},"iat":1767225600,"exp":1767225900}"#,
                ),
            ),
        )
        .with(&["--as", "id-token"]),
        Example::silent(
            "the scheme of DPoP",
            Sample::Authorization(
                "DPoP",
                &jwt(
                    r#"{"typ":"at+jwt","alg":"RS256"}"#,
                    r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"orders:read","cnf":{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"},"iat":1767225600,"exp":1767225900,"jti":"f2b6"}"#,
                ),
            ),
        ),
        Example::silent(
            "a certificate-bound token in a header that cannot show the connection",
            Sample::Authorization(
                "Bearer",
                &jwt(
                    r#"{"typ":"at+jwt","alg":"RS256"}"#,
                    r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"orders:read","cnf":{"x5t#S256":"bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2"},"iat":1767225600,"exp":1767225900,"jti":"f2b6"}"#,
                ),
            ),
        ),
        Example::silent(
            "an unbound token as bearer token",
            Sample::Authorization(
                "Bearer",
                &jwt(
                    r#"{"typ":"at+jwt","alg":"RS256"}"#,
                    r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"orders:read","iat":1767225600,"exp":1767225900,"jti":"f2b6"}"#,
                ),
            ),
        ),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let proof = if case.confirmation("jkt").is_some() {
        Proof::Dpop("cnf/jkt")
    } else if case.is_id_token() && case.confirmation("jwk").is_some() {
        Proof::Dpop("cnf/jwk")
    } else if case.confirmation("x5t#S256").is_some() {
        Proof::Certificate
    } else {
        return Outcome::NotApplicable("the token is bound to no key");
    };
    if case.is_credential() == Some(false) {
        return Outcome::NotApplicable("the receiver does not take it as its sender's credential");
    }
    let transport = match case.situation.transport.known() {
        None => return Outcome::Needs(vec![FactName::Transport]),
        Some(Transport::None | Transport::Fragment) => {
            return Outcome::NotApplicable("the token is not presented to a receiver");
        }
        Some(transport) => *transport,
    };
    match proof {
        Proof::Dpop(_) if transport == Transport::DpopHeader => Outcome::Silent,
        Proof::Dpop(member) => {
            let claim = member.replace('/', ".");
            let message = format!(
                "token with `{claim}` travels as `{transport}`, expected `Authorization: DPoP` and a \
                 proof of its key"
            );
            RULE.finds(format!("payload/{member}"), message)
                .expected(Transport::DpopHeader.name())
                .actual(transport.name())
                .into()
        }
        Proof::Certificate => certificate(case, transport),
    }
}

enum Proof {
    /// A DPoP proof; the member of `cnf` that names its key.
    Dpop(&'static str),
    /// A client certificate.
    Certificate,
}

/// What is seen in a header does not show the connection under it.
fn certificate(case: &Case<'_>, transport: Transport) -> Outcome {
    let situation = case.situation;
    if transport == Transport::Mtls || situation.channel.is(&Channel::MeshMtls) {
        return Outcome::Silent;
    }
    if !matches!(situation.transport, Fact::Stated(_)) {
        return Outcome::Needs(vec![FactName::Transport]);
    }
    let message = format!(
        "token with `cnf.x5t#S256` travels as `{transport}`, expected mutual TLS with its certificate"
    );
    RULE.finds("payload/cnf/x5t#S256", message)
        .expected(Transport::Mtls.name())
        .actual(transport.name())
        .into()
}
