//! `unbindable-id-token`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        example::{Example, jwt},
        spec::{Spec, section},
    },
    situation::FactName,
    token::time::human_span,
};

pub(crate) static RULE: Rule = Rule {
    name: "unbindable-id-token",
    family: Family::SenderConstraint,
    severity: Severity::Info,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Only(&[Kind::IdToken]),
    silences: &[],
    doc: Doc {
        checks: "An ID token without `cnf` is used as a credential: the receiver is neither the \
                 client that asked for it nor an endpoint that exchanges it. Information by default, \
                 a warning where the client belongs to another party or the token lives longer than \
                 an hour.",
        why: "No final standard ties an ID token to its sender, so theft equals use until it \
              expires, and nobody can revoke it before. An access token for the same receiver could \
              be bound to a key of its client.",
        threats: &[Threat::Stolen],
        but: "A plain bearer access token has the same property: the argument tells the two apart \
              only where binding is available and wanted. With one operator, minutes of life and TLS \
              from end to end it weighs little. Drafts and communities do bind ID tokens (OpenID \
              Connect Key Binding, Solid-OIDC); with `cnf` this rule is silent.",
        fix: "Keep its life to minutes, or let a session endpoint or a token exchange turn it into a \
              server session or a bound access token.",
    },
    article: &[
        Passage::Paragraph(20),
        Passage::Paragraph(21),
        Passage::Footnote(21),
    ],
    references: &[
        section(Spec::Rfc(9700), "4.10.1"),
        section(Spec::KeyBinding, ""),
        section(Spec::SolidOidc, ""),
    ],
    examples: &[
        Example::fires(
            "an ID token at the own back end",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&[
            "--as",
            "id-token",
            "--to",
            "resource-server",
            "--own-client",
            "web-app",
        ]),
        Example::fires(
            "a partner's ID token: a warning",
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
        ]),
        Example::silent(
            "the client that asked for it",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token", "--to", "client", "--own-client", "web-app"]),
        Example::silent(
            "an ID token that is bound to a key",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":["solid","web-app"],"azp":"web-app","cnf":{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"},"iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token", "--to", "resource-server"]),
        Example::silent(
            "an exchange takes it once",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token", "--to", "token-exchange"]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let Some(claims) = case.claims().filter(|_| case.is_whole()) else {
        return Outcome::NotApplicable("the claims cannot be read to their end");
    };
    if claims.present("cnf").is_some() {
        return Outcome::Silent;
    }
    match case.is_credential() {
        None => return Outcome::Needs(vec![FactName::ReceiverRole]),
        Some(false) => {
            return Outcome::NotApplicable(
                "the receiver does not take it as its sender's credential",
            );
        }
        Some(true) => {}
    }
    let life = match (claims.date("iat").present(), claims.date("exp").present()) {
        (Some(issued), Some(expires)) => Some(expires.since(issued)),
        _ => None,
    };
    let until = match life {
        Some(life) if life > 0 => format!("for its whole life of {}", human_span(life)),
        _ => "until it expires".to_owned(),
    };
    let message = format!(
        "no `cnf` ties this ID token to its sender, whoever copies it can use it {until}; expected a \
         token that is bound to a key"
    );
    let finding = RULE.finds("payload", message);
    let long = case.policy.id_token_credential_life_warn;
    if case.situation.is_third_party() || life.is_some_and(|life| life > long) {
        return finding.as_severity(Severity::Warn).into();
    }
    finding.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        rules::test_case::TestCase,
        situation::{Fact, Role},
    };

    #[test]
    fn a_long_life_is_a_warning() {
        for (claims, severity) in [
            (r#"{"iat":1767225600,"exp":1767229200}"#, Severity::Info),
            (r#"{"iat":1767225600,"exp":1767229201}"#, Severity::Warn),
            (r#"{"exp":1767229201}"#, Severity::Info),
        ] {
            let mut test = TestCase::new(Kind::IdToken, claims);
            test.situation.role = Fact::Stated(Role::KubernetesApi);
            let Outcome::Fires(findings) = test.check(&RULE) else {
                panic!("no finding");
            };
            assert_eq!(findings[0].severity, severity, "{claims}");
        }
    }
}
