//! `audience-too-broad`

use std::borrow::Cow;

use super::{comes_back_to_issuer, is_issuers_own};
use crate::{
    classify::Kind,
    provider::vendors,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        example::{Example, jwt},
        spec::{Spec, section},
        words,
    },
    situation::{Relation, Role},
};

pub(crate) static RULE: Rule = Rule {
    name: "audience-too-broad",
    family: Family::Audience,
    severity: Severity::Warn,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Only(&[
        Kind::IdToken,
        Kind::AccessToken,
        Kind::GitlabCi,
        Kind::SpiffeSvid,
        Kind::KubernetesServiceAccount,
        Kind::TransactionToken,
    ]),
    silences: &[],
    doc: Doc {
        checks: "The token has several audiences beside services of its own issuer, or one with a \
                 wildcard, or only the issuer itself. At a stated receiver an audience that is \
                 neither a name of it nor a client of its situation (`--client`) makes this a \
                 warning, and for an ID token at a client to which it was not issued an error. \
                 Without a stated receiver, for a token that is bound to its sender, within one \
                 operator (`--relation first-party`), for service accounts of a cluster and for an ID \
                 token of ZITADEL at its own client it is told as a fact.",
        why: "Each receiver on the list can take the token to every other one and act there as the \
              user. The list is only as careful as its most careless member.",
        threats: &[Threat::RecipientReplay],
        but: "Binding the token to its sender takes most of this away: RFC 9449 §2 calls it the \
              stronger measure. Auth0 always adds its userinfo endpoint, Keycloak its account \
              service, Zitadel the project and its other clients, and k3s a name of its own. \
              Several audiences of one operator are a choice.",
        fix: "Ask for one token a receiver (the `resource` or `audience` parameter, or a scope of \
              that receiver) and exchange it on the way down; or bind it to its sender.",
    },
    article: &[Passage::Paragraph(15)],
    references: &[
        section(Spec::Rfc(9700), "2.3"),
        section(Spec::Rfc(9700), "4.10.2"),
        section(Spec::Rfc(9068), "3"),
        section(Spec::Rfc(9068), "5"),
        section(Spec::OidcCore, "3.1.3.7"),
        section(Spec::Rfc(9449), "2"),
    ],
    examples: &[
        Example::fires(
            "three receivers, one of them a partner",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":["https://api-a.example","https://api-b.example","https://partner.example"],"iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        )
        .with(&["--to", "resource-server", "--audience", "https://api-a.example"]),
        Example::fires(
            "an ID token of another client that names this one too: an error",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","azp":"game-app","aud":["web-app","game-app"],"iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token", "--to", "client", "--own-client", "web-app"]),
        Example::fires(
            "a wildcard",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://*.example","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        ),
        Example::silent(
            "an API and the issuer's userinfo endpoint, as Auth0 does",
            jwt(
                r#"{"typ":"JWT","alg":"RS256","kid":"k"}"#,
                r#"{"iss":"https://tenant.eu.auth0.com/","sub":"auth0|1","azp":"spa","aud":["https://api.example","https://tenant.eu.auth0.com/userinfo"],"scope":"openid orders:read","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--to", "resource-server", "--audience", "https://api.example"]),
        Example::silent(
            "an API and Keycloak's account service",
            jwt(
                r#"{"typ":"JWT","alg":"RS256","kid":"k"}"#,
                r#"{"iss":"https://sso.example/realms/demo","sub":"248289761001","typ":"Bearer","azp":"web-app","aud":["orders-api","account"],"scope":"openid","iat":1767225600,"exp":1767225900,"jti":"f2b6"}"#,
            ),
        )
        .with(&["--to", "resource-server", "--audience", "orders-api"]),
        Example::silent(
            "all of them are names of this receiver",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":["https://api.example","https://old-api.example"],"iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        )
        .with(&[
            "--audience",
            "https://api.example",
            "--audience",
            "https://old-api.example",
        ]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let audience = case.audience();
    if audience.is_empty() {
        return Outcome::NotApplicable("the token has no audience");
    }
    if comes_back_to_issuer(case) {
        return Outcome::NotApplicable("the token comes back to its issuer, not to its audience");
    }
    if let Some(wildcard) = audience.iter().find(|one| one.contains('*')) {
        let message = format!(
            "audience is {}, expected the names of single receivers",
            words::quote(wildcard)
        );
        let severity = if case.is_bound() {
            Severity::Info
        } else {
            RULE.severity
        };
        return RULE
            .finds("payload/aud", message)
            .as_severity(severity)
            .actual(wildcard.as_ref())
            .into();
    }
    let issuer = case.claims().and_then(|claims| claims.str("iss"));
    let issuer = issuer.unwrap_or_default();
    match audience.as_slice() {
        [only] => issuer_alone(case, &issuer, only),
        _ => several(case, &issuer, &audience),
    }
}

/// Okta's organization server and others name the issuer where no API is asked for.
fn issuer_alone(case: &Case<'_>, issuer: &str, audience: &str) -> Outcome {
    let is_issuer = audience.trim_end_matches('/') == issuer.trim_end_matches('/');
    if !case.is_access_token() || issuer.is_empty() || !is_issuer {
        return Outcome::Silent;
    }
    RULE.finds(
        "payload/aud",
        "the only audience is the issuer itself, expected the API that the token is for",
    )
    .as_severity(Severity::Info)
    .actual(audience)
    .into()
}

fn several(case: &Case<'_>, issuer: &str, audience: &[Cow<'_, str>]) -> Outcome {
    let situation = case.situation;
    let others: Vec<&Cow<'_, str>> = audience
        .iter()
        .filter(|one| !is_issuers_own(issuer, one) && !is_holder(case, one))
        .collect();
    let strangers: Vec<&&Cow<'_, str>> = others
        .iter()
        .filter(|one| {
            !situation.is_receiver(one)
                && !situation.client_ids.iter().any(|client| *client == ***one)
        })
        .collect();
    if others.len() < 2 || strangers.is_empty() {
        return Outcome::Silent;
    }
    if situation.receiver_is_named() && strangers.len() == others.len() {
        return Outcome::NotApplicable("this receiver is not among the audiences");
    }
    let message = if situation.receiver_is_named() {
        format!(
            "the audiences are this receiver and also {}, expected this receiver alone",
            words::quoted(&strangers, "and")
        )
    } else {
        format!(
            "the audiences are {}, expected one receiver",
            words::quoted(&others, "and")
        )
    };
    RULE.finds("payload/aud", message)
        .as_severity(severity(case))
        .actual(words::list(audience, "and"))
        .into()
}

/// The client that an access token was issued to holds it anyway, and so does whoever XSUAA names by
/// the scope `openid`, which is nobody.
fn is_holder(case: &Case<'_>, audience: &str) -> bool {
    let is_client = || {
        case.presenter()
            .is_some_and(|presenter| presenter.claim != "aud" && presenter.client == audience)
    };
    case.is_access_token() && (audience == "openid" || is_client())
}

fn severity(case: &Case<'_>) -> Severity {
    let situation = case.situation;
    let is_harmless = !situation.receiver_is_named()
        || case.is_bound()
        || case.kind == Kind::KubernetesServiceAccount
        || is_zitadels_default(case)
        || situation.relation.is(&Relation::FirstParty);
    if is_harmless {
        return Severity::Info;
    }
    let issued_here = case.presenter().is_some_and(|presenter| {
        situation
            .receiver_clients
            .contains(&presenter.client.into())
    });
    let at_client = case.role() == Some(Role::Client);
    if case.is_id_token() && at_client && !issued_here {
        Severity::Error
    } else {
        Severity::Warn
    }
}

/// ZITADEL puts the project and its other applications into every token of an application.
fn is_zitadels_default(case: &Case<'_>) -> bool {
    let issued_to_receiver = || {
        case.presenter().is_some_and(|presenter| {
            presenter.claim != "aud" && case.situation.is_receiver(&presenter.client)
        })
    };
    case.is_id_token() && issued_to_receiver() && vendors::is_token_of(&["zitadel"], case.token)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{rules::test_case::TestCase, situation::Fact};

    fn severity(test: &TestCase) -> Option<Severity> {
        match test.check(&RULE) {
            Outcome::Fires(findings) => Some(findings[0].severity),
            _ => None,
        }
    }

    #[test]
    fn the_situation_decides_how_much_it_matters() {
        let mut test = TestCase::new(
            Kind::IdToken,
            r#"{"iss":"https://idp.example","aud":["web-app","project"],"azp":"web-app"}"#,
        );
        assert_eq!(severity(&test), Some(Severity::Info));
        test.situation.role = Fact::Stated(Role::Client);
        test.situation.receiver_clients = vec!["web-app".to_owned()];
        assert_eq!(severity(&test), Some(Severity::Warn));
        test.situation.relation = Fact::Stated(Relation::FirstParty);
        assert_eq!(severity(&test), Some(Severity::Info));
        test.situation.client_ids = vec!["project".to_owned()];
        assert_eq!(severity(&test), None);
    }

    #[test]
    fn what_zitadel_writes_by_default_is_told_as_a_fact_where_it_was_issued() {
        for (issuer, receiver, expected) in [
            ("https://a.zitadel.cloud", "app", Severity::Info),
            ("https://a.zitadel.cloud", "project", Severity::Error),
            ("https://idp.example", "app", Severity::Warn),
        ] {
            let claims = format!(r#"{{"iss":"{issuer}","aud":["app","project"],"azp":"app"}}"#);
            let mut test = TestCase::new(Kind::IdToken, &claims);
            test.situation.role = Fact::Stated(Role::Client);
            test.situation.receiver_clients = vec![receiver.to_owned()];
            assert_eq!(severity(&test), Some(expected), "{issuer} {receiver}");
        }
    }

    #[test]
    fn binding_takes_the_sting_away() {
        let claims =
            r#"{"iss":"https://idp.example","aud":["a","b"],"cnf":{"jkt":"x"},"client_id":"c"}"#;
        let mut test = TestCase::new(Kind::AccessToken, claims);
        test.situation.receiver_ids = vec!["a".to_owned()];
        assert_eq!(severity(&test), Some(Severity::Info));
    }

    #[test]
    fn the_client_that_holds_an_access_token_is_no_second_receiver() {
        for (claims, expected) in [
            (
                r#"{"aud":["shop!t1","openid","sb-shop!t1"],"azp":"sb-shop!t1"}"#,
                None,
            ),
            (
                r#"{"aud":["shop!t1","sb-stock!t1"],"azp":"sb-shop!t1"}"#,
                Some(Severity::Warn),
            ),
        ] {
            let mut test = TestCase::new(Kind::AccessToken, claims);
            test.situation.receiver_ids = vec!["shop!t1".to_owned()];
            assert_eq!(severity(&test), expected, "{claims}");
        }
    }

    #[test]
    fn the_issuer_alone_is_told_as_a_fact() {
        let test = TestCase::new(
            Kind::AccessToken,
            r#"{"iss":"https://dev-1.okta.com","aud":"https://dev-1.okta.com","cid":"c"}"#,
        );
        assert_eq!(severity(&test), Some(Severity::Info));
    }
}
