//! C5: does the token show what the receiver must learn?

use crate::{
    rules::{Finding, Rule, Severity, Threat},
    situation::{FactName, Need, Permissions, Role},
    verdict::{
        concern::{Concern, State, Weight},
        level::Level,
        scene::{Function, Scene},
    },
};

pub(in crate::verdict) const CONCERN: Concern = Concern {
    id: "C5",
    name: "need",
    step: "V-4",
    reads: &[
        FactName::Need,
        FactName::ReceiverRole,
        FactName::Permissions,
        FactName::NeedScopes,
        FactName::NeedMaxAuthAge,
        FactName::NeedAcr,
        FactName::AccountKey,
    ],
    weigh,
};

/// An error of these means that the receiver would learn something false.
const RULES: &[&str] = &[
    "access-token-as-login-proof",
    "required-scope-missing",
    "nonce-mismatch",
    "weak-authentication-context",
    "mutable-user-key",
    "machine-subject",
    "project-key-as-user-token",
    "introspection-answer-inconsistent",
    "k8s-username-mapping",
];

/// Said of the same need, without a level of their own.
const REMARKS: &[&str] = &[
    "own-rules-authorization",
    "all-or-nothing-grant",
    "delegation-needs-access-token",
    "stale-authentication",
];

fn weigh(scene: &Scene<'_>) -> Weight {
    kind_for_need(scene)
        .or_worse(by_findings(scene))
        .or_worse(freshness(scene))
        .with_rules(scene, RULES)
        .with_rules(scene, REMARKS)
}

fn by_findings(scene: &Scene<'_>) -> Option<Weight> {
    let found = scene.findings_of(RULES, Severity::Warn);
    let weigh = |(rule, finding): &(&'static Rule, &Finding)| {
        let is_no_user = matches!(rule.name, "machine-subject" | "project-key-as-user-token");
        let level = match finding.severity {
            Severity::Error => Level::Blocker,
            _ if is_no_user && needs_user(scene) => Level::Blocker,
            _ => Level::Condition,
        };
        Weight::of_finding(level, rule, finding)
    };
    found
        .iter()
        .map(weigh)
        .reduce(|worst, next| worst.or_worse(Some(next)))
}

/// Whether the receiver looks for a person behind the request. A session is begun for one, whatever
/// comes after it; a federation looks for workloads.
fn needs_user(scene: &Scene<'_>) -> bool {
    match scene.role() {
        Some(Role::SessionEndpoint) => return true,
        Some(Role::WorkloadFederation) => return false,
        _ => {}
    }
    let need = scene.case.situation.need.known();
    need.is_some_and(|need| need.includes_authentication())
}

fn kind_for_need(scene: &Scene<'_>) -> Weight {
    let needs_login = needs_user(scene);
    match scene.function {
        Function::AccessGrant
            if needs_login
                && matches!(scene.role(), Some(Role::Client | Role::SessionEndpoint)) =>
        {
            Weight::blocker(
                "the receiver wants to know who logged in, and an access token that another client \
                 got for this user would say the same",
                Threat::Substitution,
                "Send the ID token of this very login.",
            )
        }
        Function::LoginProof if scene.is_credential() => login_proof(scene),
        Function::AccessGrant if scene.is_credential() => Weight::none(match needs_login {
            true => "the receiver asks whose data are meant, and the token has a subject",
            false => "the token says what the client may do",
        }),
        Function::LoginProof => {
            Weight::none("the receiver must learn who the user is, and the token proves a login")
        }
        _ => Weight::none("the token shows what this receiver wants to know"),
    }
}

/// An ID token at a receiver that lets in by it: it says who, and nothing about rights.
fn login_proof(scene: &Scene<'_>) -> Weight {
    let situation = scene.case.situation;
    let wants_rights = situation
        .need
        .known()
        .is_some_and(|need| *need != Need::Authentication);
    if !wants_rights {
        return Weight::none(match scene.case.machine_sign() {
            Some(_) => "the receiver must learn no more than which workload calls",
            None => "the receiver must learn no more than who the user is",
        });
    }
    if situation.permissions.is(&Permissions::Token) {
        return Weight::major(
            "only the token says what the client may do, and an ID token says nothing about that: \
             all is allowed or nothing",
            Threat::Overprivilege,
            "Ask for an access token with the scopes that the task needs.",
        );
    }
    let tells_clients =
        scene.presenter_list().is_some() || !scene.is_third_party() && scene.known_clients() <= 1;
    let has_rules = situation.permissions.is(&Permissions::OwnRules) && tells_clients;
    Weight::condition(
        "an ID token grants nothing: the rights are the receiver's own table of presenter and subject",
        Threat::Overprivilege,
        match has_rules {
            true => State::Met,
            false => State::ToVerify,
        },
        "keep rules of presenter and subject at the receiver",
    )
}

/// How old the login may be.
fn freshness(scene: &Scene<'_>) -> Option<Weight> {
    scene.case.situation.max_auth_age?;
    let finding = scene.finding("stale-authentication")?;
    Some(if finding.severity == Severity::Error {
        Weight::blocker(
            finding.message.clone(),
            Threat::Stale,
            "Send the user to log in again (`max_age`, or `prompt=login`).",
        )
    } else {
        Weight::condition(
            finding.message.clone(),
            Threat::Stale,
            State::ToVerify,
            "ask for `auth_time` (`max_age` in the request), and compare it",
        )
    })
}
