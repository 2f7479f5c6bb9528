//! `over-privileged-token`

use super::LOGIN_SCOPES;
use crate::{
    classify::Kind,
    order,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Passage, Rule,
        Severity, Threat,
        example::{Example, jwt},
        spec::{Spec, section},
        words,
    },
    token::Document,
};

pub(crate) static RULE: Rule = Rule {
    name: "over-privileged-token",
    family: Family::Authorization,
    severity: Severity::Warn,
    confidence: Confidence::Medium,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Only(&[Kind::AccessToken]),
    silences: &[],
    doc: Doc {
        checks: "The scopes of an access token hold a word for everything (`*`, `full_access`, \
                 `.default`), a word for administration, more than 20 entries, or URLs of several \
                 hosts. All but the first are information until the receiver says what it needs \
                 (`--scope`); then what goes beyond it is a warning, and scopes of the login \
                 beside it are information. Scopes that were named as needed never count.",
        why: "A token that can do more than its task makes every theft and every mistake cost more \
              than the task is worth, and each receiver of it could use the rest.",
        threats: &[Threat::Overprivilege],
        but: "A console of one's own truly needs much. Some issuers echo `offline_access` in the \
              scope of an access token, where it is no right at all.",
        fix: "Request what the task needs, narrow the scope when refreshing or exchanging, and get \
              one token for each API.",
    },
    article: &[Passage::Footnote(15)],
    references: &[
        section(Spec::Rfc(9700), "2.3"),
        section(Spec::Rfc(6749), "3.3"),
        section(Spec::Rfc(6749), "6"),
        section(Spec::Rfc(9068), "2.2.3"),
    ],
    examples: &[
        Example::fires(
            "the right to everything",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"*","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        ),
        Example::fires(
            "an administrator's scope where reading is needed",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"orders:read admin:org","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        )
        .with(&["--scope", "orders:read"]),
        Example::silent(
            "the scope that is needed",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"orders:read","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        )
        .with(&["--scope", "orders:read"]),
        Example::silent(
            "the broad scope is the one that is needed",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"console","aud":"https://api.example","scope":"admin:org","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        )
        .with(&["--scope", "admin:org"]),
        Example::silent(
            "login scopes and one of the API, as Keycloak writes them",
            jwt(
                r#"{"typ":"JWT","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example/realms/shop","sub":"0f6a7e42","typ":"Bearer","azp":"web-app","aud":"account","scope":"openid profile email administrate-nothing","iat":1767225600,"exp":1767225900,"jti":"f2b6"}"#,
            ),
        ),
    ],
    check: Check::Token(check),
};

/// More scopes than this are more than one task.
const MANY: usize = 20;

fn check(case: &Case<'_>) -> Outcome {
    let Some(claims) = case.claims() else {
        return Outcome::NotApplicable("there are no claims to read");
    };
    if !claims.has("scope") && !claims.has("scp") {
        return Outcome::NotApplicable("the token has no scopes");
    }
    let needed = &case.situation.need_scopes;
    let beyond: Vec<String> = claims
        .scopes()
        .into_iter()
        .filter(|scope| !needed.contains(scope))
        .collect();
    let judged = if needed.is_empty() {
        Severity::Info
    } else {
        Severity::Warn
    };
    let finds = |severity, message: String| {
        RULE.finds(format!("payload/{}", claim(claims)), message)
            .as_severity(severity)
    };
    let all: Vec<&String> = beyond.iter().filter(|scope| is_everything(scope)).collect();
    let admin: Vec<&String> = beyond
        .iter()
        .filter(|scope| !is_everything(scope) && is_administration(scope))
        .collect();
    let mut findings: Vec<Finding> = Vec::new();
    if !all.is_empty() {
        let names = words::quoted(&all, "and");
        let message = format!("scope {names} permits everything, expected what the task needs");
        findings.push(finds(Severity::Warn, message));
    }
    if !admin.is_empty() {
        let names = words::quoted(&admin, "and");
        let message = format!("scope {names} permits administration, expected what the task needs");
        findings.push(finds(judged, message));
    }
    if beyond.len() > MANY {
        let beyond_what = if needed.is_empty() {
            ""
        } else {
            " beyond those needed"
        };
        let count = beyond.len();
        let message = format!("{count} scopes{beyond_what}, expected those of one task");
        findings.push(finds(judged, message));
    }
    let hosts = hosts(&beyond);
    if hosts.len() > 1 {
        let names = words::quoted(&hosts, "and");
        let message = format!("scopes of {names} in one token, expected those of one API");
        findings.push(finds(judged, message));
    }
    let login: Vec<&String> = beyond
        .iter()
        .filter(|scope| LOGIN_SCOPES.contains(&scope.as_str()))
        .collect();
    if !needed.is_empty() && !login.is_empty() {
        let names = words::quoted(&login, "and");
        let message = format!("login scopes {names} beside those that this receiver needs");
        findings.push(finds(Severity::Info, message));
    }
    findings.into()
}

fn claim(claims: &Document) -> &'static str {
    if claims.has("scope") { "scope" } else { "scp" }
}

fn is_everything(scope: &str) -> bool {
    matches!(scope, "*" | "*:*" | "full_access" | "all") || scope.ends_with("/.default")
}

fn is_administration(scope: &str) -> bool {
    // Cognito's scope for the user's own attributes.
    scope != "aws.cognito.signin.user.admin"
        && scope
            .split([':', '.', '/', '_'])
            .any(|word| word == "admin" || word == "*")
}

/// The hosts of scopes that are URLs.
fn hosts(scopes: &[String]) -> Vec<&str> {
    let mut hosts: Vec<&str> = scopes
        .iter()
        .filter_map(|scope| scope.strip_prefix("https://")?.split('/').next())
        .collect();
    order::sort(&mut hosts);
    hosts.dedup();
    hosts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::test_case::TestCase;

    #[test]
    fn what_is_beyond_the_need_weighs_more() {
        let many: Vec<String> = (0..25).map(|number| format!("s{number}")).collect();
        let many = many.join(" ");
        let hosts = "https://graph.example/Mail.Read https://vault.example/Keys.Get";
        for (scopes, alone, stated) in [
            (many.as_str(), Severity::Info, Severity::Warn),
            (hosts, Severity::Info, Severity::Warn),
            ("admin", Severity::Info, Severity::Warn),
            (
                "https://vault.example/.default",
                Severity::Warn,
                Severity::Warn,
            ),
        ] {
            let claims = format!(r#"{{"scope":"{scopes}"}}"#);
            let mut test = TestCase::new(Kind::AccessToken, &claims);
            for expected in [alone, stated] {
                let Outcome::Fires(findings) = test.check(&RULE) else {
                    panic!("no finding on {scopes}");
                };
                assert_eq!(findings[0].severity, expected, "{scopes}");
                test.situation.need_scopes = vec!["x".to_owned()];
            }
        }
    }
}
