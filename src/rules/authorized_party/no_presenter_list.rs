//! `no-presenter-list`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        example::{Example, jwt},
        spec::{Spec, section},
    },
    situation::{Consent, FactName, Presenters},
};

pub(crate) static RULE: Rule = Rule {
    name: "no-presenter-list",
    family: Family::AuthorizedParty,
    severity: Severity::Warn,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Only(&[Kind::IdToken, Kind::AccessToken]),
    silences: &[],
    doc: Doc {
        checks: "Clients of another party (`--relation third-party`), or two or more clients \
                 (`--client`, `--own-client`), send tokens here, and the receiver lets every client \
                 in (`--presenter any`) or does not look at the presenter (`--check presenter=no`). \
                 It is information for an access token with scopes where the user agreed to this API \
                 (`--consent api`).",
        why: "Scopes say what may be done and not who does it. Without a list every client that the \
              issuer knows may come, and none can be given less than another; for ID tokens the \
              presenter is the only thing that permissions can be tied to.",
        threats: &[Threat::Unrelated, Threat::Overprivilege],
        but: "A public API that any registered client may use with the consent of its users needs no \
              list, and with one client of one's own there is nobody to tell apart.",
        fix: "Keep a policy for each client, even where it says \"all\" today, and compare `azp` or \
              `client_id` with it.",
    },
    article: &[Passage::Paragraph(19), Passage::Paragraph(22)],
    references: &[section(Spec::Rfc(9700), "2.3")],
    examples: &[
        Example::fires(
            "a partner's API that any client may call",
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
            "--presenter",
            "any",
        ]),
        Example::fires(
            "a list that nobody compares with",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"partner-app","aud":"https://api.example","scope":"orders:read","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        )
        .with(&[
            "--client",
            "partner-app",
            "--client",
            "web-app",
            "--presenter",
            "partner-app",
            "--check",
            "presenter=no",
        ]),
        Example::silent(
            "one client of one's own",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&[
            "--as",
            "id-token",
            "--to",
            "resource-server",
            "--own-client",
            "web-app",
            "--relation",
            "first-party",
            "--presenter",
            "any",
        ]),
        Example::silent(
            "partners are listed",
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
            "--presenter",
            "partner-app",
        ]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let situation = case.situation;
    let clients = situation.client_ids.len() + situation.receiver_clients.len();
    if !situation.is_third_party() && clients < 2 {
        return Outcome::NotApplicable("nothing is known of several clients or another party");
    }
    if case.is_credential() == Some(false) {
        return Outcome::NotApplicable("this receiver lets nobody in because of the token");
    }
    let unchecked = situation.checks("presenter") == Some(false);
    let found = match situation.presenters.known() {
        _ if unchecked => "the receiver does not compare the presenter",
        Some(Presenters::Any) => "any client may present tokens",
        Some(Presenters::Listed(_)) => return Outcome::Silent,
        None => return Outcome::Needs(vec![FactName::Presenters]),
    };
    let who = if situation.is_third_party() {
        "clients of other parties"
    } else {
        "several clients"
    };
    let message = format!("{found} here, expected a policy for each of {who}");
    let finding = RULE.finds("request", message);
    let is_open_on_purpose = case.is_access_token()
        && situation.consent.is(&Consent::Api)
        && case
            .claims()
            .is_some_and(|claims| !claims.scopes().is_empty());
    if is_open_on_purpose {
        return finding.as_severity(Severity::Info).into();
    }
    finding.into()
}
