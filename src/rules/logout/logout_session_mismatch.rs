//! `logout-session-mismatch`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Rule, Severity,
        Threat,
        example::{Example, Sample, jwt},
        spec::{Spec, section},
        words::{quote, quoted},
    },
    token::Document,
};

pub(crate) static RULE: Rule = Rule {
    name: "logout-session-mismatch",
    family: Family::Logout,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Pair],
    applies: Applies::Only(&[Kind::LogoutToken]),
    silences: &[],
    doc: Doc {
        checks: "A logout token beside the ID token of a session, in one input: `iss` or `sub` \
                 differs, they have no audience in common, or `sid` differs while the logout token \
                 has no `sub`. Logout by redirect is not judged here.",
        why: "A logout for somebody else, or by another provider, ends a session that should live \
              or spares the one that should end.",
        threats: &[Threat::Substitution, Threat::Stale],
        but: "A logout token with `sub` and without `sid` means all sessions of that user, so the \
              `sid` at hand does not matter. An expired ID token will do for the comparison.",
        fix: "Compare issuer, audience, subject and session before the session is ended.",
    },
    article: &[],
    references: &[
        section(Spec::BackChannelLogout, "2.4"),
        section(Spec::BackChannelLogout, "2.6"),
    ],
    examples: &[
        Example::fires(
            "the logout of another session",
            Sample::Response(&[
                (
                    "logout_token",
                    jwt(
                        r#"{"alg":"RS256","typ":"logout+jwt"}"#,
                        r#"{"iss":"https://idp.example","sid":"session-b","aud":"web-app","iat":1767225590,"exp":1767225710,"jti":"bWJq","events":{"http://schemas.openid.net/event/backchannel-logout":{}}}"#,
                    ),
                ),
                ("id_token", ID_TOKEN),
            ]),
        ),
        Example::fires(
            "the logout of another user",
            Sample::Response(&[
                (
                    "logout_token",
                    jwt(
                        r#"{"alg":"RS256","typ":"logout+jwt"}"#,
                        r#"{"iss":"https://idp.example","sub":"118300412","aud":"web-app","iat":1767225590,"exp":1767225710,"jti":"bWJq","events":{"http://schemas.openid.net/event/backchannel-logout":{}}}"#,
                    ),
                ),
                ("id_token", ID_TOKEN),
            ]),
        ),
        Example::silent(
            "all sessions of the user",
            Sample::Response(&[
                (
                    "logout_token",
                    jwt(
                        r#"{"alg":"RS256","typ":"logout+jwt"}"#,
                        r#"{"iss":"https://idp.example","sub":"248289761001","aud":["web-app"],"iat":1767225590,"exp":1767225710,"jti":"bWJq","events":{"http://schemas.openid.net/event/backchannel-logout":{}}}"#,
                    ),
                ),
                ("id_token", ID_TOKEN),
            ]),
        ),
    ],
    check: Check::Token(check),
};

const ID_TOKEN: Sample = jwt(
    r#"{"alg":"RS256"}"#,
    r#"{"iss":"https://idp.example","sub":"248289761001","sid":"session-a","aud":"web-app","nonce":"n-0S6_WzA2Mj","iat":1767225000,"exp":1767228600}"#,
);

fn check(case: &Case<'_>) -> Outcome {
    let session = case
        .siblings
        .iter()
        .find(|sibling| sibling.kind == Kind::IdToken)
        .and_then(|sibling| sibling.token.claims());
    let (Some(logout), Some(session)) = (case.claims(), session) else {
        return Outcome::NotApplicable("there is no ID token of the session beside it");
    };
    let mut findings: Vec<Finding> = ["iss", "sub"]
        .into_iter()
        .filter_map(|claim| differs(claim, logout, session))
        .collect();
    findings.extend(audience(logout, session));
    if logout.str("sub").is_none() {
        findings.extend(differs("sid", logout, session));
    }
    findings.into()
}

fn differs(claim: &str, logout: &Document, session: &Document) -> Option<Finding> {
    let (found, expected) = (logout.str(claim)?, session.str(claim)?);
    (found != expected).then(|| {
        let message = format!(
            "`{claim}` is {}, the ID token of the session has {}",
            quote(&found),
            quote(&expected)
        );
        RULE.finds(format!("payload/{claim}"), message)
            .expected(expected)
            .actual(found)
    })
}

fn audience(logout: &Document, session: &Document) -> Option<Finding> {
    let (found, expected) = (logout.audience(), session.audience());
    let is_unknown = found.is_empty() || expected.is_empty();
    if is_unknown || found.iter().any(|one| expected.contains(one)) {
        return None;
    }
    let message = format!(
        "audience is {}, the ID token of the session is for {}",
        quoted(&found, "and"),
        quoted(&expected, "and")
    );
    Some(RULE.finds("payload/aud", message))
}
