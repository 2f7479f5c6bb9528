//! `audience-mismatch`

use std::borrow::Cow;

use super::comes_back_to_issuer;
use crate::{
    classify::Kind,
    input::Slot,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        example::{Example, jwt},
        near_miss,
        spec::{Spec, section},
        words,
    },
    situation::{FactName, Role},
};

pub(crate) static RULE: Rule = Rule {
    name: "audience-mismatch",
    family: Family::Audience,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Only(&[
        Kind::IdToken,
        Kind::AccessToken,
        Kind::LogoutToken,
        Kind::SecurityEventToken,
        Kind::ClientAssertion,
        Kind::RequestObject,
        Kind::JarmResponse,
        Kind::KeyBindingJwt,
        Kind::KubernetesServiceAccount,
        Kind::GithubActions,
        Kind::GitlabCi,
        Kind::SpiffeSvid,
        Kind::IdentityAssertionGrant,
        Kind::TransactionToken,
        Kind::GatewayAssertion,
        Kind::ApplicationSession,
        Kind::Unknown,
    ]),
    silences: &[],
    doc: Doc {
        checks: "None of the values of `aud` is a name of this receiver (`--audience`) or a client \
                 id of its own application (`--own-client`). Names are compared character by \
                 character. Where two are nearly equal (a slash, letter case, scheme, port, a longer \
                 path), or the audience is the issuer, its userinfo endpoint or the client that \
                 presents the token, the message says so. At the issuer itself, which takes ID \
                 tokens back for an exchange, the audience is compared with the client that asks \
                 (`--client`).",
        why: "One issuer serves many receivers with one key, so signature and expiry are right at \
              all of them. The audience is the only thing that stops a token given to one service \
              from working at the next: a careless or hostile service could otherwise use its \
              callers' tokens against its neighbours.",
        threats: &[Threat::Unrelated, Threat::RecipientReplay],
        but: "A receiver may have several names, for a while during a migration or for good: then \
              list them all, and leave the comparison strict. For an ID token at a receiver other \
              than its client the rules `foreign-client-audience` and `shared-client-audience` weigh \
              whose client it is. A token sent to introspection, or as a hint to its issuer, is not \
              addressed to that endpoint and is not judged.",
        fix: "Request the token for this receiver (the `resource` or `audience` parameter, its scope \
              or its client id), or teach the receiver the name that the issuer uses for it. Do not \
              strip slashes or fold case to make it fit.",
    },
    article: &[
        Passage::Paragraph(5),
        Passage::Paragraph(15),
        Passage::Footnote(1),
        Passage::Footnote(14),
    ],
    references: &[
        section(Spec::Rfc(7519), "4.1.3"),
        section(Spec::Rfc(9068), "4"),
        section(Spec::Rfc(8725), "3.9"),
        section(Spec::Rfc(9700), "2.3"),
        section(Spec::Rfc(8707), "2"),
        section(Spec::OidcCore, "3.1.3.7"),
    ],
    examples: &[
        Example::fires(
            "an access token for another API",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api-b.example","scope":"orders:read","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--audience", "https://api-a.example"]),
        Example::fires(
            "a trailing slash is another name",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":["https://api.example/"],"scope":"orders:read","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--audience", "https://api.example"]),
        Example::fires(
            "an ID token of another client, role not stated",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token", "--audience", "https://api.example"]),
        Example::fires(
            "an ID token that another client brings to the token exchange",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&[
            "--as",
            "id-token",
            "--to",
            "token-exchange",
            "--client",
            "game-app",
        ]),
        Example::silent(
            "the receiver is one of several audiences",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":["https://api.example","https://idp.example/userinfo"],"scope":"openid orders:read","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--audience", "https://api.example"]),
        Example::silent(
            "an ID token at its client",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token", "--to", "client", "--own-client", "web-app"]),
        Example::silent(
            "an ID token of the client that exchanges it",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&[
            "--as",
            "id-token",
            "--to",
            "token-exchange",
            "--audience",
            "https://idp.example",
            "--client",
            "web-app",
        ]),
        Example::silent(
            "an ID token for another program that was issued to the client that exchanges it",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"https://api.example","azp":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&[
            "--as",
            "id-token",
            "--to",
            "token-exchange",
            "--audience",
            "https://idp.example",
            "--client",
            "web-app",
        ]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let audience = case.audience();
    if audience.is_empty() {
        return Outcome::NotApplicable("the token has no audience to compare");
    }
    if audience.iter().any(|one| case.situation.is_receiver(one)) {
        return Outcome::Silent;
    }
    if comes_back_to_issuer(case) {
        return at_issuer(case, &audience);
    }
    if is_carried_by_its_client(case) {
        return Outcome::NotApplicable("the client sends the access token on, to its audience");
    }
    let situation = case.situation;
    if !situation.receiver_is_named() {
        return Outcome::Needs(vec![match case.role() {
            Some(Role::Client | Role::LogoutEndpoint) => FactName::ReceiverClients,
            _ => FactName::ReceiverIds,
        }]);
    }
    let receiver = situation.receiver_names();
    mismatch(case, &audience, &receiver, "this receiver is")
}

/// Whether the receiver is the client that an access token was issued to.
fn is_carried_by_its_client(case: &Case<'_>) -> bool {
    let own = &case.situation.receiver_clients;
    let presenter = || case.presenter().filter(|one| one.claim != "aud");
    case.is_access_token()
        && case.role() == Some(Role::Client)
        && presenter().is_some_and(|presenter| own.iter().any(|one| *one == presenter.client))
}

/// An exchange is open to the client that the ID token was issued for (RFC 8693 §2.1).
fn at_issuer(case: &Case<'_>, audience: &[Cow<'_, str>]) -> Outcome {
    let exchanged = case.is_id_token()
        && !matches!(case.role(), Some(Role::Introspection | Role::Userinfo))
        && !matches!(case.slot, Some(Slot::IdTokenHint));
    if !exchanged {
        return Outcome::NotApplicable("the token comes back to its issuer, not to its audience");
    }
    let clients: Vec<&str> = case
        .situation
        .client_ids
        .iter()
        .map(String::as_str)
        .collect();
    if clients.is_empty() {
        return Outcome::Needs(vec![FactName::ClientIds]);
    }
    // One that was issued to the client for somebody else is the client's all the same.
    let issued_to = case.presenter().map(|one| one.client);
    if audience
        .iter()
        .chain(&issued_to)
        .any(|one| clients.iter().any(|client| *client == one))
    {
        return Outcome::Silent;
    }
    mismatch(case, audience, &clients, "the client that asks is")
}

fn mismatch(case: &Case<'_>, audience: &[Cow<'_, str>], expected: &[&str], whom: &str) -> Outcome {
    let is_array = case
        .claims()
        .and_then(|claims| claims.get("aud"))
        .is_some_and(|aud| aud.string().is_none());
    let slip = near_miss_of(audience, expected).or_else(|| match audience {
        [only] => Some((0, taken_for(case, only, expected)?)),
        _ => None,
    });
    let index = slip.as_ref().map_or(0, |(index, _)| *index);
    let pointer = match (is_array, audience.len(), &slip) {
        (true, 1, _) | (true, _, Some(_)) => format!("payload/aud/{index}"),
        _ => "payload/aud".to_owned(),
    };
    let verb = if audience.len() == 1 {
        "audience is"
    } else {
        "audiences are"
    };
    let mut message = format!(
        "{verb} {}, {whom} {}",
        words::quoted(audience, "and"),
        words::quoted(expected, "or")
    );
    if let Some((index, clause)) = slip {
        message.push_str(&match audience.len() {
            1 => format!(": {clause}"),
            _ => format!(" ({}: {clause})", words::quote(&audience[index])),
        });
    }
    RULE.finds(pointer, message)
        .expected(words::list(expected, "or"))
        .actual(words::list(audience, "and"))
        .into()
}

/// The audience value that is nearly an expected name, and what differs.
fn near_miss_of(audience: &[Cow<'_, str>], expected: &[&str]) -> Option<(usize, String)> {
    audience.iter().enumerate().find_map(|(index, one)| {
        let explained = expected
            .iter()
            .find_map(|name| near_miss::explain(one, name))?;
        Some((index, explained))
    })
}

/// Whom the audience names instead.
fn taken_for(case: &Case<'_>, audience: &str, expected: &[&str]) -> Option<String> {
    let issuer = case.claims()?.str("iss").unwrap_or_default();
    if audience == issuer {
        return Some("that is the token's own issuer".to_owned());
    }
    let userinfo = format!("{}/userinfo", issuer.trim_end_matches('/'));
    if !issuer.is_empty() && audience == userinfo {
        return Some("that is the issuer's userinfo endpoint".to_owned());
    }
    let presenter = case
        .presenter()
        .filter(|presenter| presenter.claim != "aud")?;
    if audience == presenter.client {
        let claim = presenter.claim;
        return Some(format!("that is the client it was issued to (`{claim}`)"));
    }
    expected
        .iter()
        .any(|name| *name == presenter.client)
        .then(|| {
            let claim = presenter.claim;
            format!("it was issued to that client (`{claim}`), not for it")
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::test_case::TestCase;

    /// The message for an audience at `https://api.example` (own client `api-client`).
    fn message(aud: &str) -> (String, String) {
        let claims = format!(
            r#"{{"iss":"https://idp.example/","azp":"web-app","sub":"1","exp":1,"aud":{aud}}}"#
        );
        let mut test = TestCase::new(Kind::AccessToken, &claims);
        test.situation.receiver_ids = vec!["https://api.example".to_owned()];
        let Outcome::Fires(findings) = test.check(&RULE) else {
            panic!("no mismatch: {aud}");
        };
        (findings[0].message.clone(), findings[0].pointer.clone())
    }

    #[test]
    fn the_message_says_what_the_audience_was_taken_for() {
        for (aud, told) in [
            (
                r#""https://other.example""#,
                "audience is `https://other.example`, this receiver is `https://api.example`",
            ),
            (
                r#""https://api.example/""#,
                "audience is `https://api.example/`, this receiver is `https://api.example`: only \
                 a trailing slash differs",
            ),
            (
                r#""https://idp.example/""#,
                "audience is `https://idp.example/`, this receiver is `https://api.example`: that \
                 is the token's own issuer",
            ),
            (
                r#""https://idp.example/userinfo""#,
                "audience is `https://idp.example/userinfo`, this receiver is \
                 `https://api.example`: that is the issuer's userinfo endpoint",
            ),
            (
                r#""web-app""#,
                "audience is `web-app`, this receiver is `https://api.example`: that is the client \
                 it was issued to (`azp`)",
            ),
            (
                r#"["account","http://api.example"]"#,
                "audiences are `account` and `http://api.example`, this receiver is \
                 `https://api.example` (`http://api.example`: only the scheme differs)",
            ),
        ] {
            assert_eq!(message(aud).0, told);
        }
    }

    #[test]
    fn the_pointer_names_the_value_where_there_is_one() {
        for (aud, pointer) in [
            (r#""other""#, "payload/aud"),
            (r#"["other"]"#, "payload/aud/0"),
            (r#"["a","b"]"#, "payload/aud"),
            (r#"["a","https://API.example"]"#, "payload/aud/1"),
        ] {
            assert_eq!(message(aud).1, pointer, "{aud}");
        }
    }

    #[test]
    fn a_client_that_checks_a_token_for_an_api_is_told_so() {
        let mut test = TestCase::new(
            Kind::AccessToken,
            r#"{"azp":"web-app","aud":"https://api.example"}"#,
        );
        test.situation.receiver_clients = vec!["web-app".to_owned()];
        let Outcome::Fires(findings) = test.check(&RULE) else {
            panic!("no mismatch");
        };
        assert!(
            findings[0]
                .message
                .ends_with("it was issued to that client (`azp`), not for it")
        );
    }

    #[test]
    fn without_a_named_receiver_it_depends() {
        let mut test = TestCase::new(Kind::IdToken, r#"{"aud":"web-app"}"#);
        assert_eq!(
            test.check(&RULE),
            Outcome::Needs(vec![FactName::ReceiverIds])
        );
        test.situation.role = crate::situation::Fact::Stated(Role::Client);
        assert_eq!(
            test.check(&RULE),
            Outcome::Needs(vec![FactName::ReceiverClients])
        );
    }
}
