//! C3: is it meant for this receiver?

use crate::{
    rules::{Severity, Threat, words},
    situation::{FactName, Role},
    verdict::{
        concern::{Concern, State, Weight},
        level::Level,
        scene::{Function, Scene},
        unknown::ANOTHER,
    },
};

pub(in crate::verdict) const CONCERN: Concern = Concern {
    id: "C3",
    name: "audience",
    step: "V-2",
    reads: &[
        FactName::ReceiverIds,
        FactName::ReceiverClients,
        FactName::ClientIds,
        FactName::Presenters,
        FactName::Relation,
        FactName::ChecksAudience,
    ],
    weigh,
};

const RULES: &[&str] = &[
    "audience-mismatch",
    "audience-missing",
    "foreign-client-audience",
    "default-or-vendor-audience",
    "audience-too-broad",
    "audience-not-enforced",
    "k8s-audience-misuse",
];

fn weigh(scene: &Scene<'_>) -> Weight {
    if scene.fires("audience-not-enforced") {
        return Weight::blocker(
            "the receiver does not compare the audience, so a token that any client got for itself \
             opens it",
            Threat::Unrelated,
            "Compare `aud` with the receiver's own names on every request.",
        )
        .with_rules(scene, RULES);
    }
    by_audience(scene).with_rules(scene, RULES)
}

fn by_audience(scene: &Scene<'_>) -> Weight {
    if !scene.is_readable() {
        return Weight::idle("its issuer, when asked, says whom an unreadable token is for");
    }
    let is_issuers = matches!(scene.function, Function::LoginProof | Function::AccessGrant);
    if is_issuers && matches!(scene.role(), Some(Role::Userinfo | Role::Introspection)) {
        return Weight::none("the token comes back to its issuer");
    }
    if !matches!(
        scene.function,
        Function::LoginProof
            | Function::AccessGrant
            | Function::WorkloadIdentity
            | Function::GatewayStatement
            | Function::Untold
    ) {
        return by_findings(scene);
    }
    let back = back_to_issuer(scene);
    if scene.names_receiver() {
        let named = named(scene);
        return match back {
            Some(back) if back.level < named.level => back,
            _ => named,
        };
    }
    if let Some(back) = back {
        return back;
    }
    if scene.function == Function::AccessGrant && scene.role() == Some(Role::Client) {
        return carried_by_client(scene);
    }
    if scene.case.audience().is_empty() {
        return missing(scene);
    }
    foreign(scene)
}

/// Objects with an endpoint of their own: what the rules say about their audience.
fn by_findings(scene: &Scene<'_>) -> Weight {
    match scene.findings_of(RULES, Severity::Error).first() {
        Some((rule, finding)) => {
            let mut weight = Weight::of_finding(Level::Blocker, rule, finding);
            if scene.case.situation.receiver_names().contains(&ANOTHER) {
                let names = words::quoted(&scene.case.audience(), "and");
                weight.reason = format!("it is for {names}, and the receiver has another name");
            }
            weight
        }
        None => Weight::idle("nothing says that it is for somebody else"),
    }
}

/// The receiver, or a client that is the receiver's own, stands in `aud`.
fn named(scene: &Scene<'_>) -> Weight {
    let situation = scene.case.situation;
    let found = scene.findings_of(RULES, Severity::Warn);
    if let Some((rule, finding)) = found.first() {
        let level = match finding.severity {
            Severity::Error => Level::Blocker,
            _ if rule.name == "audience-too-broad" => Level::Condition,
            _ => Level::Major,
        };
        return Weight::of_finding(level, rule, finding);
    }
    let audience = scene.case.audience();
    let by_id = audience
        .iter()
        .any(|one| situation.receiver_ids.iter().any(|id| id == one));
    let is_own_login = matches!(
        scene.role(),
        Some(Role::Client | Role::SessionEndpoint | Role::LogoutEndpoint)
    );
    let name = audience.iter().find(|one| situation.is_receiver(one));
    let name = name.map(|name| words::quote(name)).unwrap_or_default();
    if by_id || is_own_login {
        return Weight::none(format!("the audience names this receiver, {name}"));
    }
    let shared =
        format!("the audience names the client {name}, which is the receiver's own application");
    if scene.is_third_party() {
        let is_listed = scene.presenter().is_some_and(|client| {
            let list = scene.presenter_list();
            list.is_some_and(|list| list.contains(&client))
        });
        return Weight::condition(
            shared,
            Threat::Substitution,
            match is_listed {
                true => State::of(situation.checks("presenter")),
                false => State::ToVerify,
            },
            "be sure that every holder of a token for this client may call this receiver",
        )
        .with_rules(scene, &["shared-client-audience"]);
    }
    Weight::none(shared).with_rules(scene, &["shared-client-audience"])
}

/// At its issuer a token is right in the hands of the client that it was issued for.
fn back_to_issuer(scene: &Scene<'_>) -> Option<Weight> {
    if !matches!(
        scene.role(),
        Some(Role::AuthorizationServer | Role::TokenExchange)
    ) {
        return None;
    }
    let clients = &scene.case.situation.client_ids;
    let is_client = |name: &str| clients.iter().any(|client| client == name);
    if scene.case.audience().iter().any(|one| is_client(one)) {
        return Some(Weight::none(
            "the receiver issues tokens, and the client that asks is the audience",
        ));
    }
    let issued_to = scene.case.presenter().filter(|one| is_client(&one.client));
    issued_to.map(|_| {
        Weight::condition(
            "the receiver issues tokens, and the token was issued to the client that asks",
            Threat::Substitution,
            State::ToVerify,
            "give the client no more than the token that it hands in",
        )
    })
}

/// A client holds access tokens that are for others; it sends them and does not read them.
fn carried_by_client(scene: &Scene<'_>) -> Weight {
    let own = &scene.case.situation.receiver_clients;
    let is_own = scene
        .case
        .presenter()
        .is_some_and(|presenter| own.iter().any(|client| *client == presenter.client));
    if is_own {
        return Weight::none("the token was issued to this client, which sends it on to its API");
    }
    foreign(scene)
}

fn missing(scene: &Scene<'_>) -> Weight {
    // Cognito names the client instead.
    let is_vendors_way = scene
        .finding("audience-missing")
        .is_none_or(|finding| finding.severity < Severity::Error);
    let is_listed = scene.presenter().is_some_and(|client| {
        scene
            .presenter_list()
            .is_some_and(|list| list.contains(&client))
            || scene.case.situation.is_receiver(&client)
    });
    if is_vendors_way && is_listed {
        return Weight::condition(
            "the issuer names no audience, and the client it names instead is let in by name",
            Threat::RecipientReplay,
            State::of(scene.case.situation.checks("presenter")),
            "compare the client on every request, as the issuer gives nothing else to compare",
        );
    }
    Weight::blocker(
        "the token names no audience, so it is good wherever its issuer is trusted",
        Threat::RecipientReplay,
        "Ask for a token with the receiver as its audience.",
    )
}

/// Somebody else stands in `aud`, and the receiver does not.
fn foreign(scene: &Scene<'_>) -> Weight {
    let audience = scene.case.audience();
    // A cluster knows audiences and no list of clients, and a client has to be the audience itself
    // (Core §3.1.3.7).
    let are_listed = scene.function == Function::LoginProof
        && !matches!(scene.role(), Some(Role::KubernetesApi | Role::Client))
        && scene.presenter_list().is_some_and(|list| {
            !audience.is_empty()
                && audience
                    .iter()
                    .all(|one| list.iter().any(|known| known == one))
        });
    let names = words::quoted(&audience, "and");
    if !are_listed {
        let mut receivers = scene.case.situation.receiver_names();
        receivers.retain(|name| *name != ANOTHER);
        // Whoever gets a token that is for another receiver can also play it there.
        let threat = match scene.function {
            Function::LoginProof => Threat::Unrelated,
            _ => Threat::RecipientReplay,
        };
        return Weight::blocker(
            match receivers.is_empty() {
                true => format!("the token is for {names}, and the receiver has another name"),
                false => format!(
                    "the token is for {names}, and the receiver is {}",
                    words::quoted(&receivers, "or")
                ),
            },
            threat,
            match (scene.function, scene.role()) {
                (Function::AccessGrant, Some(Role::SessionEndpoint)) => {
                    "Send the ID token of this very login."
                }
                _ => "Ask for a token with this receiver as its audience.",
            },
        );
    }
    if scene.is_third_party() {
        return Weight::major(
            format!(
                "the token is for {names}, a client of another party that the receiver lets in by \
                 name: no unknown client gets in, but the token stays good at its own client"
            ),
            Threat::RecipientReplay,
            "Ask for an access token with this receiver as its audience.",
        );
    }
    Weight::condition(
        format!("the token is for {names}, a client that the receiver lets in by name"),
        Threat::Unrelated,
        State::of(scene.case.situation.checks("audience")),
        "compare the audience with the list of clients on every request",
    )
}
