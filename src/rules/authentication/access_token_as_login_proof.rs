//! `access-token-as-login-proof`

use crate::{
    classify::Kind,
    input::Origin,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        example::{Example, Sample, jwt},
        spec::{Spec, section},
    },
    situation::{FactName, Role},
};

pub(crate) static RULE: Rule = Rule {
    name: "access-token-as-login-proof",
    family: Family::Authentication,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Only(&[Kind::AccessToken, Kind::Opaque, Kind::Encrypted]),
    // Of course its audience is another: it is for an API.
    silences: &["audience-mismatch"],
    doc: Doc {
        checks: "A client or a session endpoint must learn who the user is, and what it gets as \
                 proof is an access token.",
        why: "Whoever obtained an access token of this user for any other application can log in \
              as the user here. Nor does it prove that anybody is present: refreshing, exchanging \
              and machine grants yield access tokens without a person.",
        threats: &[Threat::Substitution],
        but: "A client that validated the ID token of the same response may well use the access \
              token to read the userinfo endpoint; the ID token is the proof then. An API that \
              asks whose data it serves may rely on `sub`: that is no login.",
        fix: "Use the ID token, whose audience is this client and whose `nonce` is that of this \
              login; or introspect the access token and compare its `client_id` with your own.",
    },
    article: &[Passage::Paragraph(18), Passage::Footnote(17)],
    references: &[
        section(Spec::Rfc(6749), "10.16"),
        section(Spec::OidcCore, "16.11"),
        section(Spec::OidcCore, "5.3.2"),
        section(Spec::Rfc(9700), "4.6"),
    ],
    examples: &[
        Example::fires(
            "an access token posted to a login endpoint",
            jwt(
                r#"{"alg":"RS256","typ":"at+jwt"}"#,
                r#"{"iss":"https://idp.example","sub":"1","aud":"https://api.example","exp":1767229200,"client_id":"web-app"}"#,
            ),
        )
        .with(&[
            "--as",
            "access-token",
            "--to",
            "session-endpoint",
            "--own-client",
            "web-app",
            "--need",
            "authentication",
        ]),
        Example::fires(
            "a client that has got an access token and no ID token",
            Sample::Response(&[(
                "access_token",
                jwt(
                    r#"{"alg":"RS256","typ":"at+jwt"}"#,
                    r#"{"iss":"https://idp.example","sub":"1","aud":"https://api.example","exp":1767229200,"client_id":"web-app"}"#,
                ),
            )]),
        )
        .with(&["--as", "access-token", "--to", "client", "--need", "authentication"]),
        Example::silent(
            "an ID token posted to a login endpoint",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"1","aud":"web-app","exp":1767229200,"nonce":"n"}"#,
            ),
        )
        .with(&["--as", "id-token", "--to", "session-endpoint", "--need", "authentication"]),
        Example::silent(
            "an API that asks whose data it serves",
            jwt(
                r#"{"alg":"RS256","typ":"at+jwt"}"#,
                r#"{"iss":"https://idp.example","sub":"1","aud":"https://api.example","exp":1767229200,"client_id":"web-app"}"#,
            ),
        )
        .with(&["--as", "access-token", "--to", "resource-server", "--need", "authentication"]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    if case.likely_kind() != Kind::AccessToken {
        return Outcome::NotApplicable("nothing shows that this is an access token");
    }
    let comes_with_id_token = case.origin == Origin::TokenResponse
        && case
            .siblings
            .iter()
            .any(|sibling| sibling.kind == Kind::IdToken);
    if comes_with_id_token {
        return Outcome::NotApplicable("the ID token of the same response is the proof of login");
    }
    let need = case.situation.need.known().copied();
    let Some(role) = case.role() else {
        let mut facts = vec![FactName::ReceiverRole];
        facts.extend(need.is_none().then_some(FactName::Need));
        return Outcome::Needs(facts);
    };
    if !matches!(role, Role::Client | Role::SessionEndpoint) {
        return Outcome::NotApplicable("this receiver begins no login session");
    }
    match need {
        None => Outcome::Needs(vec![FactName::Need]),
        Some(need) if !need.includes_authentication() => {
            Outcome::NotApplicable("the receiver need not learn who the user is")
        }
        Some(_) => RULE
            .finds(
                "token",
                format!(
                    "the proof of login for the {} is an access token, expected an ID token that \
                     was issued to it",
                    match role {
                        Role::Client => "client",
                        _ => "session endpoint",
                    }
                ),
            )
            .expected(Kind::IdToken.name())
            .actual(Kind::AccessToken.name())
            .into(),
    }
}
