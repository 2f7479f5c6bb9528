//! C4: who sends it, and does the receiver let that program in?

use crate::{
    rules::{self, Severity, Threat, words},
    situation::{FactName, Role},
    verdict::{
        concern::{Concern, State, Weight},
        level::Level,
        scene::{Function, Scene},
    },
};

pub(in crate::verdict) const CONCERN: Concern = Concern {
    id: "C4",
    name: "presenter",
    step: "V-3",
    reads: &[
        FactName::Presenters,
        FactName::Relation,
        FactName::ClientIds,
        FactName::ChecksPresenter,
        FactName::SubjectCondition,
    ],
    weigh,
};

const RULES: &[&str] = &[
    "presenter-not-allowed",
    "presenter-claims-disagree",
    "azp-missing",
    "no-presenter-list",
    "actor-chain",
    "azp-shadows-aud",
];

fn weigh(scene: &Scene<'_>) -> Weight {
    if scene.role() == Some(Role::WorkloadFederation) {
        return federation(scene);
    }
    let errors = ["presenter-claims-disagree", "actor-chain"];
    if let Some((rule, finding)) = scene.findings_of(&errors, Severity::Error).first() {
        return Weight::of_finding(Level::Blocker, rule, finding);
    }
    let speaks_for_a_client = matches!(
        scene.function,
        Function::LoginProof | Function::AccessGrant | Function::Untold
    ) && scene.is_readable();
    let idle = match scene.role() {
        _ if !speaks_for_a_client || !scene.is_credential() => {
            Some("this receiver lets nobody in because of who presents the token")
        }
        Some(Role::Userinfo) => Some("the issuer knows to whom it gave the token"),
        _ => None,
    };
    if let Some(reason) = idle {
        // A list that somebody keeps nevertheless counts.
        return match scene.findings_of(RULES, Severity::Error).first() {
            Some((rule, finding)) => Weight::of_finding(Level::Blocker, rule, finding),
            None => Weight::idle(reason),
        };
    }
    match scene.presenter() {
        Some(client) => known(scene, &client),
        None => unknown(scene),
    }
    .with_rules(scene, RULES)
}

/// The token says to whom it was issued.
fn known(scene: &Scene<'_>, client: &str) -> Weight {
    let own = &scene.case.situation.receiver_clients;
    let is_own = own.iter().any(|one| one == client);
    match scene.presenter_list() {
        Some(list) if is_own || list.iter().any(|one| one == client) => Weight::none(format!(
            "the client it was issued to, {}, is let in by name",
            words::quote(client)
        )),
        Some(_) => Weight::blocker(
            format!(
                "it was issued to {}, which is none of the clients that the receiver lets in",
                words::quote(client)
            ),
            Threat::Unrelated,
            "Let the client be registered at the receiver, or use one that is.",
        ),
        None => unlisted(scene, is_own),
    }
}

/// The receiver lets every client in.
fn unlisted(scene: &Scene<'_>, is_own: bool) -> Weight {
    if scene.is_third_party() && !is_own {
        return unlisted_third_party(scene);
    }
    if scene.known_clients() > 1 {
        return Weight::condition(
            "several clients of this operator can send tokens, and the receiver takes them alike",
            Threat::Unrelated,
            State::of(scene.case.situation.checks("presenter")),
            "look which client asks, and give each no more than it needs",
        );
    }
    Weight::none("client and receiver have one operator, and there is one client")
}

fn unlisted_third_party(scene: &Scene<'_>) -> Weight {
    let is_grant = scene.function == Function::AccessGrant;
    let has_scopes = scene
        .case
        .claims()
        .is_some_and(|claims| !claims.scopes().is_empty());
    if is_grant && has_scopes && scene.names_receiver() {
        return Weight::condition(
            "any client may present tokens here; audience and scopes of the token carry the decision",
            Threat::Unrelated,
            State::ToVerify,
            "decide by the scopes that the user agreed to, or keep a list of clients",
        );
    }
    Weight::major(
        "any client of another party may present tokens here, and nothing says what each may do",
        Threat::Unrelated,
        "Keep a list of the clients that may present tokens, each with what it may do.",
    )
}

/// Nothing in the token tells to whom it was issued.
fn unknown(scene: &Scene<'_>) -> Weight {
    if scene.case.machine_sign().is_some() {
        return Weight::none("its subject is a workload, and is itself the presenter");
    }
    if !scene.is_third_party() {
        return Weight::none(
            "client and receiver have one operator: nobody needs to be told apart",
        );
    }
    let reason = "the token does not say to which client it was issued, so an unrelated one cannot \
                  be kept out";
    let fix = "Let the issuer say it (`azp` or `client_id`), and compare it with a list.";
    match scene.function {
        Function::LoginProof => Weight::blocker(reason, Threat::Unrelated, fix),
        _ => Weight::major(reason, Threat::Unrelated, fix),
    }
}

/// A federation lets in by subject; what its trust policy demands is the list.
fn federation(scene: &Scene<'_>) -> Weight {
    const RULE: &str = "ci-trust-too-broad";
    let reach = scene
        .finding(RULE)
        .filter(|finding| finding.pointer == "payload/sub")
        .map(|finding| finding.severity);
    match (reach, scene.case.situation.subject_condition.known()) {
        (Some(Severity::Error), _) => Weight::blocker(
            "the trust policy takes subjects of strangers: any project of the platform gets in",
            Threat::Unrelated,
            "Demand one repository, and one branch or environment, in the condition on `sub`.",
        )
        .with_rules(scene, &[RULE]),
        (Some(Severity::Warn), _) => Weight::major(
            "the trust policy takes the subjects of more than one project",
            Threat::Overprivilege,
            "Demand one repository, and one branch or environment, in the condition on `sub`.",
        )
        .with_rules(scene, &[RULE]),
        (_, Some(condition)) if condition == "none" => Weight::blocker(
            "the trust policy demands nothing of the subject: anybody whom the issuer knows gets in",
            Threat::Unrelated,
            "Demand one subject in the condition of the trust policy.",
        ),
        (_, Some(condition)) if !meets(condition, scene) => Weight::blocker(
            "the subject does not meet the condition of the trust policy",
            Threat::Unrelated,
            "Run the job where the trust policy expects it, or mend the policy.",
        ),
        _ => match scene.finding("azp-shadows-aud") {
            Some(finding) if finding.severity >= Severity::Warn => Weight::condition(
                finding.message.clone(),
                Threat::Unrelated,
                State::ToVerify,
                "pin the presenter and the audience, each in the condition that is compared with it",
            )
            .with_rules(scene, RULES),
            _ => Weight::none("the trust policy pins the subject"),
        },
    }
}

fn meets(condition: &str, scene: &Scene<'_>) -> bool {
    let subject = scene.case.claims().and_then(|claims| claims.str("sub"));
    subject.is_some_and(|subject| rules::subject_matches(condition, &subject))
}
