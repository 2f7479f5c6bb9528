//! Facts that nobody stated: which values they could have, from the best to the worst.
//!
//! Not every silence is a gap. Who receives the token, what must be learnt, who runs both sides,
//! what the user agreed to, whom the receiver lets in: the answer can turn on each, so it is judged at
//! both ends. A demand that nobody made is no demand (binding, scopes, freshness, a type rule); a
//! token that is not said to travel oddly travels in a header; a check that nobody speaks about
//! becomes a condition to verify, and is never taken for made.

use crate::{
    rules::Case,
    situation::{
        Channel, Consent, Fact, FactName, Need, OneTime, Permissions, Presenters, Relation, Role,
        Situation, Transport,
    },
    verdict::scene::Function,
};

/// A fact on which the verdict can turn.
pub(super) struct Unknown {
    pub(super) name: FactName,
    /// Whether nobody stated it and it matters for such a token and receiver.
    pub(super) is_open: fn(&Case<'_>, &Situation) -> bool,
    /// What it could be, the best for the sender first, the worst last; of role and need there is
    /// no better or worse, so each is tried.
    pub(super) choices: fn() -> Vec<Choice>,
}

/// One thing that an unknown fact could be.
#[derive(Clone, Copy)]
pub(super) struct Choice {
    /// The value in words.
    pub(super) words: &'static str,
    /// Makes it so.
    pub(super) set: fn(&Case<'_>, &mut Situation),
}

impl std::fmt::Debug for Choice {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.words)
    }
}

/// Those without an order: each value is tried.
pub(super) const ENUMERATED: [FactName; 2] = [FactName::ReceiverRole, FactName::Need];

/// A name that no token has in its audience; it is told to nobody.
pub(super) const ANOTHER: &str = "urn:whichtoken:another";

macro_rules! choices {
    ($($words:literal => $set:expr;)*) => {
        || vec![$(Choice { words: $words, set: $set }),*]
    };
}

macro_rules! values {
    ($fact:ident, $($words:literal = $value:expr;)*) => {
        choices! { $($words => |_, situation| situation.$fact = Fact::Stated($value);)* }
    };
}

/// In the order in which they are filled in: an earlier one can settle a later one.
pub(super) static ALL: &[Unknown] = &[
    Unknown {
        name: FactName::ReceiverRole,
        is_open: |_, situation| situation.role == Fact::Unknown,
        choices: values! { role,
            "client" = Role::Client;
            "resource-server" = Role::ResourceServer;
            "authorization-server" = Role::AuthorizationServer;
            "token-exchange" = Role::TokenExchange;
            "session-endpoint" = Role::SessionEndpoint;
            "gateway" = Role::Gateway;
            "kubernetes-api" = Role::KubernetesApi;
            "workload-federation" = Role::WorkloadFederation;
            "userinfo" = Role::Userinfo;
            "introspection" = Role::Introspection;
            "logout-endpoint" = Role::LogoutEndpoint;
        },
    },
    Unknown {
        name: FactName::Need,
        is_open: |_, situation| situation.need == Fact::Unknown,
        choices: values! { need,
            "authentication" = Need::Authentication;
            "delegation" = Need::Delegation;
            "both" = Need::Both;
        },
    },
    Unknown {
        name: FactName::Relation,
        is_open: |_, situation| situation.relation == Fact::Unknown,
        choices: values! { relation,
            "first-party" = Relation::FirstParty;
            "third-party" = Relation::ThirdParty;
        },
    },
    Unknown {
        name: FactName::ReceiverIds,
        is_open: |case, situation| {
            let is_issuer = match situation.role.known() {
                // There it is the client that asks who has to be the audience, if anybody.
                Some(role) if role.is_issuers() => matches!(
                    Function::of(case.likely_kind()),
                    Function::LoginProof | Function::AccessGrant
                ),
                _ => false,
            };
            !situation.receiver_is_named() && !is_issuer && case.claims().is_some()
        },
        choices: choices! {
            "a name in the token's audience" => name_receiver;
            "none of the token's audience" => |_, situation| {
                situation.receiver_ids = vec![ANOTHER.to_owned()];
            };
        },
    },
    Unknown {
        name: FactName::ClientIds,
        is_open: |_, situation| {
            situation.client_ids.is_empty()
                && matches!(
                    situation.role.known(),
                    Some(Role::AuthorizationServer | Role::TokenExchange)
                )
        },
        choices: choices! {
            "the token's audience" => |case, situation| {
                situation.client_ids = case.audience().into_iter().map(|one| one.into_owned()).collect();
            };
            "another" => |_, situation| situation.client_ids = vec![ANOTHER.to_owned()];
        },
    },
    Unknown {
        name: FactName::Presenters,
        is_open: |case, situation| {
            situation.presenters == Fact::Unknown
                && situation.checks("presenter") != Some(false)
                && Function::of(case.likely_kind()) == Function::LoginProof
                // A cluster knows audiences and no list of clients.
                && situation.role.known().is_none_or(|role| {
                    role.takes_credentials() && *role != Role::KubernetesApi
                })
                // One operator knows its own clients, unless their list is all there is to compare.
                && (!situation.relation.is(&Relation::FirstParty)
                    || !case.audience().iter().any(|one| situation.is_receiver(one))
                    || situation.checks("audience") == Some(false))
        },
        choices: choices! {
            "a list with the token's client" => |case, situation| {
                let client = case.presenter().map(|presenter| presenter.client.into_owned());
                situation.presenters = Fact::Stated(Presenters::Listed(client.into_iter().collect()));
            };
            "any" => |_, situation| situation.presenters = Fact::Stated(Presenters::Any);
            "a list without it" => |_, situation| {
                situation.presenters = Fact::Stated(Presenters::Listed(vec![ANOTHER.to_owned()]));
            };
        },
    },
    Unknown {
        name: FactName::Consent,
        is_open: |_, situation| situation.consent == Fact::Unknown,
        choices: values! { consent,
            "api" = Consent::Api;
            "login-only" = Consent::LoginOnly;
        },
    },
    Unknown {
        name: FactName::Permissions,
        is_open: |_, situation| situation.permissions == Fact::Unknown,
        choices: values! { permissions,
            "own-rules" = Permissions::OwnRules;
            "both" = Permissions::Both;
            "token" = Permissions::Token;
        },
    },
    Unknown {
        name: FactName::Introspects,
        is_open: |case, situation| {
            situation.introspects == Fact::Unknown && case.claims().is_none()
        },
        choices: values! { introspects,
            "yes" = true;
            "no" = false;
        },
    },
    Unknown {
        name: FactName::SubjectCondition,
        is_open: |case, situation| {
            situation.subject_condition == Fact::Unknown && case.claims().is_some()
        },
        choices: choices! {
            "exactly this subject" => |case, situation| {
                let subject = case.claims().and_then(|claims| claims.str("sub"));
                situation.subject_condition =
                    Fact::Stated(subject.unwrap_or_default().into_owned());
            };
            "none" => |_, situation| {
                situation.subject_condition = Fact::Stated("none".to_owned());
            };
        },
    },
    Unknown {
        name: FactName::OneTime,
        is_open: |_, situation| {
            situation.one_time == Fact::Unknown
                && situation.role.is(&Role::SessionEndpoint)
                && situation.nonce.is_none()
                && situation.checks("nonce").is_none()
        },
        choices: values! { one_time,
            "jti" = OneTime::Jti;
            "none" = OneTime::None;
        },
    },
    Unknown {
        name: FactName::Transport,
        is_open: |case, situation| {
            case.is_bound()
                && Function::of(case.likely_kind()) != Function::OtherObject
                && match is_bound_to_certificate(case) {
                    true => certificate_is_open(situation),
                    false => situation.transport == Fact::Unknown,
                }
        },
        choices: choices! {
            "with its proof" => |case, situation| {
                situation.transport = Fact::Stated(match is_bound_to_certificate(case) {
                    true => Transport::Mtls,
                    false => Transport::DpopHeader,
                });
            };
            "bearer-header" => |_, situation| {
                situation.transport = Fact::Stated(Transport::BearerHeader);
            };
        },
    },
    // A DPoP proof beside the token is right, and in its place it is not.
    Unknown {
        name: FactName::Transport,
        is_open: |case, situation| {
            situation.transport == Fact::Unknown
                && Function::of(case.likely_kind()) == Function::OtherObject
                && situation
                    .role
                    .known()
                    .is_some_and(|role| role.takes_credentials())
        },
        choices: values! { transport,
            "custom-header" = Transport::CustomHeader;
            "bearer-header" = Transport::BearerHeader;
        },
    },
];

fn is_bound_to_certificate(case: &Case<'_>) -> bool {
    case.confirmation("jkt").is_none() && case.confirmation("x5t#S256").is_some()
}

/// A header that was seen does not show the connection under it; a certificate or a mesh does.
fn certificate_is_open(situation: &Situation) -> bool {
    !matches!(situation.transport, Fact::Stated(_))
        && !situation.transport.is(&Transport::Mtls)
        && !situation.channel.is(&Channel::MeshMtls)
        && situation.client_certificate.is_none()
}

/// The audiences that a receiver is imagined to answer to: enough for any honest token.
const AUDIENCES: usize = 16;

/// Lets the receiver be the audience. The only audience of an ID token is a client, so the receiver
/// is then that client's application.
fn name_receiver(case: &Case<'_>, situation: &mut Situation) {
    let audience = case.audience().into_iter().take(AUDIENCES);
    let audience = audience.map(|one| one.into_owned());
    match case.presenter() {
        Some(presenter) if presenter.claim == "aud" => {
            situation.receiver_clients = audience.collect();
        }
        _ => situation.receiver_ids = audience.collect(),
    }
}

/// Which end of the unknown facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Best,
    Worst,
}

/// The situation with every ordered gap filled at one end; role and need must be known.
pub(super) fn fill(case: &Case<'_>, situation: &mut Situation, end: End) {
    for unknown in ALL {
        situation.complete();
        if !(unknown.is_open)(case, situation) {
            continue;
        }
        let choices = (unknown.choices)();
        let choice = match end {
            End::Best => choices.first(),
            End::Worst => choices.last(),
        };
        if let Some(choice) = choice {
            (choice.set)(case, situation);
        }
    }
    situation.complete();
}
