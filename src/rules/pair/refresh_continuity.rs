//! `refresh-continuity`

use crate::{
    input::Slot,
    rules::{
        Applies, Case, Check, Confidence, Doc, Earlier, Family, Finding, Needs, Outcome, Rule,
        Severity, Threat,
        example::{Example, Sample, jwt},
        spec::{Spec, section},
        words::{quote, quoted},
    },
    token::Document,
};

pub(crate) static RULE: Rule = Rule {
    name: "refresh-continuity",
    family: Family::Pair,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Pair],
    applies: Applies::Any,
    silences: &[],
    doc: Doc {
        checks: "Two token responses given as an array, the second the refresh of the first: its ID \
                 token must have the same `iss`, `sub` and `auth_time`, all of the old `aud`, the \
                 same `azp`, no other `nonce` and no older `iat`; its `scope` must not have grown.",
        why: "A refresh continues one login. If the user or the issuer changes on the way, the \
              client goes on with a session of somebody else; if `auth_time` moves, an old login \
              passes for a fresh one.",
        threats: &[Threat::Substitution, Threat::Stale],
        but: "After a real step-up through a new authorization request a later `auth_time` and more \
              scope are right: that is a new session and no refresh. The ID token of a refresh may \
              be missing, and it may leave out `nonce`.",
        fix: "Refuse the refreshed tokens and let the user log in again.",
    },
    article: &[],
    references: &[
        section(Spec::OidcCore, "12.2"),
        section(Spec::Rfc(6749), "6"),
    ],
    examples: &[
        Example::fires(
            "the refresh makes the login look fresh",
            Sample::Refresh(
                &FIRST,
                &Sample::Response(&[
                    ("access_token", Sample::Text("kO82jfSEotjP40Lh2lNqL7RsY0vA")),
                    ("token_type", Sample::Text("Bearer")),
                    (
                        "id_token",
                        jwt(
                            r#"{"alg":"RS256"}"#,
                            r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","auth_time":1767229190,"iat":1767229200,"exp":1767232800}"#,
                        ),
                    ),
                ]),
            ),
        ),
        Example::fires(
            "more scope than was granted",
            Sample::Refresh(
                &FIRST,
                &Sample::Response(&[
                    ("access_token", Sample::Text("kO82jfSEotjP40Lh2lNqL7RsY0vA")),
                    ("token_type", Sample::Text("Bearer")),
                    ("scope", Sample::Text("openid orders:read orders:delete")),
                ]),
            ),
        ),
        Example::silent(
            "the same login with new tokens",
            Sample::Refresh(
                &FIRST,
                &Sample::Response(&[
                    ("access_token", Sample::Text("kO82jfSEotjP40Lh2lNqL7RsY0vA")),
                    ("token_type", Sample::Text("Bearer")),
                    ("scope", Sample::Text("openid")),
                    (
                        "id_token",
                        jwt(
                            r#"{"alg":"RS256"}"#,
                            r#"{"iss":"https://idp.example","sub":"248289761001","aud":["web-app"],"auth_time":1767225590,"iat":1767229200,"exp":1767232800}"#,
                        ),
                    ),
                ]),
            ),
        ),
        Example::silent("a response alone", FIRST),
    ],
    check: Check::Token(check),
};

const FIRST: Sample = Sample::Response(&[
    ("access_token", Sample::Text("dNZX1hEZ9wBCzNL40Upu646bdzQA")),
    ("token_type", Sample::Text("Bearer")),
    ("scope", Sample::Text("openid orders:read")),
    (
        "id_token",
        jwt(
            r#"{"alg":"RS256"}"#,
            r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","nonce":"n-0S6_WzA2Mj","auth_time":1767225590,"iat":1767225600,"exp":1767229200}"#,
        ),
    ),
]);

fn check(case: &Case<'_>) -> Outcome {
    let Some(earlier) = case.earlier else {
        return Outcome::NotApplicable("there is no response before this one to compare with");
    };
    let findings = match case.slot {
        Some(Slot::IdToken) => id_token(case, earlier),
        Some(Slot::AccessToken) => scope(case, earlier).into_iter().collect(),
        _ => {
            return Outcome::NotApplicable("ID tokens and the scope of access tokens are compared");
        }
    };
    findings.into()
}

fn id_token(case: &Case<'_>, earlier: Earlier<'_>) -> Vec<Finding> {
    let before = earlier
        .tokens
        .iter()
        .find(|sibling| sibling.slot == Some(&Slot::IdToken))
        .and_then(|sibling| sibling.token.claims());
    let (Some(before), Some(after)) = (before, case.claims().filter(|_| case.is_whole())) else {
        return Vec::new();
    };
    let mut findings: Vec<Finding> = ["iss", "sub", "azp", "auth_time", "nonce"]
        .into_iter()
        .filter_map(|claim| changed(claim, before, after))
        .collect();
    findings.extend(audience(before, after));
    findings.extend(order(before, after));
    findings
}

fn changed(claim: &'static str, before: &Document, after: &Document) -> Option<Finding> {
    let shown = |claims: &Document| {
        let value = claims.present(claim)?;
        Some(match value.string() {
            Some(text) => text.into_owned(),
            None => value.text().to_owned(),
        })
    };
    let (old, new) = (shown(before), shown(after));
    let may_be_left_out = matches!(claim, "nonce" | "auth_time");
    if old == new || (new.is_none() && may_be_left_out) {
        return None;
    }
    // An `auth_time` that was not told before says nothing about a change.
    if claim == "auth_time" && old.is_none() {
        return None;
    }
    let name = |value: &Option<String>| value.as_deref().map_or("absent".to_owned(), quote);
    let message = format!(
        "`{claim}` is {} after the refresh, it was {} before",
        name(&new),
        name(&old)
    );
    let mut finding = RULE.finds(format!("payload/{claim}"), message);
    finding.expected = old;
    finding.actual = new;
    // `azp` is an extension that issuers add and drop (OIDC Core §12.2 binds it where it is used).
    if claim == "azp" && (finding.expected.is_none() || finding.actual.is_none()) {
        finding.severity = Severity::Warn;
    }
    Some(finding)
}

fn audience(before: &Document, after: &Document) -> Option<Finding> {
    let (old, new) = (before.audience(), after.audience());
    if old.iter().all(|one| new.contains(one)) {
        return None;
    }
    let message = format!(
        "audience is {} after the refresh, it was {} before",
        quoted(&new, "and"),
        quoted(&old, "and")
    );
    Some(RULE.finds("payload/aud", message))
}

fn order(before: &Document, after: &Document) -> Option<Finding> {
    let issued = |claims: &Document| claims.date("iat").present();
    let (old, new) = (issued(before)?, issued(after)?);
    (new < old).then(|| {
        let message = format!(
            "`iat` is {} s older than before the refresh, expected a newer token",
            old.since(new)
        );
        let finding = RULE.finds("payload/iat", message);
        finding.fix("give the two responses in the order in which they came")
    })
}

fn scope(case: &Case<'_>, earlier: Earlier<'_>) -> Option<Finding> {
    let (before, after) = (earlier.response?.scopes(), case.response?.scopes());
    if before.is_empty() {
        return None;
    }
    let added: Vec<&String> = after.iter().filter(|one| !before.contains(one)).collect();
    if added.is_empty() {
        return None;
    }
    let message = format!(
        "the refresh added the scope {}, expected no more than was granted",
        quoted(&added, "and")
    );
    Some(RULE.finds("response/scope", message))
}
