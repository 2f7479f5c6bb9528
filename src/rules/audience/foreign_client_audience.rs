//! `foreign-client-audience`

use std::borrow::Cow;

use super::comes_back_to_issuer;
use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        example::{Example, jwt},
        spec::{Spec, section},
        words,
    },
    situation::{FactName, Role},
};

pub(crate) static RULE: Rule = Rule {
    name: "foreign-client-audience",
    family: Family::Audience,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Only(&[Kind::IdToken]),
    silences: &["audience-mismatch"],
    doc: Doc {
        checks: "An ID token comes to a receiver that is not its client: its audience is a client id \
                 that is neither a name of this receiver nor one of its own clients. Where that very \
                 client is among the presenters that the receiver lets in (`--presenter`), the \
                 finding is a warning.",
        why: "Every site that offers a login with the same provider holds such tokens for your \
              users. A receiver that takes them without looking whose they are lets each of these \
              sites act as any user who ever logged in there, and that user agreed to be recognised \
              by the site, not to give it access here.",
        threats: &[Threat::Unrelated, Threat::Consent],
        but: "The absolute rule says never. But when the receiver knows this client, compares this \
              exact audience, and keeps permissions for it, a client that it does not know gets \
              nothing: the attack is gone. What stays open is that the receiver could play the token \
              back at that client, and that the grant is as coarse as the receiver's table.",
        fix: "Best ask the provider for a token whose audience is this receiver: register the API, \
              use a cross-client audience, or exchange the ID token. Else state the exact clients \
              that may come, and what each may do.",
    },
    article: &[
        Passage::Paragraph(11),
        Passage::Paragraph(22),
        Passage::Footnote(1),
        Passage::Footnote(9),
        Passage::Footnote(22),
        Passage::Footnote(23),
        Passage::Footnote(24),
    ],
    references: &[
        section(Spec::OidcCore, "2"),
        section(Spec::OidcCore, "3.1.3.7"),
        section(Spec::Rfc(8725), "3.9"),
    ],
    examples: &[
        Example::fires(
            "an ID token for a game, sent to the billing API",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"game-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&[
            "--as",
            "id-token",
            "--to",
            "resource-server",
            "--audience",
            "https://billing.example",
        ]),
        Example::fires(
            "a listed partner: a warning",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"partner-app","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&[
            "--as",
            "id-token",
            "--to",
            "resource-server",
            "--audience",
            "https://billing.example",
            "--presenter",
            "partner-app",
        ]),
        Example::silent(
            "the audience is the receiver's own web client",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"billing-web","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&[
            "--as",
            "id-token",
            "--to",
            "resource-server",
            "--own-client",
            "billing-web",
        ]),
        Example::silent(
            "minted for another service, not for a client: `audience-mismatch` speaks",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"https://orders.example","azp":"job-runner","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&[
            "--as",
            "id-token",
            "--to",
            "resource-server",
            "--audience",
            "https://billing.example",
        ]),
        Example::silent(
            "the client that asked for it",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"game-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token", "--to", "client", "--own-client", "web-app"]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let situation = case.situation;
    let audience = case.audience();
    if audience.is_empty() {
        return Outcome::NotApplicable("the token has no audience");
    }
    if comes_back_to_issuer(case) {
        return Outcome::NotApplicable("the token comes back to its issuer, not to its audience");
    }
    if matches!(case.role(), Some(Role::Client | Role::LogoutEndpoint)) {
        return Outcome::NotApplicable("the receiver is a client, so `audience-mismatch` decides");
    }
    let mut missing = Vec::new();
    if case.role().is_none() {
        missing.push(FactName::ReceiverRole);
    }
    if !situation.receiver_is_named() {
        missing.push(FactName::ReceiverIds);
    }
    if !missing.is_empty() {
        return Outcome::Needs(missing);
    }
    if audience.iter().any(|one| situation.is_receiver(one)) {
        return Outcome::Silent;
    }
    let clients: Vec<&Cow<'_, str>> = audience.iter().filter(|one| is_client(case, one)).collect();
    if clients.is_empty() {
        return Outcome::NotApplicable("the audience names a service and no client");
    }
    let receiver = situation.receiver_names();
    let (noun, they_are) = match clients.as_slice() {
        [_] => ("the client", "it is"),
        _ => ("the clients", "they are"),
    };
    let message = format!(
        "audience is {noun} {}, this receiver is {}",
        words::quoted(&clients, "and"),
        words::quoted(&receiver, "or")
    );
    let finding = RULE
        .finds("payload/aud", message)
        .expected(words::list(&receiver, "or"))
        .actual(words::list(&audience, "and"));
    if clients
        .iter()
        .all(|client| situation.lists_presenter(client))
    {
        let mut finding = finding.as_severity(Severity::Warn);
        finding.message.push_str(&format!(
            "; {they_are} listed as presenter, so no unknown client gets in, but the token stays good \
             at its own client"
        ));
        return finding.into();
    }
    finding.into()
}

/// Client ids are any string; a URL is taken for a service unless the token or the user names it
/// as a client.
fn is_client(case: &Case<'_>, audience: &str) -> bool {
    let presents = case
        .presenter()
        .is_some_and(|presenter| presenter.claim != "aud" && presenter.client == audience);
    let situation = case.situation;
    !audience.contains("://")
        || presents
        || situation.client_ids.iter().any(|known| known == audience)
        || situation.lists_presenter(audience)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        rules::test_case::TestCase,
        situation::{Fact, Presenters},
    };

    #[test]
    fn a_listed_client_lowers_the_finding_and_any_does_not() {
        let mut test = TestCase::new(Kind::IdToken, r#"{"aud":["partner-app"]}"#);
        test.situation.role = Fact::Stated(Role::ResourceServer);
        test.situation.receiver_ids = vec!["https://api.example".to_owned()];
        let severity = |test: &TestCase| match test.check(&RULE) {
            Outcome::Fires(findings) => findings[0].severity,
            other => panic!("no finding: {other:?}"),
        };
        assert_eq!(severity(&test), Severity::Error);
        test.situation.presenters = Fact::Stated(Presenters::Any);
        assert_eq!(severity(&test), Severity::Error);
        let listed = Presenters::Listed(vec!["partner-app".to_owned()]);
        test.situation.presenters = Fact::Stated(listed);
        assert_eq!(severity(&test), Severity::Warn);
    }
}
