//! C2: is this kind of token ever taken by a receiver of this role?

use crate::{
    rules::{Severity, Threat},
    situation::{FactName, Role, TypeRule},
    verdict::{
        concern::{Concern, State, Weight},
        level::Level,
        scene::{Function, Scene},
    },
};

pub(in crate::verdict) const CONCERN: Concern = Concern {
    id: "C2",
    name: "kind fits role",
    step: "V-1",
    reads: &[FactName::ReceiverRole, FactName::TypeRule],
    weigh,
};

const RULES: &[&str] = &[
    "wrong-kind-for-receiver",
    "userinfo-with-id-token",
    "kind-contradiction",
    "wrong-slot",
    "untyped-jwt",
    "exchange-type-mismatch",
    "disclosure-broken",
    "key-binding-broken",
    "client-attestation-broken",
];

fn weigh(scene: &Scene<'_>) -> Weight {
    if let Some((rule, finding)) = scene.findings_of(RULES, Severity::Error).first() {
        return Weight::of_finding(Level::Blocker, rule, finding);
    }
    let is_login_proof = scene.function == Function::LoginProof;
    if is_login_proof && matches!(scene.role(), Some(Role::Userinfo | Role::Introspection)) {
        return Weight::blocker(
            "this endpoint of the issuer takes access tokens, and what comes is a proof of login",
            Threat::Confusion,
            "Send the access token that came beside it.",
        );
    }
    let opens_doors = matches!(scene.function, Function::LoginProof | Function::AccessGrant);
    if opens_doors && scene.role() == Some(Role::LogoutEndpoint) {
        return Weight::blocker(
            "this endpoint ends sessions, and one that takes anything but logout tokens lets their \
             holders end the sessions of others",
            Threat::Confusion,
            "Send a logout token (`logout+jwt`), and nothing else.",
        );
    }
    if is_login_proof
        && scene.is_credential()
        && scene.case.situation.type_rule.is(&TypeRule::AtJwt)
    {
        return Weight::blocker(
            "the receiver tells kinds apart by `at+jwt` and refuses what has another type; one that \
             let this through would let every ID token of the issuer through",
            Threat::Confusion,
            "Ask for an access token of the type `at+jwt` for this receiver.",
        )
        .with_rules(scene, &["untyped-jwt", "kinds-not-mutually-exclusive"]);
    }
    if scene.function == Function::Untold && scene.is_readable() {
        return Weight::condition(
            "nothing tells which kind of token this is",
            Threat::Confusion,
            State::ToVerify,
            "make sure which kind it is, and tell kinds apart where it is received",
        );
    }
    Weight::idle(match scene.role() {
        Some(role) => format!("a receiver `{role}` can take what this token shows"),
        None => "nothing says that it cannot be taken".to_owned(),
    })
}
