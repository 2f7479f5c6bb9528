//! `azp-missing`

use crate::{
    classify::Kind,
    input::Slot,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        example::{Example, jwt},
        spec::{Spec, section},
    },
    situation::{Presenters, Relation, Role},
};

pub(crate) static RULE: Rule = Rule {
    name: "azp-missing",
    family: Family::AuthorizedParty,
    severity: Severity::Info,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Only(&[Kind::IdToken, Kind::AccessToken]),
    silences: &[],
    doc: Doc {
        checks: "Nothing in the token says to which client it was issued: no `azp`, `client_id`, \
                 `appid` or `cid`, and no single audience of an ID token that could stand for it. \
                 Information by default; a warning where the receiver wants to tell presenters apart \
                 (`--presenter`) or an access token comes from another party; an error for an ID \
                 token of another party (`--relation third-party`).",
        why: "The receiver can say who the user is and not which program asks. It can then neither \
              keep an unrelated client out nor give each client its own permissions, and for an ID \
              token the presenter is the only handle that permissions could hang on.",
        threats: &[Threat::Unrelated],
        but: "With one operator and one client there is nobody to tell apart. For service accounts, \
              CI jobs and workloads the subject *is* the presenter, and those tokens are not judged. \
              The OpenID Connect text of 2014 wanted `azp` beside several audiences, the current one \
              (errata set 2) no longer does, so its absence alone is no fault of the issuer.",
        fix: "Let the issuer add `azp` or `client_id` (access tokens of the type `at+jwt` must have \
              the latter), or ask for a token with one audience.",
    },
    article: &[
        Passage::Paragraph(11),
        Passage::Paragraph(19),
        Passage::Footnote(9),
    ],
    references: &[
        section(Spec::OidcCore, "2"),
        section(Spec::OidcCore, "3.1.3.7"),
        section(Spec::Rfc(9068), "2.2"),
    ],
    examples: &[
        Example::fires(
            "two audiences, and no word who asked",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":["web-app","https://api.example"],"iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token"]),
        Example::fires(
            "the same token from another party: an error",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":["partner-app","https://api.example"],"iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&[
            "--as",
            "id-token",
            "--to",
            "resource-server",
            "--audience",
            "https://api.example",
            "--relation",
            "third-party",
        ]),
        Example::fires(
            "an access token without its client, where presenters are listed",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"https://api.example","scope":"orders:read","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        )
        .with(&["--presenter", "web-app"]),
        Example::silent(
            "the only audience of an ID token is its client",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token", "--to", "client", "--own-client", "web-app"]),
        Example::silent(
            "`client_id` says it",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"orders:read","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        )
        .with(&["--relation", "third-party"]),
        Example::silent(
            "one operator on both sides",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":["web-app","https://api.example"],"iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token", "--relation", "first-party"]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    if case.claims().is_none() || !case.is_whole() {
        return Outcome::NotApplicable("the claims cannot be read to their end");
    }
    if matches!(case.slot, Some(Slot::IdTokenHint)) {
        return Outcome::NotApplicable("the issuer of a hint knows to whom it issued it");
    }
    if names_a_client(case) {
        return Outcome::Silent;
    }
    let Some(severity) = severity(case) else {
        return Outcome::Silent;
    };
    let found = match (case.kind, case.audience().len()) {
        (Kind::IdToken, 0) => "no `azp` and no audience".to_owned(),
        (Kind::IdToken, 1) => "no `azp`, and the only audience is this receiver".to_owned(),
        (Kind::IdToken, count) => format!("no `azp` beside {count} audiences"),
        _ => "none of `azp`, `client_id`, `appid` and `cid`".to_owned(),
    };
    let message = format!("{found}, expected the client that the token was issued to");
    RULE.finds("payload", message).as_severity(severity).into()
}

/// Whether a presenter can be told. The only audience of an ID token is its client, unless it is
/// the name of an API and the question is who may call that.
fn names_a_client(case: &Case<'_>) -> bool {
    case.presenter().is_some_and(|presenter| {
        let is_the_api = presenter.claim == "aud"
            && !matches!(case.role(), Some(Role::Client))
            && case
                .situation
                .receiver_ids
                .iter()
                .any(|id| *id == presenter.client);
        !is_the_api || !(case.situation.is_third_party() || listed(case) > 0)
    })
}

/// How much the absence matters here; `None` where it does not.
fn severity(case: &Case<'_>) -> Option<Severity> {
    let first_party = case.situation.relation.is(&Relation::FirstParty);
    let at_client = matches!(case.role(), Some(Role::Client));
    Some(match listed(case) {
        _ if at_client => Severity::Info,
        _ if case.situation.is_third_party() && case.is_id_token() => Severity::Error,
        _ if case.situation.is_third_party() => Severity::Warn,
        0 | 1 if first_party => return None,
        0 => Severity::Info,
        _ => Severity::Warn,
    })
}

/// How many presenters the receiver tells apart.
fn listed(case: &Case<'_>) -> usize {
    match case.situation.presenters.known() {
        Some(Presenters::Listed(list)) => list.len(),
        Some(Presenters::Any) | None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{rules::test_case::TestCase, situation::Fact};

    /// The severity, if it fires.
    fn told(test: &TestCase) -> Option<Severity> {
        match test.check(&RULE) {
            Outcome::Fires(findings) => Some(findings[0].severity),
            _ => None,
        }
    }

    #[test]
    fn the_relation_decides_how_much_it_matters() {
        for (kind, relation, severity) in [
            (Kind::IdToken, None, Some(Severity::Info)),
            (Kind::IdToken, Some(Relation::FirstParty), None),
            (
                Kind::IdToken,
                Some(Relation::ThirdParty),
                Some(Severity::Error),
            ),
            (Kind::AccessToken, None, Some(Severity::Info)),
            (
                Kind::AccessToken,
                Some(Relation::ThirdParty),
                Some(Severity::Warn),
            ),
        ] {
            let mut test = TestCase::new(kind, r#"{"sub":"1","aud":["a","b"]}"#);
            test.situation.relation = Fact::from(relation);
            assert_eq!(told(&test), severity, "{kind} {relation:?}");
        }
    }

    #[test]
    fn an_api_as_only_audience_is_no_presenter_where_that_matters() {
        let mut test = TestCase::new(Kind::IdToken, r#"{"sub":"1","aud":"https://api.example"}"#);
        test.situation.receiver_ids = vec!["https://api.example".to_owned()];
        assert_eq!(told(&test), None);
        test.situation.relation = Fact::Stated(Relation::ThirdParty);
        assert_eq!(told(&test), Some(Severity::Error));
    }
}
