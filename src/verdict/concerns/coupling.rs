//! C13: does a program read what its issuer never promised to keep?

use crate::{
    rules::Threat,
    situation::FactName,
    verdict::{
        concern::{Concern, Weight},
        scene::{Function, Scene},
    },
};

pub(in crate::verdict) const CONCERN: Concern = Concern {
    id: "C13",
    name: "coupling",
    step: "V-8",
    reads: &[FactName::ReadsAccessToken],
    weigh,
};

fn weigh(scene: &Scene<'_>) -> Weight {
    let reads = scene.case.situation.reads_access_token.is(&true);
    if reads && scene.function == Function::AccessGrant {
        return Weight::major(
            "the client reads an access token, whose format the issuer may change or close any day",
            Threat::Coupling,
            "Read the ID token or the userinfo endpoint; only send the access token.",
        )
        .with_rules(scene, &["client-reads-access-token"]);
    }
    Weight::idle("no client reads what is not for it")
}
