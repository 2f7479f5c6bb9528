//! `both-kinds-accepted`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        example::{Example, jwt},
        spec::{Spec, section},
        words,
    },
    situation::{FactName, Permissions, Relation, Role, TypeRule},
};

pub(crate) static RULE: Rule = Rule {
    name: "both-kinds-accepted",
    family: Family::Architecture,
    severity: Severity::Warn,
    confidence: Confidence::Medium,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Only(&[Kind::IdToken, Kind::AccessToken]),
    silences: &[],
    doc: Doc {
        checks: "An API or gateway recognises itself in the audience of ID tokens (`--own-client`) \
                 and in that of access tokens (`--audience` with another name), and tells the kinds \
                 apart by nothing (`--fact type_rule=none`). A cluster has its client id for its only \
                 name and is not judged.",
        why: "One endpoint then takes both kinds, and its security is that of the weaker path: who \
              holds an access token with few scopes sends the ID token of the same login, in which \
              there are no scopes to fall short of.",
        threats: &[Threat::Confusion, Threat::Overprivilege],
        but: "If either kind leads to the same decision by the receiver's own rules, for an \
              application of the same operator (`--relation first-party --permissions own-rules`), \
              nothing is gained by the choice: it is only harder to explain, and reported for \
              information.",
        fix: "Choose one kind per endpoint, or branch on the kind and give each its own checks; \
              `at+jwt` in the header tells them apart.",
    },
    article: &[Passage::Paragraph(25)],
    references: &[
        section(Spec::Rfc(8725), "3.12"),
        section(Spec::Rfc(9068), "4"),
        section(Spec::Rfc(9068), "5"),
    ],
    examples: &[
        Example::fires(
            "an API with the audiences of both kinds and no rule to tell them apart: a warning",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"orders:read","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        )
        .with(&[
            "--to",
            "resource-server",
            "--audience",
            "https://api.example",
            "--own-client",
            "web-app",
            "--fact",
            "type_rule=none",
        ]),
        Example::fires(
            "one's own application, and the receiver's own rules decide (for information)",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&[
            "--as",
            "id-token",
            "--to",
            "gateway",
            "--audience",
            "https://api.example",
            "--own-client",
            "web-app",
            "--fact",
            "type_rule=none",
            "--relation",
            "first-party",
            "--permissions",
            "own-rules",
        ]),
        Example::silent(
            "the type of access tokens is checked",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","scope":"orders:read","iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        )
        .with(&[
            "--to",
            "resource-server",
            "--audience",
            "https://api.example",
            "--own-client",
            "web-app",
            "--fact",
            "type_rule=at+jwt",
        ]),
        Example::silent(
            "the client id is the only name of the API",
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
            "--audience",
            "web-app",
            "--own-client",
            "web-app",
            "--fact",
            "type_rule=none",
        ]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let situation = case.situation;
    let clients = &situation.receiver_clients;
    let mut names = situation
        .receiver_ids
        .iter()
        .filter(|id| !clients.contains(id))
        .peekable();
    if clients.is_empty() || names.peek().is_none() {
        return Outcome::NotApplicable("the receiver is not known by an audience of each kind");
    }
    match case.role() {
        None => return Outcome::Needs(vec![FactName::ReceiverRole]),
        Some(Role::ResourceServer | Role::Gateway) => {}
        Some(_) => return Outcome::NotApplicable("the receiver is neither an API nor a gateway"),
    }
    match situation.type_rule.known() {
        None => return Outcome::Needs(vec![FactName::TypeRule]),
        Some(TypeRule::AtJwt | TypeRule::Own) => return Outcome::Silent,
        Some(TypeRule::None) => {}
    }
    let names: Vec<&String> = names.collect();
    let message = format!(
        "this receiver takes ID tokens for {} and access tokens for {} with no rule for their type, \
         expected one kind or a rule that tells them apart",
        words::quoted(clients, "or"),
        words::quoted(&names, "or"),
    );
    let finding = RULE.finds("request", message);
    let only_untidy = situation.relation.is(&Relation::FirstParty)
        && situation.permissions.is(&Permissions::OwnRules);
    if only_untidy {
        return finding.as_severity(Severity::Info).into();
    }
    finding.into()
}
