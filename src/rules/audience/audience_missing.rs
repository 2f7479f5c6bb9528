//! `audience-missing`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        example::{Example, jwt},
        spec::{Spec, section},
    },
    situation::{Profile, Role},
    token::Claim,
};

pub(crate) static RULE: Rule = Rule {
    name: "audience-missing",
    family: Family::Audience,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token],
    applies: Applies::Only(&[
        Kind::IdToken,
        Kind::AccessToken,
        Kind::LogoutToken,
        Kind::ClientAssertion,
        Kind::JarmResponse,
        Kind::KeyBindingJwt,
        Kind::KubernetesServiceAccount,
        Kind::GithubActions,
        Kind::GitlabCi,
        Kind::SpiffeSvid,
        Kind::IdentityAssertionGrant,
    ]),
    silences: &[],
    doc: Doc {
        checks: "The token has no `aud`, or an empty one, or one that is no string and no array of \
                 strings, although its kind must say for whom it is meant. For an access token that \
                 is a JWT by its issuer's habit only (not of the type `at+jwt`) this is told as a \
                 fact, and becomes an error as soon as a receiver is stated, or the profile rfc9068.",
        why: "An issuer with more than one receiver signs for all of them with the same key. \
              Without an audience nobody can tell whose token this is, so every receiver either \
              refuses it or accepts what was meant for another.",
        threats: &[Threat::Unrelated, Threat::Substitution],
        but: "One issuer, one client and one API for ever: there is nothing to confuse. Amazon \
              Cognito leaves `aud` out of access tokens by design, and there `client_id` does the \
              work if the receiver compares it with a list of its own. Some servers write an empty \
              array unless an audience is asked for.",
        fix: "Configure an audience at the issuer, or ask for one with `resource` or `audience`. \
              Until it comes, compare a substitute such as `client_id` with an exact list, and write \
              down that you do.",
    },
    article: &[Passage::Paragraph(15)],
    references: &[
        section(Spec::Rfc(8725), "3.9"),
        section(Spec::Rfc(9068), "2.2"),
        section(Spec::OidcCore, "2"),
        section(Spec::Rfc(7523), "3"),
    ],
    examples: &[
        Example::fires(
            "an access token of the profile without its audience",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","scope":"orders:read","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        ),
        Example::fires(
            "an empty array says as little as no audience",
            jwt(
                r#"{"typ":"JWT","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":[],"scp":["orders:read"],"iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "access-token", "--audience", "https://api.example"]),
        Example::fires(
            "an ID token without its client",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token"]),
        Example::silent(
            "a security event token may leave the audience to its transport",
            jwt(
                r#"{"typ":"secevent+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","iat":1767225600,"jti":"756e69717565","events":{"https://schemas.openid.net/secevent/risc/event-type/account-disabled":{}}}"#,
            ),
        ),
        Example::silent(
            "an access token with its audience",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"orders:read","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        ),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let Some(claims) = case.claims().filter(|_| case.is_whole()) else {
        return Outcome::NotApplicable("the claims cannot be read to their end");
    };
    let (pointer, found) = match claims.strings("aud") {
        Claim::Absent => ("payload", "`aud` is absent".to_owned()),
        Claim::Malformed(_) => {
            return Outcome::NotApplicable(
                "`wrong-claim-type` speaks about an `aud` that no reader can compare",
            );
        }
        Claim::Present(audience) if audience.iter().all(|one| one.is_empty()) => {
            ("payload/aud", "`aud` is empty".to_owned())
        }
        Claim::Present(_) => return Outcome::Silent,
    };
    let (severity, expected) = judge(case);
    RULE.finds(pointer, format!("{found}, expected {expected}"))
        .as_severity(severity)
        .into()
}

/// How bad the absence is for this kind, and what was expected.
fn judge(case: &Case<'_>) -> (Severity, &'static str) {
    match case.kind {
        Kind::IdToken | Kind::LogoutToken | Kind::JarmResponse => {
            (Severity::Error, "the client that it is meant for")
        }
        Kind::ClientAssertion => (Severity::Error, "the authorization server"),
        Kind::KubernetesServiceAccount if case.is_legacy_service_account() => (
            Severity::Warn,
            "an audience: a token of the legacy kind is good at every receiver that trusts the \
             cluster",
        ),
        // The issuer knows what it gave out; nobody compares an audience there.
        Kind::AccessToken if matches!(case.role(), Some(Role::Userinfo | Role::Introspection)) => {
            (Severity::Info, "the receiver that it is meant for")
        }
        Kind::AccessToken if case.token.media_type().as_deref() != Some("at+jwt") => {
            de_facto_access_token(case)
        }
        _ => (Severity::Error, "the receiver that it is meant for"),
    }
}

fn de_facto_access_token(case: &Case<'_>) -> (Severity, &'static str) {
    let at_receiver = case.situation.receiver_is_named()
        || case.situation.role.is(&Role::ResourceServer)
        || case.situation.profile == Profile::Rfc9068;
    if !is_cognito(case) {
        return match at_receiver {
            true => (Severity::Error, "the name of this receiver"),
            false => (
                Severity::Info,
                "the receiver that it is meant for; how bad that is depends on the receiver",
            ),
        };
    }
    let listed = case.presenter().is_some_and(|presenter| {
        case.situation.lists_presenter(&presenter.client)
            || case.situation.is_receiver(&presenter.client)
    });
    let expected = "`client_id` to be compared with a list instead, as Cognito names no audience";
    match at_receiver && !listed {
        true => (Severity::Warn, expected),
        false => (Severity::Info, expected),
    }
}

/// Cognito's access tokens name their client and no audience.
fn is_cognito(case: &Case<'_>) -> bool {
    case.claims().is_some_and(|claims| {
        let issuer = claims.str("iss").unwrap_or_default();
        issuer.starts_with("https://cognito-idp.") && claims.str("client_id").is_some()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        rules::test_case::TestCase,
        situation::{Fact, Presenters},
    };

    fn severity(test: &TestCase) -> Severity {
        match test.check(&RULE) {
            Outcome::Fires(findings) => findings[0].severity,
            other => panic!("no finding: {other:?}"),
        }
    }

    #[test]
    fn a_de_facto_access_token_is_worse_where_a_receiver_is_stated() {
        let mut test = TestCase::new(Kind::AccessToken, r#"{"scope":"x","client_id":"a"}"#);
        assert_eq!(severity(&test), Severity::Info);
        test.situation.receiver_ids = vec!["https://api.example".to_owned()];
        assert_eq!(severity(&test), Severity::Error);
        test.situation.receiver_ids.clear();
        test.situation.profile = Profile::Rfc9068;
        assert_eq!(severity(&test), Severity::Error);
    }

    #[test]
    fn cognito_replaces_the_audience_by_a_client_list() {
        let mut test = TestCase::new(
            Kind::AccessToken,
            r#"{"iss":"https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_x","client_id":"a","token_use":"access"}"#,
        );
        assert_eq!(severity(&test), Severity::Info);
        test.situation.role = Fact::Stated(Role::ResourceServer);
        assert_eq!(severity(&test), Severity::Warn);
        test.situation.presenters = Fact::Stated(Presenters::Listed(vec!["a".to_owned()]));
        assert_eq!(severity(&test), Severity::Info);
        test.situation.presenters = Fact::Unknown;
        test.situation.receiver_clients = vec!["a".to_owned()];
        assert_eq!(severity(&test), Severity::Info);
        test.situation.receiver_clients = vec!["b".to_owned()];
        assert_eq!(severity(&test), Severity::Warn);
    }

    #[test]
    fn a_malformed_audience_is_left_to_the_rule_on_types() {
        let test = TestCase::new(Kind::IdToken, r#"{"aud":7}"#);
        assert!(matches!(test.check(&RULE), Outcome::NotApplicable(_)));
    }

    #[test]
    fn a_legacy_service_account_token_is_a_warning() {
        let test = TestCase::new(
            Kind::KubernetesServiceAccount,
            r#"{"iss":"kubernetes/serviceaccount","sub":"system:serviceaccount:default:a"}"#,
        );
        assert_eq!(severity(&test), Severity::Warn);
    }
}
