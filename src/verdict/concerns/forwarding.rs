//! C12: what happens to the token next?

use crate::{
    rules::Threat,
    situation::{FactName, ForwardedAs},
    verdict::{
        concern::{Concern, Weight},
        scene::{Function, Scene},
    },
};

pub(in crate::verdict) const CONCERN: Concern = Concern {
    id: "C12",
    name: "forwarding",
    step: "V-8",
    reads: &[FactName::ForwardsTo],
    weigh,
};

fn weigh(scene: &Scene<'_>) -> Weight {
    by_facts(scene).with_rules(scene, &["token-passthrough", "identity-as-payload"])
}

fn by_facts(scene: &Scene<'_>) -> Weight {
    let situation = scene.case.situation;
    let audience = scene.case.audience();
    let foreign: Vec<&str> = situation
        .forwards_to
        .iter()
        .filter(|forward| forward.forwarded_as == ForwardedAs::Credential)
        .map(|forward| forward.id.as_str())
        .filter(|id| !situation.is_receiver(id) && !audience.iter().any(|one| one == id))
        .collect();
    if !foreign.is_empty() {
        return Weight::blocker(
            format!(
                "the receiver sends the token on as a credential to {}, for whom it is not meant",
                foreign.join(", ")
            ),
            Threat::RecipientReplay,
            "Exchange it for a token whose audience is the next receiver (RFC 8693).",
        );
    }
    match (situation.forwards_to.is_empty(), scene.function) {
        (false, _) => Weight::none("what is sent on informs the next party, or is meant for it"),
        (true, Function::GatewayStatement) => {
            Weight::none("it was made by the gateway for this very receiver")
        }
        (true, _) => Weight::idle("nothing says that it is sent on"),
    }
}
