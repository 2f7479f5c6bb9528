//! C11: how long does a mistake last?

use crate::{
    rules::{Severity, Threat},
    situation::{FactName, Sensitivity},
    verdict::{
        concern::{Concern, State, Weight},
        level::Level,
        scene::{Function, Scene},
    },
};

pub(in crate::verdict) const CONCERN: Concern = Concern {
    id: "C11",
    name: "life and revocation",
    step: "V-8",
    reads: &[
        FactName::Sensitivity,
        FactName::ClientType,
        FactName::Relation,
        FactName::Introspects,
    ],
    weigh,
};

const RULES: &[&str] = &[
    "lifetime-too-long",
    "long-lived-bearer",
    "stale-or-truncated-entitlements",
    "guessable-opaque-token",
];

/// What still counts as minutes, in seconds.
const MINUTES: i64 = 15 * 60;

fn weigh(scene: &Scene<'_>) -> Weight {
    let mut found = scene.findings_of(RULES, Severity::Warn);
    // A copy of a bound token is of no use, however long it lives.
    found.retain(|(rule, _)| rule.name != "lifetime-too-long" || !scene.case.is_bound());
    if let Some((rule, finding)) = found.first() {
        return Weight::of_finding(Level::Condition, rule, finding).with_rules(scene, RULES);
    }
    let situation = scene.case.situation;
    let matters = scene.is_credential()
        && situation.sensitivity.is(&Sensitivity::High)
        && !scene.case.is_bound();
    let cannot_be_revoked = match scene.function {
        Function::LoginProof => true,
        Function::AccessGrant => scene.is_readable() && situation.introspects.is(&false),
        _ => false,
    };
    if matters && cannot_be_revoked {
        return Weight::condition(
            "nobody can take the token back before it expires, and much depends on it",
            Threat::Stale,
            match scene.case.remaining_life() {
                Some(left) if left <= MINUTES => State::Met,
                _ => State::ToVerify,
            },
            "keep its life to minutes, as nothing else ends it",
        );
    }
    Weight::idle("it ends soon enough")
}
