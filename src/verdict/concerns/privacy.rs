//! C9: what does the receiver learn about people that it need not know?

use crate::{
    rules::{Severity, Threat},
    situation::FactName,
    verdict::{
        concern::{Concern, State, Weight},
        scene::Scene,
    },
};

pub(in crate::verdict) const CONCERN: Concern = Concern {
    id: "C9",
    name: "privacy",
    step: "V-8",
    reads: &[FactName::Relation],
    weigh,
};

const RULES: &[&str] = &[
    "personal-data-to-other-party",
    "user-info-in-access-token",
    "entitlement-bulk",
];

fn weigh(scene: &Scene<'_>) -> Weight {
    let goes_to_other_party = scene.is_third_party()
        && (scene.fires("personal-data-to-other-party")
            || !scene.findings_of(RULES, Severity::Warn).is_empty()
            || scene.fires("entitlement-bulk"));
    if goes_to_other_party {
        return Weight::condition(
            "claims about a person reach another operator",
            Threat::PersonalData,
            State::ToVerify,
            "send no more claims than the receiver needs, with an identifier made for it",
        )
        .with_rules(scene, RULES);
    }
    Weight::idle("no claims about people reach another operator")
}
