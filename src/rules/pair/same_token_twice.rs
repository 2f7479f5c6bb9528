//! `same-token-twice`

use crate::{
    input::Slot,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Rule, Severity, Sibling,
        Threat,
        example::{Example, Sample, jwt},
        spec::{Spec, section},
    },
    situation::Relation,
    token::Token,
};

pub(crate) static RULE: Rule = Rule {
    name: "same-token-twice",
    family: Family::Pair,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Pair],
    applies: Applies::Any,
    silences: &[],
    doc: Doc {
        checks: "Two of `id_token`, `access_token` and `refresh_token` in one response are the same \
                 string, or JWTs with the same `jti` and the same claims.",
        why: "One credential then serves two purposes. Whoever may use it for the one can use it for \
              the other: an API that is called with it could log in as the user, and a lifetime or \
              an audience that fits one purpose is wrong for the other.",
        threats: &[Threat::Confusion, Threat::Overprivilege],
        but: "A home-made server may do this for its one own application; with `--relation \
              first-party` only the mixed role is left, and it is a warning. Firebase answers a \
              refresh with its ID token in both members, which is its documented habit.",
        fix: "Issue two tokens, each with its own audience, lifetime and `typ`.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(8725), "3.12"),
        section(Spec::OidcCore, "3.1.3.3"),
    ],
    examples: &[
        Example::fires(
            "the ID token is the access token too",
            Sample::Response(&[
                ("access_token", ID_TOKEN),
                ("token_type", Sample::Text("Bearer")),
                ("id_token", ID_TOKEN),
            ]),
        ),
        Example::fires(
            "the refresh token is the access token too",
            Sample::Response(&[
                ("access_token", Sample::Text("dNZX1hEZ9wBCzNL40Upu646bdzQA")),
                ("token_type", Sample::Text("Bearer")),
                (
                    "refresh_token",
                    Sample::Text("dNZX1hEZ9wBCzNL40Upu646bdzQA"),
                ),
            ]),
        ),
        Example::silent(
            "two tokens about the same login",
            Sample::Response(&[
                (
                    "access_token",
                    jwt(
                        r#"{"alg":"RS256","typ":"at+jwt"}"#,
                        r#"{"iss":"https://idp.example","sub":"248289761001","aud":"https://api.example","client_id":"web-app","scope":"orders:read","iat":1767225600,"exp":1767229200,"jti":"f2b7"}"#,
                    ),
                ),
                ("token_type", Sample::Text("Bearer")),
                ("id_token", ID_TOKEN),
            ]),
        ),
    ],
    check: Check::Token(check),
};

const ID_TOKEN: Sample = jwt(
    r#"{"alg":"RS256"}"#,
    r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
);

fn check(case: &Case<'_>) -> Outcome {
    let others: &[Slot] = match case.slot {
        Some(Slot::IdToken) => &[Slot::AccessToken, Slot::RefreshToken],
        Some(Slot::RefreshToken) => &[Slot::AccessToken],
        _ => return Outcome::NotApplicable("it is compared from the ID or refresh token's side"),
    };
    let twin = case.siblings.iter().find(|sibling| {
        sibling.slot.is_some_and(|slot| others.contains(slot)) && is_same(case.token, sibling)
    });
    let (Some(slot), Some(other)) = (case.slot, twin.and_then(|twin| twin.slot)) else {
        return Outcome::Silent;
    };
    let message = format!("`{slot}` and `{other}` are one token, expected one for each purpose");
    let is_firebase = case
        .claims()
        .and_then(|claims| claims.str("iss"))
        .is_some_and(|issuer| issuer.starts_with("https://securetoken.google.com/"));
    let severity = if is_firebase {
        Severity::Info
    } else if case.situation.relation.is(&Relation::FirstParty) {
        Severity::Warn
    } else {
        RULE.severity
    };
    RULE.finds("token", message).as_severity(severity).into()
}

fn is_same(token: &Token, sibling: &Sibling<'_>) -> bool {
    if token.raw().expose() == sibling.token.raw().expose() {
        return true;
    }
    let (Some(own), Some(other)) = (token.claims(), sibling.token.claims()) else {
        return false;
    };
    own.text() == other.text() && own.str("jti").is_some_and(|id| !id.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{classify::Kind, rules::test_case::TestCase};

    fn severity(issuer: &str, relation: Option<Relation>) -> Severity {
        let claims = format!(r#"{{"iss":"{issuer}","sub":"1","jti":"a"}}"#);
        let mut test = TestCase::new(Kind::IdToken, &claims).within(Slot::IdToken);
        test.siblings = vec![TestCase::new(Kind::IdToken, &claims).within(Slot::AccessToken)];
        test.situation.relation = relation.into();
        match test.check(&RULE) {
            Outcome::Fires(findings) => findings[0].severity,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_severity_follows_who_does_it() {
        let own = "https://idp.example";
        assert_eq!(severity(own, None), Severity::Error);
        assert_eq!(severity(own, Some(Relation::FirstParty)), Severity::Warn);
        assert_eq!(
            severity("https://securetoken.google.com/project", None),
            Severity::Info
        );
    }
}
