//! C1: is it genuine, of a trusted issuer, and valid at this time?

use crate::{
    rules::{Family, Rule, Severity, Threat},
    situation::{FactName, Role},
    verdict::{
        concern::{Concern, State, Weight},
        level::Level,
        scene::{Function, Scene},
    },
    verify::Status,
};

pub(in crate::verdict) const CONCERN: Concern = Concern {
    id: "C1",
    name: "integrity",
    step: "V-0",
    reads: &[
        FactName::Keys,
        FactName::ReceiverIssuers,
        FactName::Introspects,
    ],
    weigh,
};

fn weigh(scene: &Scene<'_>) -> Weight {
    let errors = scene.findings_where(Severity::Error, is_about_integrity);
    if let Some((rule, finding)) = errors.first() {
        let mut weight = Weight::of_finding(Level::Blocker, rule, finding);
        weight.rules = names(errors.iter().map(|(rule, _)| rule.name));
        return weight;
    }
    unmade_check(scene)
        .unwrap_or_else(|| Weight::idle(""))
        .or_worse(Some(authenticity(scene)))
}

/// Whether an error of the rule means that the token is not what it claims to be, or not any more.
/// How old the login is and how long the token lives are questions of their own.
fn is_about_integrity(rule: &Rule) -> bool {
    const OTHER_CONCERNS: &[&str] = &[
        "stale-authentication",
        "lifetime-too-long",
        "guessable-opaque-token",
        "unregistered-algorithm",
        "issuer-not-https-url",
    ];
    const MORE: &[&str] = &[
        "required-claim-missing",
        "kid-reassigned",
        "opaque-needs-introspection",
    ];
    let is_family = matches!(
        rule.family,
        Family::Decoding
            | Family::Signature
            | Family::Header
            | Family::Encryption
            | Family::Issuer
            | Family::Time
    );
    is_family && !OTHER_CONCERNS.contains(&rule.name) || MORE.contains(&rule.name)
}

/// A check that the receiver is stated not to make.
fn unmade_check(scene: &Scene<'_>) -> Option<Weight> {
    let unmade = |name| scene.case.situation.checks(name) == Some(false);
    if unmade("signature") {
        return Some(Weight::blocker(
            "the receiver does not verify the signature, so anybody can write a token for it",
            Threat::Forge,
            "Verify the signature with a key of the issuer on every request.",
        ));
    }
    if unmade("issuer") {
        return Some(Weight::blocker(
            "the receiver does not compare the issuer, so a token of any other issuer passes",
            Threat::MixUp,
            "Compare `iss` with the issuer that the receiver trusts, character by character.",
        ));
    }
    unmade("expiry").then(|| {
        Weight::major(
            "the receiver does not look at `exp`, so a token that leaked once is good for ever",
            Threat::Stale,
            "Refuse tokens after `exp`.",
        )
    })
}

fn authenticity(scene: &Scene<'_>) -> Weight {
    if !scene.is_readable() && scene.function != Function::OtherObject {
        return unreadable(scene);
    }
    match scene.case.verification.status {
        Status::Valid => Weight::none("a key of the issuer verifies the signature"),
        // Errors about it have been dealt with; what is left is no complaint.
        Status::Invalid | Status::Unsigned => Weight::idle("its signature is not what counts here"),
        Status::NotChecked => Weight::condition(
            "the signature was not verified here",
            Threat::Forge,
            State::of(scene.case.situation.checks("signature")),
            "verify the signature with a key of the issuer before use",
        )
        .with_rules(scene, &["signature-not-verified"]),
    }
}

/// Opaque strings can only be asked about.
fn unreadable(scene: &Scene<'_>) -> Weight {
    let situation = scene.case.situation;
    match scene.role() {
        Some(
            Role::ResourceServer
            | Role::Gateway
            | Role::KubernetesApi
            | Role::SessionEndpoint
            | Role::WorkloadFederation,
        ) => {}
        _ => return Weight::idle("its issuer knows what it stands for"),
    }
    if situation.introspects.is(&true) {
        return Weight::condition(
            "an opaque string: the receiver asks its issuer",
            Threat::Forge,
            State::ToVerify,
            "refuse the token unless the issuer calls it active, for this receiver",
        );
    }
    Weight::blocker(
        "an opaque string, and the receiver does not ask its issuer: nothing can be validated",
        Threat::Forge,
        "Ask the issuer (introspection), or have it issue JWTs for this receiver.",
    )
    .with_rules(scene, &["opaque-needs-introspection"])
}

fn names(rules: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    let mut names: Vec<&'static str> = Vec::new();
    for rule in rules {
        if !names.contains(&rule) {
            names.push(rule);
        }
    }
    names
}
