//! C8: does the way it travels keep it from bystanders?

use crate::{
    rules::{Severity, Threat},
    situation::{Channel, FactName, Role, Transport},
    verdict::{
        concern::{Concern, State, Weight},
        level::Level,
        scene::Scene,
    },
};

pub(in crate::verdict) const CONCERN: Concern = Concern {
    id: "C8",
    name: "transport",
    step: "V-7",
    reads: &[FactName::Transport, FactName::Channel],
    weigh,
};

/// Cookie attributes and client secrets in URLs are no fault of this token.
const RULES: &[&str] = &[
    "token-in-query",
    "token-in-fragment",
    "token-in-cookie",
    "cleartext-transport",
    "several-transports",
    "bearer-transport-misused",
    "token-leaks-elsewhere",
    "authorization-header-malformed",
];

fn weigh(scene: &Scene<'_>) -> Weight {
    let found = scene.findings_of(RULES, Severity::Warn);
    let worst = found.first().map(|(rule, finding)| {
        let level = match (finding.severity, rule.name) {
            (Severity::Error, _) => Level::Blocker,
            (_, "token-in-fragment") => Level::Major,
            _ => Level::Condition,
        };
        Weight::of_finding(level, rule, finding)
    });
    by_facts(scene).or_worse(worst).with_rules(scene, RULES)
}

fn by_facts(scene: &Scene<'_>) -> Weight {
    let situation = scene.case.situation;
    let issues = scene.role().is_some_and(Role::issues);
    if situation.channel.is(&Channel::Http) {
        return Weight::blocker(
            "the token travels in clear over the network",
            Threat::Leak,
            "Send it over https only.",
        );
    }
    match situation.transport.known() {
        None => Weight::idle("nothing says that it travels in another way than a header"),
        Some(Transport::Query | Transport::WebsocketQuery) if !is_hint(scene) => Weight::blocker(
            "the token stands in a URL, which histories, logs and other sites get to see",
            Threat::Leak,
            "Send it in a header, or in the body of a request.",
        ),
        Some(Transport::Query | Transport::WebsocketQuery) => Weight::condition(
            "a hint to the issuer stands in a URL",
            Threat::Leak,
            State::ToVerify,
            "send the hint in the body of a request where the issuer takes it",
        ),
        Some(Transport::Fragment) => Weight::major(
            "the token stands in the fragment of a URL, which scripts and histories get to see",
            Threat::Leak,
            "Use the code flow, and send the token in a header.",
        ),
        Some(Transport::Cookie) => Weight::condition(
            "browsers send a cookie along with requests that other sites begin",
            Threat::Substitution,
            State::ToVerify,
            "set `Secure`, `HttpOnly` and `SameSite`, and guard against forged requests",
        ),
        Some(Transport::FormBody) if !issues => Weight::condition(
            "the token stands in a form body, which frameworks write into logs",
            Threat::Leak,
            State::ToVerify,
            "send it in a header, or keep bodies out of logs",
        ),
        Some(Transport::WebsocketSubprotocol) => Weight::condition(
            "the token stands in the list of subprotocols, which servers echo and log",
            Threat::Leak,
            State::ToVerify,
            "send a ticket that is good once, or keep that header out of logs",
        ),
        Some(
            Transport::BearerHeader
            | Transport::DpopHeader
            | Transport::Mtls
            | Transport::CustomHeader
            | Transport::FormBody
            | Transport::None,
        ) => Weight::idle("it travels where neither URLs nor histories keep it"),
    }
}

/// A hint opens nothing; the issuer gave it out itself.
fn is_hint(scene: &Scene<'_>) -> bool {
    scene
        .finding("token-in-query")
        .is_some_and(|finding| finding.severity < Severity::Error)
}
