//! C14: does one door open to both kinds of token?

use crate::{
    rules::{self, Severity, Threat},
    situation::{FactName, TypeRule},
    verdict::{
        concern::{Concern, State, Weight},
        scene::{Function, Scene},
    },
};

pub(in crate::verdict) const CONCERN: Concern = Concern {
    id: "C14",
    name: "mixed acceptance",
    step: "V-8",
    reads: &[
        FactName::TypeRule,
        FactName::ReceiverIds,
        FactName::ReceiverClients,
    ],
    weigh,
};

const RULES: &[&str] = &["both-kinds-accepted", "kinds-not-mutually-exclusive"];

fn weigh(scene: &Scene<'_>) -> Weight {
    by_facts(scene).with_rules(scene, RULES)
}

fn by_facts(scene: &Scene<'_>) -> Weight {
    let situation = scene.case.situation;
    let tells_apart = matches!(
        situation.type_rule.known(),
        Some(TypeRule::AtJwt | TypeRule::Own)
    );
    if !scene.is_credential() || tells_apart {
        return Weight::idle("the receiver takes one kind, or tells kinds apart");
    }
    let overlap = scene
        .finding("kinds-not-mutually-exclusive")
        .is_some_and(|finding| finding.severity >= Severity::Warn);
    if overlap {
        return Weight::major(
            "ID tokens and access tokens of this issuer pass the same checks here",
            Threat::Confusion,
            "Give them different audiences, or tell them apart by `typ`.",
        );
    }
    let is_stated = situation.type_rule.is(&TypeRule::None);
    if is_stated && overlaps_id_token(scene) {
        return Weight::major(
            "the ID token beside this access token passes the same checks here",
            Threat::Confusion,
            "Give them different audiences, or tell them apart by `typ`.",
        );
    }
    let takes_api_name = situation
        .receiver_ids
        .iter()
        .any(|id| !situation.receiver_clients.contains(id));
    if is_stated && takes_api_name && !situation.receiver_clients.is_empty() {
        return Weight::condition(
            "the receiver answers to the audience of ID tokens and to that of access tokens, and \
             does not tell the two apart: the weaker path is the one that counts",
            Threat::Confusion,
            State::NotMet,
            "take one kind at each endpoint, or branch on the kind explicitly",
        );
    }
    Weight::idle("nothing shows that both kinds are taken alike")
}

/// Whether the access token came with an ID token that a receiver without a type rule takes for it.
fn overlaps_id_token(scene: &Scene<'_>) -> bool {
    let case = &scene.case;
    scene.function == Function::AccessGrant
        && case.siblings.iter().any(|sibling| {
            Function::of(sibling.kind) == Function::LoginProof
                && rules::kinds_overlap(sibling.token, case.token).is_some()
        })
}
