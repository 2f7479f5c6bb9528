//! C6: did the user agree to this use?

use crate::{
    rules::Threat,
    situation::{Consent, FactName},
    verdict::{
        concern::{Concern, Weight},
        scene::{Function, Scene},
    },
};

pub(in crate::verdict) const CONCERN: Concern = Concern {
    id: "C6",
    name: "consent",
    step: "V-5",
    reads: &[FactName::Consent, FactName::Relation],
    weigh,
};

fn weigh(scene: &Scene<'_>) -> Weight {
    if scene.function != Function::LoginProof || !scene.is_credential() {
        return Weight::idle("the user was asked for this use, or nobody opens a door with it");
    }
    if !scene.is_third_party() {
        return Weight::idle(
            "client and receiver have one operator: no screen is expected between them",
        );
    }
    if scene.case.situation.consent.is(&Consent::LoginOnly) {
        return Weight::major(
            "the user agreed to log in at another party's client, and not that it calls this receiver",
            Threat::Consent,
            "Ask the user for access by scopes, and send the access token that follows.",
        )
        .with_rules(scene, &["login-consent-reused"]);
    }
    Weight::none("the user agreed to this use")
}
