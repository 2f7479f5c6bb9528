//! Arguments for and against, with their strength. Both are computed from the situation: what an
//! argument weighs is what the verdict would be without it.

use super::{
    concern::{self, Concern, State, Weight},
    level::Level,
    scene::{Function, Scene},
    unknown,
    voices::{self, Side, Voice},
};
use crate::{
    order,
    rules::{Case, Severity, Threat},
    situation::{
        Binding, Channel, Fact, FactName, ForwardedAs, Role, Sensitivity, Situation, Transport,
    },
};

/// A reason on one side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// The concern that it belongs to.
    pub concern: &'static str,
    /// The reason.
    pub text: String,
    /// How much it weighs here.
    pub strength: Strength,
    /// Whether it only holds with the unknown facts at their best (for) or worst (against).
    pub depends: bool,
    /// The rules that carry it.
    pub rules: Vec<&'static str>,
    /// What goes wrong, for an argument against.
    pub threats: Vec<Threat>,
    /// Who says so.
    pub voices: Vec<Voice>,
}

/// How much an argument weighs. Arguments without weight are listed apart ([`super::Verdict::heard`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// It changes wording only.
    Weak,
    /// It sets a condition.
    Strong,
    /// It alone sets the verdict.
    Decisive,
}

impl Strength {
    /// The fixed name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Weak => "weak",
            Self::Strong => "strong",
            Self::Decisive => "decisive",
        }
    }
}

/// What speaks for sending the token, strongest first: what would otherwise stand against it.
pub(super) fn pro(
    case: &Case<'_>,
    situation: &Situation,
    weights: &[Weight],
    worst: &[Weight],
) -> Vec<Argument> {
    let function = Function::of(case.likely_kind());
    let mut arguments: Vec<Argument> = concern::ALL
        .iter()
        .zip(weights)
        .zip(worst)
        .filter(|((_, weight), _)| weight.level == Level::None && weight.speaks_for)
        .map(|((concern, weight), worst)| Argument {
            concern: concern.id,
            text: weight.reason.clone(),
            strength: match worst_without(case, situation, concern) {
                Level::Blocker => Strength::Decisive,
                Level::Major | Level::Condition => Strength::Strong,
                Level::None => Strength::Weak,
            },
            depends: worst.level > Level::None,
            rules: weight.rules.clone(),
            threats: Vec::new(),
            // They speak about APIs; that a client takes its own login nobody doubts.
            voices: match situation.role.known() {
                Some(Role::Client) => Vec::new(),
                _ => voices::of(concern.id, Side::For, function),
            },
        })
        .collect();
    order::sort_by_key(&mut arguments, |argument| {
        std::cmp::Reverse(argument.strength)
    });
    arguments
}

/// What this concern would weigh if one of the facts that it reads were otherwise.
fn worst_without(case: &Case<'_>, situation: &Situation, concern: &Concern) -> Level {
    let otherwise = concern.reads.iter().filter_map(|fact| {
        let mut situation = situation.clone();
        spoil(case, &mut situation, *fact).then_some(situation)
    });
    otherwise
        .map(|situation| {
            let scene = Scene::of(Case {
                situation: &situation,
                ..*case
            });
            (concern.weigh)(&scene).level
        })
        .max()
        .unwrap_or(Level::None)
}

/// Gives a fact the worst value it can have; `false` where none is worse than another.
fn spoil(case: &Case<'_>, situation: &mut Situation, fact: FactName) -> bool {
    match fact {
        FactName::Keys => {
            situation.checks.insert("signature".to_owned(), false);
        }
        FactName::ChecksAudience => {
            situation.checks.insert("audience".to_owned(), false);
        }
        FactName::Binding => situation.binding = Fact::Stated(Binding::Required),
        FactName::Transport => {
            situation.transport = Fact::Stated(match case.is_bound() {
                true => Transport::BearerHeader,
                false => Transport::Query,
            });
        }
        FactName::Channel => situation.channel = Fact::Stated(Channel::Http),
        FactName::Sensitivity => situation.sensitivity = Fact::Stated(Sensitivity::High),
        FactName::ReadsAccessToken => situation.reads_access_token = Fact::Stated(true),
        FactName::ForwardsTo => {
            for forward in &mut situation.forwards_to {
                forward.forwarded_as = ForwardedAs::Credential;
            }
        }
        FactName::ReceiverIds => {
            situation.receiver_ids.clear();
            situation.receiver_clients.clear();
            set_worst(case, situation, fact);
        }
        FactName::ReceiverRole => return false,
        _ => return set_worst(case, situation, fact),
    }
    true
}

fn set_worst(case: &Case<'_>, situation: &mut Situation, fact: FactName) -> bool {
    let unknown = unknown::ALL.iter().find(|unknown| unknown.name == fact);
    let choices = unknown
        .map(|unknown| (unknown.choices)())
        .unwrap_or_default();
    match choices.last() {
        Some(choice) => {
            (choice.set)(case, situation);
            true
        }
        None => false,
    }
}

/// What speaks against it, strongest first. Of concerns below the one that sets the verdict each
/// still sets a condition; remarks of rules that weigh nothing are weak.
pub(super) fn contra(
    scene: &Scene<'_>,
    best: &[Weight],
    weights: &[Weight],
    worst: Level,
) -> Vec<Argument> {
    let mut arguments = Vec::new();
    for ((concern, best), weight) in concern::ALL.iter().zip(best).zip(weights) {
        let strength = match weight.level {
            Level::None => {
                arguments.extend(remarks(scene, concern, weight));
                continue;
            }
            Level::Condition => Strength::Strong,
            level if level == worst => Strength::Decisive,
            _ => Strength::Strong,
        };
        arguments.push(Argument {
            concern: concern.id,
            text: weight.reason.clone(),
            strength,
            depends: best.level < weight.level,
            rules: weight.rules.clone(),
            threats: weight.threats.clone(),
            voices: voices::of(concern.id, Side::Against, scene.function),
        });
    }
    order::sort_by_key(&mut arguments, |argument| {
        std::cmp::Reverse(argument.strength)
    });
    arguments
}

/// Rules that carry an argument against and found no more than a fact worth knowing.
const REMARKS: &[&str] = &[
    "unbindable-id-token",
    "bearer-transport-misused",
    "untyped-jwt",
    "shared-client-audience",
];

fn remarks<'a>(
    scene: &'a Scene<'_>,
    concern: &'static Concern,
    weight: &'a Weight,
) -> impl Iterator<Item = Argument> + 'a {
    let found = scene.findings_of(REMARKS, Severity::Note);
    found
        .into_iter()
        .filter(|(rule, _)| weight.rules.contains(&rule.name))
        .map(|(rule, finding)| Argument {
            concern: concern.id,
            text: finding.message.clone(),
            strength: Strength::Weak,
            depends: false,
            rules: vec![rule.name],
            threats: rule.doc.threats.to_vec(),
            voices: voices::of(concern.id, Side::Against, scene.function),
        })
}

/// Everything that has to hold: the checks that any receiver of such a token owes, and what the
/// concerns ask for.
pub(super) fn conditions(scene: &Scene<'_>, weights: &[Weight]) -> Vec<concern::Condition> {
    let mut conditions: Vec<concern::Condition> = Vec::new();
    let asked = weights.iter().filter_map(|weight| weight.condition.clone());
    for condition in asked.chain(checks(scene, weights)) {
        if !conditions.iter().any(|known| known.text == condition.text) {
            conditions.push(condition);
        }
    }
    conditions
}

/// The checks by their names, where the receiver can make them.
fn checks(scene: &Scene<'_>, weights: &[Weight]) -> Vec<concern::Condition> {
    let situation = scene.case.situation;
    let answered = |id: &str| {
        concern::ALL
            .iter()
            .zip(weights)
            .any(|(concern, weight)| concern.id == id && weight.condition.is_some())
    };
    // Then it is the client that counts, and its list is a check of its own.
    let is_let_in_by_client = !scene.names_receiver()
        && concern::ALL.iter().zip(weights).any(|(concern, weight)| {
            concern.id == "C3" && matches!(weight.level, Level::Condition | Level::Major)
        });
    let is_client_token = matches!(scene.function, Function::LoginProof | Function::AccessGrant);
    let tells_clients = scene.is_credential()
        && is_client_token
        && (scene.presenter_list().is_some() || situation.checks("presenter").is_some());
    // A client sends access tokens on unread, and objects of other kinds have what they need.
    let is_read = scene.is_readable()
        && !(scene.function == Function::AccessGrant && scene.role() == Some(Role::Client));
    let has = |claim: &str| {
        scene.function != Function::OtherObject
            || scene.case.claims().is_some_and(|claims| claims.has(claim))
    };
    let begins_session = scene.function == Function::LoginProof
        && matches!(scene.role(), Some(Role::SessionEndpoint | Role::Client));
    let wanted: [(&str, bool, &str); 7] = [
        (
            "signature",
            is_read && !answered("C1"),
            "the receiver verifies the signature with a key of the issuer",
        ),
        (
            "issuer",
            is_read && has("iss"),
            "the receiver compares `iss` with the issuer that it trusts",
        ),
        (
            "audience",
            is_read
                && has("aud")
                && scene.role().is_some_and(|role| !role.is_issuers())
                && !is_let_in_by_client,
            "the receiver compares `aud` with its own names",
        ),
        (
            "presenter",
            tells_clients,
            "the receiver compares the client with its list",
        ),
        (
            "type",
            situation.checks("type").is_some() && scene.is_readable(),
            "the receiver tells kinds of token apart",
        ),
        (
            "expiry",
            is_read && has("exp"),
            "the receiver refuses tokens after `exp`",
        ),
        (
            "nonce",
            begins_session && situation.checks("nonce").is_some(),
            "the receiver compares the nonce with the one it sent",
        ),
    ];
    wanted
        .into_iter()
        .filter(|(_, applies, _)| *applies)
        .map(|(name, _, text)| concern::Condition {
            text: text.to_owned(),
            state: State::of(situation.checks(name)),
        })
        .collect()
}
