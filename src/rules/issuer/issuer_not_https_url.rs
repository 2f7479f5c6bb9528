//! `issuer-not-https-url`

use crate::{
    classify::{Kind, Profile},
    provider::url::{Scheme, Url},
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Rule, Severity, Threat,
        example::{Example, jwt},
        spec::{Spec, section},
        words,
    },
    token::Claim,
};

pub(crate) static RULE: Rule = Rule {
    name: "issuer-not-https-url",
    family: Family::Issuer,
    severity: Severity::Warn,
    confidence: Confidence::High,
    needs: &[Needs::Token],
    applies: Applies::Only(&[
        Kind::IdToken,
        Kind::AccessToken,
        Kind::LogoutToken,
        Kind::JarmResponse,
        Kind::IntrospectionResponse,
    ]),
    silences: &[],
    doc: Doc {
        checks: "`iss` is a URL of plain http on another machine, or one with a query, a fragment \
                 or a user name: a warning. It is no URL at all: told as a fact. In an access token \
                 that is a JWT by its issuer's habit only, both are told as facts. Loopback hosts \
                 and the bare name of Google pass.",
        why: "The keys are found from the issuer. Over plain http whoever sits on the way is the \
              issuer, and from a bare name nobody can find out who that is.",
        threats: &[Threat::MixUp, Threat::Forge],
        but: "Google documents a spelling without scheme, some products start with a name such as \
              `acme.com`, and laboratories run on http. A receiver that was given its keys by hand \
              loses nothing.",
        fix: "Give the issuer an https URL, the same character for character in its metadata and in \
              its tokens.",
    },
    article: &[],
    references: &[
        section(Spec::OidcCore, "2"),
        section(Spec::OidcCore, "16.15"),
        section(Spec::OidcDiscovery, "3"),
        section(Spec::Rfc(8414), "2"),
    ],
    examples: &[
        Example::fires(
            "plain http",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"http://sso.example.com","sub":"248289761001","aud":"web-app","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token"]),
        Example::fires(
            "a query in the issuer",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://sso.example.com/?tenant=7","sub":"248289761001","aud":"web-app","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token"]),
        Example::fires(
            "a bare name (for information)",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"acme.com","sub":"248289761001","aud":"web-app","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token"]),
        Example::silent(
            "a development server on this machine",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"http://localhost:8080/realms/dev","sub":"248289761001","aud":"web-app","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token"]),
        Example::silent(
            "the name that Google documents",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"accounts.google.com","sub":"248289761001","aud":"web-app","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token"]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let Some(Claim::Present(issuer)) = case.claims().map(|claims| claims.text_claim("iss")) else {
        return Outcome::NotApplicable("there is no `iss` to read");
    };
    if issuer == "accounts.google.com" {
        return Outcome::Silent;
    }
    let Some((problem, severity)) = problem(&issuer) else {
        return Outcome::Silent;
    };
    let is_de_facto =
        case.is_access_token() && case.classification.profile != Some(Profile::Rfc9068);
    let severity = if is_de_facto {
        Severity::Info
    } else {
        severity
    };
    let message = format!(
        "`iss` is {}, which {problem}, expected an https URL without query and fragment",
        words::quote(&issuer)
    );
    RULE.finds("payload/iss", message)
        .as_severity(severity)
        .actual(issuer)
        .into()
}

fn problem(issuer: &str) -> Option<(&'static str, Severity)> {
    match Url::parse(issuer) {
        Ok(url) if url.has_query() => Some(("has a query", Severity::Warn)),
        Ok(url) if url.scheme() == Scheme::Http && !url.names_this_machine() => {
            Some(("is plain http", Severity::Warn))
        }
        Ok(_) => None,
        Err(error) if error.problem.starts_with("has a ") => Some((error.problem, Severity::Warn)),
        Err(_) => Some(("is no web address", Severity::Info)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::test_case::TestCase;

    #[test]
    fn an_access_token_by_habit_is_only_told() {
        for (kind, issuer, severity) in [
            (Kind::IdToken, "http://sso.example.com", Severity::Warn),
            (
                Kind::LogoutToken,
                "https://sso.example.com#x",
                Severity::Warn,
            ),
            (Kind::IdToken, "sso.example.com", Severity::Info),
            (Kind::AccessToken, "http://sso.example.com", Severity::Info),
        ] {
            let test = TestCase::new(kind, &format!(r#"{{"iss":"{issuer}"}}"#));
            let Outcome::Fires(findings) = test.check(&RULE) else {
                panic!("no finding: {issuer}");
            };
            assert_eq!(findings[0].severity, severity, "{kind} {issuer}");
        }
    }
}
