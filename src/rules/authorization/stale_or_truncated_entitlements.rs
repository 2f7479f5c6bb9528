//! `stale-or-truncated-entitlements`

use super::{RIGHTS, last_word};
use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Rule, Severity,
        Threat,
        example::{Example, jwt},
        spec::{Spec, section},
        words,
    },
    situation::{Permissions, Sensitivity},
    token::{Document, time::human_span},
};

pub(crate) static RULE: Rule = Rule {
    name: "stale-or-truncated-entitlements",
    family: Family::Authorization,
    severity: Severity::Info,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Only(&[Kind::IdToken, Kind::AccessToken]),
    silences: &[],
    doc: Doc {
        checks: "The token carries roles, groups or permissions and stays valid for more than an \
                 hour; or its list of groups was cut: `_claim_names` names `groups`, `hasgroups` is \
                 true, or there are exactly 200. It is a warning where the token decides \
                 (`--permissions token`) or much is at stake (`--fact sensitivity=high`), unless the \
                 life is the hour and a little more that Entra gives.",
        why: "The list is a snapshot. Who leaves a group keeps its rights until the token expires, \
              and a list that was left out for its length reads as \"no groups\", which turns every \
              rule that denies by group into a permission.",
        threats: &[Threat::Stale, Threat::Overprivilege],
        but: "To show a menu or for a first coarse gate a snapshot will do.",
        fix: "Shorten the life, or look the rights up when they are needed; take a cut list for \
              \"unknown\" and never for \"none\".",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(9068), "2.2.3.1"),
        section(Spec::Rfc(7662), "4"),
        section(Spec::EntraAccessTokens, ""),
    ],
    examples: &[
        Example::fires(
            "groups of this morning",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","groups":["staff","cashiers"],"iat":1767225600,"exp":1767268800,"jti":"f2b6"}"#,
            ),
        ),
        Example::fires(
            "too many groups for the token, as Entra says it",
            jwt(
                r#"{"typ":"JWT","alg":"RS256"}"#,
                r#"{"aud":"api://orders","iss":"https://sts.example/2f1c/","tid":"2f1c","appid":"6e74","oid":"9b1d","sub":"kP3x","scp":"Orders.Read","_claim_names":{"groups":"src1"},"_claim_sources":{"src1":{"endpoint":"https://graph.example/users/9b1d/getMemberObjects"}},"ver":"1.0","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "access-token"]),
        Example::fires(
            "roles for the hour and a little of Entra, where the token decides (for information)",
            jwt(
                r#"{"typ":"JWT","alg":"RS256"}"#,
                r#"{"aud":"api://orders","iss":"https://sts.example/2f1c/","tid":"2f1c","appid":"6e74","oid":"9b1d","sub":"9b1d","roles":["Orders.Read"],"idtyp":"app","ver":"1.0","iat":1767225600,"exp":1767229500}"#,
            ),
        )
        .with(&["--as", "access-token", "--permissions", "token"]),
        Example::silent(
            "roles for five minutes, as Keycloak gives them",
            jwt(
                r#"{"typ":"JWT","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example/realms/shop","sub":"0f6a7e42","typ":"Bearer","azp":"web-app","aud":"account","realm_access":{"roles":["cashier"]},"scope":"openid","iat":1767225600,"exp":1767225900,"jti":"f2b6"}"#,
            ),
        ),
        Example::silent(
            "a long life and an empty list",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://shop.auth0.example/","sub":"auth0|1","aud":"https://api.example","azp":"web-app","scope":"orders:read","permissions":[],"iat":1767225600,"exp":1767312000}"#,
            ),
        ),
    ],
    check: Check::Token(check),
};

/// Entra leaves groups out of a JWT from 201 on.
const ENTRA_MOST: usize = 200;

fn check(case: &Case<'_>) -> Outcome {
    let Some(claims) = case.claims() else {
        return Outcome::NotApplicable("there are no claims to read");
    };
    let life = case
        .remaining_life()
        .filter(|life| *life > case.policy.bearer_life_info);
    let (finding, is_grave) = match (truncated(claims), life) {
        (Some(finding), _) => (Some(finding), true),
        (None, Some(life)) => (stale(claims, life), life > LONGEST_HOUR),
        (None, None) => (None, false),
    };
    let Some(finding) = finding else {
        return Outcome::Silent;
    };
    let situation = case.situation;
    let decides = situation.permissions.is(&Permissions::Token)
        || situation.sensitivity.is(&Sensitivity::High);
    if decides && is_grave {
        return finding.as_severity(Severity::Warn).into();
    }
    finding.into()
}

fn truncated(claims: &Document) -> Option<Finding> {
    let named = claims
        .get("_claim_names")
        .is_some_and(|names| names.member("groups").is_some());
    let (claim, found) = if named {
        (
            "_claim_names",
            "`_claim_names` says that groups are elsewhere",
        )
    } else if claims
        .get("hasgroups")
        .is_some_and(|v| v.boolean() == Some(true))
    {
        ("hasgroups", "`hasgroups` says that groups were left out")
    } else if claims.has("groups:src1") {
        (
            "groups:src1",
            "`groups:src1` says that groups are elsewhere",
        )
    } else if claims
        .get("groups")
        .and_then(|groups| groups.items())
        .is_some_and(|groups| groups.len() == ENTRA_MOST)
    {
        ("groups", "exactly 200 groups, where lists are cut")
    } else {
        return None;
    };
    let message = format!("{found}, expected a whole list: the groups are unknown, not none");
    Some(RULE.finds(format!("payload/{claim}"), message))
}

fn stale(claims: &Document, life: i64) -> Option<Finding> {
    let held: Vec<String> = claims
        .members()
        .filter(|(name, value)| {
            let is_list = RIGHTS.contains(&last_word(name)) && last_word(name) != RIGHTS_ASKED;
            is_list && !value.is_empty()
        })
        .map(|(name, _)| name.into_owned())
        .collect();
    let first = held.first()?;
    let message = format!(
        "{} stay as they are for {}, expected a life of an hour at most",
        words::quoted(&held, "and"),
        human_span(life)
    );
    Some(RULE.finds(format!("payload/{first}"), message))
}

/// Entra draws the life of each access token between 60 and 95 minutes, and calls that an hour.
const LONGEST_HOUR: i64 = 95 * 60;

/// Rights that were asked for one transaction are no snapshot of a list kept elsewhere.
const RIGHTS_ASKED: &str = "authorization_details";
