//! `untrusted-issuer`

use std::net::IpAddr;

use super::issuer_mismatch::{expected_issuers, is_same, is_slip};
use crate::{
    classify::Kind,
    provider::{address, url::Url},
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Passage, Rule,
        Severity, Threat,
        example::{Example, jwt},
        spec::{Spec, section},
        words,
    },
    situation::FactName,
    token::Claim,
};

pub(crate) static RULE: Rule = Rule {
    name: "untrusted-issuer",
    family: Family::Issuer,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Except(&[
        Kind::DpopProof,
        Kind::KeyBindingJwt,
        Kind::ClientAssertion,
        Kind::ClientAttestation,
        Kind::RequestObject,
        Kind::SoftwareStatement,
        Kind::FederationStatement,
        Kind::Encrypted,
        Kind::Opaque,
    ]),
    silences: &["issuer-mismatch"],
    doc: Doc {
        checks: "`iss` is another party than every issuer that the receiver trusts (`--issuer`, or \
                 the fact `receiver.issuers` for several). An issuer that looks like a trusted one, \
                 or lies on the same host, is the matter of `issuer-mismatch`. Where no trusted \
                 issuer is stated, an `iss` that points at a cloud metadata or link-local address \
                 is found nevertheless.",
        why: "Anybody can run an issuer and sign what they like. A receiver that looks up keys \
              wherever the token says lets the attacker choose the judge, and lets them send its \
              requests into the network behind it.",
        threats: &[Threat::Forge, Threat::Ssrf],
        but: "At a terminal one wants to look at tokens of any issuer: `--discover` follows the \
              token's own `iss`, says so, and takes nothing it finds for proof. Addresses that are \
              not on the open internet are not asked even then.",
        fix: "Configure the issuers that count, and choose keys by that list and not by the token.",
    },
    article: &[Passage::Paragraph(14)],
    references: &[
        section(Spec::Rfc(8725), "3.8"),
        section(Spec::Rfc(8725), "3.10"),
        section(Spec::OidcCore, "3.1.3.7"),
    ],
    examples: &[
        Example::fires(
            "an issuer that nobody listed",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://login.attacker.example","sub":"248289761001","aud":"web-app","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token", "--issuer", "https://idp.example", "--offline"]),
        Example::fires(
            "an issuer at the address of cloud metadata",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"http://169.254.169.254/","sub":"248289761001","aud":"web-app","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token"]),
        Example::silent(
            "the second of two that are listed",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://login.example","sub":"248289761001","aud":"web-app","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&[
            "--as",
            "id-token",
            "--fact",
            "receiver.issuers=https://idp.example,https://login.example",
        ]),
        Example::silent(
            "only a slash differs, which is a slip and no stranger",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://tenant.eu.auth0.com/","sub":"auth0|1","aud":"web-app","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token", "--issuer", "https://tenant.eu.auth0.com", "--offline"]),
        Example::silent(
            "a development server on this machine, and nothing stated",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"http://127.0.0.1:8080/realms/dev","sub":"248289761001","aud":"web-app","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token"]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let Some(Claim::Present(issuer)) = case.claims().map(|claims| claims.text_claim("iss")) else {
        return Outcome::NotApplicable("there is no `iss` to look for");
    };
    let trusted = expected_issuers(case);
    if trusted.is_empty() {
        return match inside_address(&issuer) {
            Some(what) => inside(&issuer, what).into(),
            None => Outcome::Needs(vec![FactName::ReceiverIssuers]),
        };
    }
    let is_known = |known: &&str| is_same(&issuer, known) || is_slip(&issuer, known);
    if trusted.iter().any(is_known) {
        return Outcome::Silent;
    }
    let message = format!(
        "`iss` is {}, expected an issuer that this receiver trusts: {}",
        words::quote(&issuer),
        words::quoted(&trusted, "or")
    );
    RULE.finds("payload/iss", message)
        .expected(words::list(&trusted, "or"))
        .actual(issuer)
        .into()
}

fn inside(issuer: &str, what: &str) -> Finding {
    let message = format!(
        "`iss` is {}, {what}, expected an issuer on the open internet or one that the receiver names",
        words::quote(issuer)
    );
    RULE.finds("payload/iss", message).actual(issuer)
}

/// What keeps an address from being any issuer's: nobody serves discovery from there. Private and
/// loopback addresses are those of laboratories.
fn inside_address(issuer: &str) -> Option<&'static str> {
    let authority = issuer.split_once("://")?.1;
    if !authority.starts_with(|first: char| first.is_ascii_digit() || first == '[') {
        return None;
    }
    let host = Url::parse(issuer).ok()?.host();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let what = address::special(bare.parse::<IpAddr>().ok()?)?;
    (what.contains("metadata") || what.contains("link-local")).then_some(what)
}
