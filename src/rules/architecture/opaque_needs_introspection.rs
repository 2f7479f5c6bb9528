//! `opaque-needs-introspection`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Passage, Rule, Severity,
        Threat,
        example::{Example, Sample},
        spec::{Spec, section},
    },
    situation::{FactName, Role},
};

pub(crate) static RULE: Rule = Rule {
    name: "opaque-needs-introspection",
    family: Family::Architecture,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation, Needs::Provider],
    applies: Applies::Only(&[Kind::Opaque, Kind::AccessToken]),
    silences: &[],
    doc: Doc {
        checks: "An opaque token comes to a receiver that must decide about it and does not ask its \
                 issuer (`--fact introspects=no`), or whose provider publishes no introspection \
                 endpoint. Encrypted tokens are not judged: the receiver may hold their key.",
        why: "Nothing in the string can be verified. Without asking, the receiver can only let \
              everybody in or nobody.",
        threats: &[Threat::Forge],
        but: "Opaque tokens are a virtue: they leak nothing and can be revoked at once. The \
              `tokeninfo` endpoints of some vendors are introspection under another name.",
        fix: "Introspect (and compare `active`, `aud`, `client_id`, `scope` and `exp` of the answer), \
              or ask for a JWT with this receiver as audience.",
    },
    article: &[Passage::Footnote(1)],
    references: &[
        section(Spec::Rfc(7662), "2"),
        section(Spec::Rfc(7662), "4"),
        section(Spec::Rfc(9701), ""),
        section(Spec::Rfc(6749), "1.4"),
        section(Spec::Rfc(6749), "7"),
    ],
    examples: &[
        Example::fires(
            "an opaque token at one's own API, and nobody is asked",
            Sample::Authorization(
                "Bearer",
                &Sample::Text("ya29.a0AfB_byDexampleexampleexample"),
            ),
        )
        .with(&["--to", "resource-server", "--fact", "introspects=no"]),
        Example::silent(
            "the issuer is asked",
            Sample::Authorization(
                "Bearer",
                &Sample::Text("ya29.a0AfB_byDexampleexampleexample"),
            ),
        )
        .with(&["--to", "resource-server", "--fact", "introspects=yes"]),
        Example::silent(
            "the issuer's own endpoint",
            Sample::Authorization(
                "Bearer",
                &Sample::Text("ya29.a0AfB_byDexampleexampleexample"),
            ),
        )
        .with(&["--to", "userinfo"]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    if !matches!(case.likely_kind(), Kind::Opaque | Kind::AccessToken) {
        return Outcome::NotApplicable("it is no access token");
    }
    if case.claims().is_some() {
        return Outcome::NotApplicable("the receiver can read it");
    }
    match case.role() {
        None => return Outcome::Needs(vec![FactName::ReceiverRole]),
        Some(Role::ResourceServer | Role::Gateway | Role::KubernetesApi) => {}
        Some(_) => {
            return Outcome::NotApplicable("this receiver is the issuer, or decides nothing by it");
        }
    }
    let published = case
        .provider
        .and_then(|provider| provider.metadata.as_ref())
        .map(|metadata| metadata.has("introspection_endpoint"));
    let found = match (case.situation.introspects.known(), published) {
        (Some(true), _) => return Outcome::Silent,
        (Some(false), _) => "the receiver does not ask its issuer",
        (None, Some(false)) => "its issuer publishes no introspection endpoint",
        (None, _) => return Outcome::Needs(vec![FactName::Introspects]),
    };
    let message = format!("opaque token, and {found}, expected introspection or a JWT");
    RULE.finds("token", message).into()
}
