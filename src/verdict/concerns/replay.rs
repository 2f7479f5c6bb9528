//! C10: can the receiver play the token where it belongs, as if it were its user?

use crate::{
    rules::{Severity, Threat},
    situation::{FactName, Role},
    verdict::{
        concern::{Concern, State, Weight},
        scene::{Function, Scene},
    },
};

pub(in crate::verdict) const CONCERN: Concern = Concern {
    id: "C10",
    name: "replay back",
    step: "V-8",
    reads: &[
        FactName::ReceiverIds,
        FactName::ReceiverClients,
        FactName::Relation,
    ],
    weigh,
};

const RULES: &[&str] = &["replay-to-rightful-audience", "default-or-vendor-audience"];

fn weigh(scene: &Scene<'_>) -> Weight {
    by_facts(scene).with_rules(scene, RULES)
}

fn by_facts(scene: &Scene<'_>) -> Weight {
    let is_issuer = scene
        .role()
        .is_some_and(|role| role.is_issuers() || role == Role::Client);
    let audience = scene.case.audience();
    let opens_something = matches!(
        scene.function,
        Function::LoginProof
            | Function::AccessGrant
            | Function::WorkloadIdentity
            | Function::Untold
    );
    if is_issuer || audience.is_empty() || scene.case.is_bound() || !opens_something {
        return Weight::idle("the receiver cannot use the token elsewhere");
    }
    let is_shared = scene
        .finding("default-or-vendor-audience")
        .is_some_and(|finding| finding.severity >= Severity::Warn);
    let reason = match (scene.names_receiver(), is_shared) {
        (true, false) => {
            return Weight::none("the receiver is the audience: it gains nothing by replay");
        }
        (true, true) => "every receiver that shares this audience can play the token at the others",
        (false, _) => {
            "the receiver collects tokens that are good elsewhere, and can play them there"
        }
    };
    if scene.is_third_party() {
        return Weight::major(
            reason,
            Threat::RecipientReplay,
            "Ask for a token whose audience is this receiver alone.",
        );
    }
    Weight::condition(
        reason,
        Threat::RecipientReplay,
        State::ToVerify,
        "be sure that no receiver of this operator keeps or passes on tokens",
    )
}
