//! `sender-constraint-missing`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Passage, Rule,
        Severity, Threat,
        example::{Example, jwt},
        spec::{Spec, section},
        words,
    },
    situation::{Binding, FactName, Role},
};

pub(crate) static RULE: Rule = Rule {
    name: "sender-constraint-missing",
    family: Family::SenderConstraint,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Only(&[
        Kind::IdToken,
        Kind::AccessToken,
        Kind::KubernetesServiceAccount,
        Kind::GithubActions,
        Kind::GitlabCi,
        Kind::SpiffeSvid,
        Kind::TransactionToken,
        Kind::ApplicationSession,
        Kind::Unknown,
    ]),
    silences: &["unbindable-id-token"],
    doc: Doc {
        checks: "The receiver demands tokens that are bound to a key of their sender (`--binding \
                 required`), and the token has no confirmation claim `cnf` that names one: `jkt` for \
                 DPoP, `x5t#S256` for mutual TLS.",
        why: "A token without a bound key is a bearer token: whoever copies it, from a log, a \
              browser or a proxy, can use it until it expires. With a bound key the copy is \
              worthless without the private key, even where the audience check is weak.",
        threats: &[Threat::Stolen],
        but: "Binding is a level of protection and not a virtue of its own: between services in a \
              mesh with mutual TLS the connection is tied to its ends already, and where tokens never \
              leave it `--binding preferred` is the honest value. An opaque token may be bound too; \
              that shows in its introspection only.",
        fix: "Request the token with a DPoP proof or over mutual TLS. An ID token cannot serve here: \
              exchange it for a bound access token.",
    },
    article: &[Passage::Paragraph(20), Passage::Footnote(21)],
    references: &[
        section(Spec::Rfc(9700), "2.2.1"),
        section(Spec::Rfc(9700), "4.10.1"),
        section(Spec::Rfc(9449), "6"),
        section(Spec::Rfc(8705), "3"),
        section(Spec::Rfc(9728), "2"),
        section(Spec::Fapi2Security, "5.3.2.1"),
    ],
    examples: &[
        Example::fires(
            "a bearer token where binding is required",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://pay.example","scope":"payments","iat":1767225600,"exp":1767225900,"jti":"f2b6"}"#,
            ),
        )
        .with(&["--to", "resource-server", "--binding", "required"]),
        Example::fires(
            "an ID token where binding is required",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767225900}"#,
            ),
        )
        .with(&[
            "--as",
            "id-token",
            "--to",
            "resource-server",
            "--binding",
            "required",
        ]),
        Example::fires(
            "a `cnf` that names no key",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://pay.example","scope":"payments","cnf":{"device":"kiosk-7"},"iat":1767225600,"exp":1767225900,"jti":"f2b6"}"#,
            ),
        )
        .with(&["--binding", "required"]),
        Example::silent(
            "bound to a DPoP key",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://pay.example","scope":"payments","cnf":{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"},"iat":1767225600,"exp":1767225900,"jti":"f2b6"}"#,
            ),
        )
        .with(&["--to", "resource-server", "--binding", "required"]),
        Example::silent(
            "binding is only preferred",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://pay.example","scope":"payments","iat":1767225600,"exp":1767225900,"jti":"f2b6"}"#,
            ),
        )
        .with(&["--to", "resource-server", "--binding", "preferred"]),
        Example::silent(
            "an ID token under a profile that demands binding, and nobody said who receives it",
            jwt(
                r#"{"alg":"PS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767225900}"#,
            ),
        )
        .with(&["--as", "id-token", "--profile", "fapi2"]),
        Example::silent(
            "an ID token that is exchanged for a bound token",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767225900}"#,
            ),
        )
        .with(&[
            "--as",
            "id-token",
            "--to",
            "token-exchange",
            "--binding",
            "required",
        ]),
    ],
    check: Check::Token(check),
};

/// The confirmation methods that name a key (RFC 7800 §3, RFC 8705 §3.1, RFC 9449 §6.1).
const METHODS: [&str; 6] = ["jkt", "x5t#S256", "jwk", "jwe", "kid", "jku"];

fn check(case: &Case<'_>) -> Outcome {
    let Some(claims) = case.claims().filter(|_| case.is_whole()) else {
        return Outcome::NotApplicable("the claims cannot be read to their end");
    };
    let at_login = case.is_id_token()
        && case
            .role()
            .is_some_and(|role| role == Role::Client || role.issues());
    if at_login {
        return Outcome::NotApplicable("the receiver takes the ID token as a login, not as a key");
    }
    match case.situation.binding.known() {
        None => return Outcome::Needs(vec![FactName::Binding]),
        Some(Binding::Preferred | Binding::NotNeeded) => return Outcome::Silent,
        // Most ID tokens go to their client, which takes them as a login.
        Some(Binding::Required)
            if case.is_id_token()
                && case.role().is_none()
                && !case.is_in_authorization_header() =>
        {
            return Outcome::Needs(vec![FactName::ReceiverRole]);
        }
        Some(Binding::Required) => {}
    }
    let Some(confirmation) = claims.present("cnf") else {
        return finding(case, "payload", "`cnf` is absent").into();
    };
    let names: Vec<String> = confirmation
        .members()
        .unwrap_or_default()
        .into_iter()
        .map(|(name, _)| name.into_owned())
        .collect();
    if names.iter().any(|name| METHODS.contains(&name.as_str())) {
        return Outcome::Silent;
    }
    let found = match names.as_slice() {
        [] => "`cnf` is empty".to_owned(),
        names => format!("`cnf` has only {}", words::quoted(names, "and")),
    };
    finding(case, "payload/cnf", &found).into()
}

fn finding(case: &Case<'_>, pointer: &str, found: &str) -> Finding {
    let finding = RULE
        .finds(
            pointer,
            format!("{found}, this receiver requires a token bound to its sender's key"),
        )
        .expected("cnf.jkt or cnf.x5t#S256");
    if case.is_id_token() {
        return finding.fix(
            "exchange the ID token for an access token that is bound with DPoP or mutual TLS",
        );
    }
    finding
}
