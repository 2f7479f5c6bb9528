//! C7: is a copy of the token of use to a thief, and does that matter here?

use crate::{
    rules::{Family, Severity, Threat},
    situation::{Binding, FactName, Transport},
    verdict::{
        concern::{Concern, State, Weight},
        level::Level,
        scene::{Function, Scene},
    },
};

pub(in crate::verdict) const CONCERN: Concern = Concern {
    id: "C7",
    name: "binding",
    step: "V-6",
    reads: &[
        FactName::Binding,
        FactName::Relation,
        FactName::Transport,
        FactName::ClientCertificate,
    ],
    weigh,
};

const RULES: &[&str] = &[
    "sender-constraint-missing",
    "bound-token-as-bearer",
    "binding-key-mismatch",
    "unbindable-id-token",
    "long-lived-bearer",
];

fn weigh(scene: &Scene<'_>) -> Weight {
    if !scene.is_credential() || scene.function == Function::OtherObject {
        let missing = scene.findings_of(&["sender-constraint-missing"], Severity::Error);
        return match missing.first() {
            Some((rule, finding)) => Weight::of_finding(Level::Blocker, rule, finding),
            None => Weight::idle("the token is handed in once and opens nothing by itself"),
        };
    }
    // How long an unbound token lives is a concern of its own.
    let errors = scene.findings_where(Severity::Error, |rule| {
        rule.family == Family::DpopProof
            || RULES.contains(&rule.name) && rule.name != "long-lived-bearer"
    });
    if let Some((rule, finding)) = errors.first() {
        return Weight::of_finding(Level::Blocker, rule, finding).with_rules(scene, RULES);
    }
    by_facts(scene).with_rules(scene, RULES)
}

fn by_facts(scene: &Scene<'_>) -> Weight {
    if scene.case.is_bound() {
        return bound(scene);
    }
    let situation = scene.case.situation;
    if situation.binding.is(&Binding::Required) && scene.is_readable() {
        return Weight::blocker(
            "the receiver demands that tokens are bound to their sender, and this one is not",
            Threat::Stolen,
            "Ask for an access token that is bound with DPoP or mutual TLS.",
        );
    }
    if situation.binding.is(&Binding::Required) {
        return Weight::condition(
            "whether this token is bound to its sender only its issuer knows",
            Threat::Stolen,
            State::ToVerify,
            "look for `cnf` in the issuer's answer, and compare it with the sender's key",
        );
    }
    // What a gateway says is no credential of a client.
    let is_wanted = situation.binding.is(&Binding::Preferred)
        || scene.function != Function::GatewayStatement && scene.is_third_party();
    if is_wanted {
        return Weight::condition(
            "whoever copies the token can use it until it expires",
            Threat::Stolen,
            State::ToVerify,
            "keep its life short, and prefer tokens that are bound to their sender",
        );
    }
    Weight::idle("nobody demands that the token is bound to its sender")
}

/// A copy alone is useless, as long as the proof is looked at.
fn bound(scene: &Scene<'_>) -> Weight {
    let plain = scene.case.situation.transport.is(&Transport::BearerHeader)
        && scene.case.confirmation("x5t#S256").is_none();
    if plain {
        return Weight::blocker(
            "the token is bound to a key and travels without its proof, as if it were not",
            Threat::Stolen,
            "Send it with its proof (`Authorization: DPoP`), and refuse it without.",
        );
    }
    Weight::none("the token is bound to a key of its sender: a copy alone is useless")
}
