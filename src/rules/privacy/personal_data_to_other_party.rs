//! `personal-data-to-other-party`

use super::personal;
use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        example::{Example, Sample, jwt},
        spec::{Spec, section},
        words,
    },
    situation::{FactName, Relation, Transport},
};

pub(crate) static RULE: Rule = Rule {
    name: "personal-data-to-other-party",
    family: Family::Privacy,
    severity: Severity::Warn,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Only(&[
        Kind::IdToken,
        Kind::AccessToken,
        Kind::UserinfoResponse,
        Kind::GatewayAssertion,
    ]),
    silences: &["user-info-in-access-token"],
    doc: Doc {
        checks: "A token in clear that carries claims about a person, or an e-mail address as its \
                 subject, goes to a receiver of another party (`--relation third-party`). In the \
                 query of a URL it is information. Tokens at the client that asked for them, and at \
                 their issuer, are not judged. Whether a subject is pairwise cannot be seen.",
        why: "It is an identity card handed to somebody who asked for a ticket. A subject that is the \
              same everywhere also lets two receivers find out that they serve the same person.",
        threats: &[Threat::PersonalData],
        but: "Consent to share exactly these claims, or a contract with a processor, settles it.",
        fix: "Ask for fewer claims and a pairwise subject, encrypt the token to its receiver, or send \
              an access token without a profile.",
    },
    article: &[Passage::Paragraph(17), Passage::Footnote(15)],
    references: &[
        section(Spec::OidcCore, "8.1"),
        section(Spec::OidcCore, "17"),
        section(Spec::Rfc(7519), "12"),
        section(Spec::Rfc(8693), "6"),
    ],
    examples: &[
        Example::fires(
            "an ID token with an address at a partner's API",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","email":"ann@example.com","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&[
            "--as",
            "id-token",
            "--to",
            "resource-server",
            "--relation",
            "third-party",
        ]),
        Example::fires(
            "an access token with an address at a partner's API",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","email":"ann@example.com","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        )
        .with(&["--to", "resource-server", "--relation", "third-party"]),
        Example::fires(
            "a profile in a logout URL: information",
            Sample::Url(
                "https://idp.example/logout?client_id=web-app&id_token_hint=",
                &jwt(
                    r#"{"alg":"RS256"}"#,
                    r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","name":"Ann Example","iat":1767225600,"exp":1767229200}"#,
                ),
            ),
        )
        .with(&["--as", "id-token"]),
        Example::silent(
            "a subject and nothing more",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&[
            "--as",
            "id-token",
            "--to",
            "resource-server",
            "--relation",
            "third-party",
        ]),
        Example::silent(
            "the client that asked for the profile",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","email":"ann@example.com","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&[
            "--as",
            "id-token",
            "--to",
            "client",
            "--own-client",
            "web-app",
            "--relation",
            "third-party",
        ]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let situation = case.situation;
    let credential = case.is_credential();
    let goes = match situation.relation.known() {
        Some(Relation::ThirdParty) if credential != Some(false) => Goes::ToOtherParty,
        _ if situation.transport.is(&Transport::Query) => Goes::IntoUrl,
        None if credential == Some(true) => Goes::Unknown,
        _ => return Outcome::NotApplicable("the token is not known to go to another party"),
    };
    let Some(claims) = case.claims() else {
        return Outcome::NotApplicable("there are no claims to read");
    };
    let mut held = personal(claims);
    if claims.str("sub").is_some_and(|sub| sub.contains('@')) {
        held.push("sub".to_owned());
    }
    let Some(first) = held.first() else {
        return Outcome::Silent;
    };
    if case.machine_sign().is_some() {
        return Outcome::NotApplicable("its subject is no person");
    }
    let finds = |whereto: &str| {
        let message = format!(
            "{} in clear {whereto}, expected no more than a subject",
            words::quoted(&held, "and")
        );
        RULE.finds(format!("payload/{first}"), message)
    };
    match goes {
        Goes::ToOtherParty => finds("to a receiver of another party").into(),
        Goes::IntoUrl => finds("in the query of a URL")
            .as_severity(Severity::Info)
            .into(),
        Goes::Unknown => Outcome::Needs(vec![FactName::Relation]),
    }
}

/// Where the token goes.
enum Goes {
    /// To a receiver that somebody else runs.
    ToOtherParty,
    /// Into the query of a URL.
    IntoUrl,
    /// To a receiver of whom nobody said who runs it.
    Unknown,
}
