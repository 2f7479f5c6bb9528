//! `userinfo-with-id-token`

use crate::{
    classify::{Certainty, Kind},
    input::{Origin, Slot},
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Rule, Severity, Threat,
        example::{Example, Sample, jwt},
        spec::{Spec, section},
    },
    situation::{FactName, Role},
};

pub(crate) static RULE: Rule = Rule {
    name: "userinfo-with-id-token",
    family: Family::Request,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Only(&[Kind::IdToken, Kind::Encrypted]),
    silences: &["bearer-transport-misused"],
    doc: Doc {
        checks: "An ID token is sent to the userinfo endpoint (`--to userinfo`). Its kind is \
                 certain or likely; a token that may be either is not judged, and neither is the \
                 ID token of a whole token response.",
        why: "The endpoint takes the access token of the login. If it refuses the ID token, the \
              call merely fails. If it takes it, it takes any JWT that the issuer has signed, of \
              any kind and for any client: then tokens that were made to be shown around open \
              the user's data.",
        threats: &[Threat::Confusion],
        but: "There is nothing to be gained: what the issuer wanted to tell this client in the ID \
              token stands in it already, and what is missing there was asked for with a scope, \
              which belongs to the access token.",
        fix: "Send the access token of the same response. If none came, ask for one, with the \
              scope `openid` and those of the claims.",
    },
    article: &[],
    references: &[section(Spec::OidcCore, "5.3.1")],
    examples: &[
        Example::fires(
            "an ID token as the credential",
            Sample::Authorization(
                "Bearer",
                &jwt(
                    r#"{"alg":"RS256","kid":"k"}"#,
                    r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","at_hash":"AAAAAAAAAAAAAAAAAAAAAA","iat":1767225600,"exp":1767229200}"#,
                ),
            ),
        )
        .with(&["--to", "userinfo"]),
        Example::fires(
            "Keycloak's ID token",
            jwt(
                r#"{"alg":"RS256","typ":"JWT","kid":"k"}"#,
                r#"{"iss":"https://sso.example/realms/demo","sub":"248289761001","typ":"ID","azp":"web-app","aud":"web-app","sid":"5c0a","acr":"1","iat":1767225600,"exp":1767225900,"jti":"f2b6"}"#,
            ),
        )
        .with(&["--to", "userinfo"]),
        Example::silent(
            "Keycloak's access token",
            Sample::Authorization(
                "Bearer",
                &jwt(
                    r#"{"alg":"RS256","typ":"JWT","kid":"k"}"#,
                    r#"{"iss":"https://sso.example/realms/demo","sub":"248289761001","typ":"Bearer","azp":"web-app","aud":"account","scope":"openid profile","iat":1767225600,"exp":1767225900,"jti":"f2b7"}"#,
                ),
            ),
        )
        .with(&["--to", "userinfo"]),
        Example::silent(
            "an ID token at its client",
            jwt(
                r#"{"alg":"RS256","kid":"k"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--to", "client", "--own-client", "web-app"]),
        Example::silent(
            "a whole token response, of which the access token is sent",
            Sample::Response(&[
                ("access_token", Sample::Text("mF_9.B5f-4.1JqM0123456789")),
                (
                    "id_token",
                    jwt(
                        r#"{"alg":"RS256","kid":"k"}"#,
                        r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
                    ),
                ),
            ]),
        )
        .with(&["--to", "userinfo"]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    if case.likely_kind() != Kind::IdToken {
        return Outcome::NotApplicable("it is not known to be an ID token");
    }
    match case.role() {
        Some(Role::Userinfo) => {}
        Some(_) => return Outcome::NotApplicable("it does not go to the userinfo endpoint"),
        None => return Outcome::Needs(vec![FactName::ReceiverRole]),
    }
    if case.origin == Origin::TokenResponse && case.slot == Some(&Slot::IdToken) {
        return Outcome::NotApplicable("a token response goes to the client, not to this receiver");
    }
    let classification = case.classification;
    if classification.certainty == Certainty::Ambiguous {
        return Outcome::Silent;
    }
    let finding = RULE
        .finds(
            "token",
            "an ID token goes to the userinfo endpoint, expected the access token of the same \
             response",
        )
        .expected(Kind::AccessToken.label())
        .actual(Kind::IdToken.label());
    match classification.certainty {
        Certainty::Certain if case.is_id_token() => finding.into(),
        _ => finding.as_confidence(Confidence::Medium).into(),
    }
}
