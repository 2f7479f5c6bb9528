//! C15: does a second use of the same token show?

use crate::{
    rules::{Severity, Threat},
    situation::{FactName, OneTime, Role},
    verdict::{
        concern::{Concern, State, Weight},
        level::Level,
        scene::{Function, Scene},
    },
};

pub(in crate::verdict) const CONCERN: Concern = Concern {
    id: "C15",
    name: "one-time guard",
    step: "V-8",
    reads: &[FactName::OneTime, FactName::Nonce, FactName::ReceiverRole],
    weigh,
};

const RULES: &[&str] = &["session-bootstrap-unguarded", "nonce-mismatch"];

fn weigh(scene: &Scene<'_>) -> Weight {
    by_facts(scene).with_rules(scene, RULES)
}

fn by_facts(scene: &Scene<'_>) -> Weight {
    let begins_session = matches!(scene.role(), Some(Role::SessionEndpoint | Role::Client));
    if !begins_session || scene.function != Function::LoginProof {
        return Weight::idle("nothing begins with the first use of it");
    }
    if let Some((rule, finding)) = scene
        .findings_of(&["nonce-mismatch"], Severity::Error)
        .first()
    {
        return Weight::of_finding(Level::Blocker, rule, finding);
    }
    let situation = scene.case.situation;
    let remembers = situation.one_time.is(&OneTime::Jti);
    let is_unguarded = scene.fires("session-bootstrap-unguarded")
        || situation.checks("nonce") == Some(false) && !remembers;
    if is_unguarded {
        return Weight::condition(
            "every copy of this token begins a session until it expires",
            Threat::Once,
            State::NotMet,
            "compare a nonce of this login, or remember which tokens were used",
        );
    }
    let is_guarded = remembers
        || situation.one_time.is(&OneTime::Nonce)
        || situation.nonce.is_some()
        || situation.checks("nonce") == Some(true);
    match is_guarded {
        true => Weight::none("a second use of it shows"),
        false => Weight::idle("the client that asked for the login knows what it waits for"),
    }
}
