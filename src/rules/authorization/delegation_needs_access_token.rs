//! `delegation-needs-access-token`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        example::{Example, jwt},
        spec::{Spec, section},
    },
    situation::{FactName, Permissions, Presenters},
};

pub(crate) static RULE: Rule = Rule {
    name: "delegation-needs-access-token",
    family: Family::Authorization,
    severity: Severity::Warn,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Only(&[Kind::IdToken]),
    silences: &["all-or-nothing-grant"],
    doc: Doc {
        checks: "The receiver must learn what the client may do (`--need delegation` or `both`) from \
                 an ID token, and either the token alone decides (`--permissions token`), or the \
                 client belongs to another party and the receiver has not stated rules of its own \
                 for listed presenters (`--permissions own-rules` with `--presenter`).",
        why: "An ID token is no grant: nothing in it says what was allowed, by whom and for how long. \
              Rights that are read into it are rights that nobody gave.",
        threats: &[Threat::Overprivilege, Threat::Consent],
        but: "A grant can live elsewhere. A receiver that keeps what each presenter may do for each \
              user has the grant in its own tables, and the ID token only has to say who asks for \
              whom.",
        fix: "Register the API and request its scopes, or exchange the ID token for an access token.",
    },
    article: &[Passage::Footnote(15), Passage::Footnote(22)],
    references: &[
        section(Spec::Rfc(6749), "1.4"),
        section(Spec::Rfc(6749), "3.3"),
        section(Spec::Rfc(8693), ""),
    ],
    examples: &[
        Example::fires(
            "a partner's ID token must say what the partner may do",
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
            "--relation",
            "third-party",
            "--need",
            "delegation",
            "--permissions",
            "token",
        ]),
        Example::fires(
            "own rules, but for nobody in particular",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"https://api.example","azp":"partner-app","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&[
            "--as",
            "id-token",
            "--relation",
            "third-party",
            "--need",
            "both",
            "--permissions",
            "own-rules",
        ]),
        Example::silent(
            "the receiver keeps the permissions of each listed presenter",
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
            "--relation",
            "third-party",
            "--need",
            "delegation",
            "--permissions",
            "own-rules",
            "--presenter",
            "partner-app",
        ]),
        Example::silent(
            "an access token",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"partner-app","aud":"https://api.example","scope":"orders:read","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        )
        .with(&["--need", "delegation", "--permissions", "token"]),
        Example::silent(
            "an ID token that is exchanged",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&[
            "--as",
            "id-token",
            "--to",
            "token-exchange",
            "--need",
            "delegation",
            "--permissions",
            "token",
        ]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let situation = case.situation;
    if case.is_credential() == Some(false) {
        return Outcome::NotApplicable("this receiver grants nothing because of the token");
    }
    match situation.need.known() {
        None => return Outcome::Needs(vec![FactName::Need]),
        Some(need) if !need.includes_delegation() => return Outcome::Silent,
        Some(_) => {}
    }
    let found = match situation.permissions.known() {
        Some(Permissions::Token) => "the token alone decides what the client may do",
        None if !situation.is_third_party() => {
            return Outcome::Needs(vec![FactName::Permissions]);
        }
        permissions => {
            let listed = matches!(situation.presenters.known(), Some(Presenters::Listed(_)));
            if !situation.is_third_party() || listed && permissions.is_some() {
                return Outcome::Silent;
            }
            "nothing says what a client of another party may do"
        }
    };
    let message = format!("{found}, and an ID token grants nothing, expected an access token");
    RULE.finds("token", message)
        .expected(Kind::AccessToken.name())
        .actual(Kind::IdToken.name())
        .into()
}
