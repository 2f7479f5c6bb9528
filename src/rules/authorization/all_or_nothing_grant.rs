//! `all-or-nothing-grant`

use super::{LOGIN_SCOPES, has_rights};
use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        example::{Example, jwt},
        spec::{Spec, section},
        words,
    },
    situation::{FactName, Need, Permissions, Presenters},
};

pub(crate) static RULE: Rule = Rule {
    name: "all-or-nothing-grant",
    family: Family::Authorization,
    severity: Severity::Warn,
    confidence: Confidence::Medium,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Only(&[Kind::IdToken, Kind::AccessToken]),
    silences: &[],
    doc: Doc {
        checks: "The receiver must learn what the client may do (`--need delegation` or `both`), and \
                 the token says nothing about it: no scopes beyond those of the login (`openid`, \
                 `profile`, `email` …), no roles, groups, permissions or authorization details. It \
                 is information only where the receiver keeps the permissions itself \
                 (`--permissions own-rules`) and knows its presenters (`--presenter`).",
        why: "A receiver that reads no limit in the token has two choices: let the holder do \
              everything the user can do, or nothing. A stolen or over-eager client then costs more \
              than its task was worth.",
        threats: &[Threat::Overprivilege],
        but: "Permissions come in many forms, and tokens are one of them. A rule such as \"the owner \
              of the record is the subject\", or roles that the receiver keeps, is often finer than \
              scopes; with a table of presenter and subject even an ID token gives graded access. An \
              application of one's own acts with all rights of its user by nature.",
        fix: "Keep a table of what each presenter may do for its users, or request scopes; for single \
              transactions use authorization details.",
    },
    article: &[Passage::Paragraph(12), Passage::Footnote(11)],
    references: &[
        section(Spec::Rfc(9700), "2.3"),
        section(Spec::Rfc(9068), "2.2.3"),
        section(Spec::Rfc(9396), "2"),
    ],
    examples: &[
        Example::fires(
            "an ID token where the API must know what the client may do",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"https://api.example","azp":"partner-app","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&[
            "--as",
            "id-token",
            "--to",
            "resource-server",
            "--need",
            "delegation",
        ]),
        Example::fires(
            "own rules keyed on listed presenters: information",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"https://api.example","azp":"partner-app","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&[
            "--as",
            "id-token",
            "--to",
            "resource-server",
            "--need",
            "both",
            "--permissions",
            "own-rules",
            "--presenter",
            "partner-app",
        ]),
        Example::fires(
            "an access token with the scopes of a login only",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"openid profile","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        )
        .with(&["--to", "resource-server", "--need", "delegation"]),
        Example::silent(
            "an access token with a scope of the API",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"orders:read","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        )
        .with(&["--to", "resource-server", "--need", "delegation"]),
        Example::silent(
            "the receiver only asks who the user is",
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
            "--own-client",
            "web-app",
            "--need",
            "authentication",
        ]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let Some(claims) = case.claims().filter(|_| case.is_whole()) else {
        return Outcome::NotApplicable("the claims cannot be read to their end");
    };
    let scopes = claims.scopes();
    if scopes
        .iter()
        .any(|scope| !LOGIN_SCOPES.contains(&scope.as_str()))
        || has_rights(claims)
    {
        return Outcome::Silent;
    }
    let situation = case.situation;
    let mut missing = Vec::new();
    match case.is_credential() {
        None => missing.push(FactName::ReceiverRole),
        Some(false) => {
            return Outcome::NotApplicable("this receiver grants nothing because of the token");
        }
        Some(true) => {}
    }
    match situation.need.known() {
        None => missing.push(FactName::Need),
        Some(Need::Authentication) => return Outcome::Silent,
        Some(Need::Delegation | Need::Both) => {}
    }
    if !missing.is_empty() {
        return Outcome::Needs(missing);
    }
    let found = match scopes.as_slice() {
        [] => "no scope, role or permission".to_owned(),
        scopes => format!("only the login scopes {}", words::quoted(scopes, "and")),
    };
    let listed = matches!(situation.presenters.known(), Some(Presenters::Listed(_)));
    if situation.permissions.is(&Permissions::OwnRules) && listed {
        let message = format!(
            "{found} in the token: the grant is the receiver's own table of presenter and subject"
        );
        let finding = RULE.finds("payload", message);
        return finding.as_severity(Severity::Info).into();
    }
    let message = format!("{found} in the token, expected one that says what the client may do");
    RULE.finds("payload", message).into()
}
