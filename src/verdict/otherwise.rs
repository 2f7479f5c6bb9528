//! What if: the same facts with the other token, and the same token at another receiver.

use super::{
    concern,
    imagined::Imagined,
    level::{Interval, Level},
    scene::Function,
    spread::{self, Pivot},
};
use crate::{
    classify::Kind,
    rules::Case,
    situation::{Binding, ClientType, Fact, Need, Role, Situation},
};

/// What the other token would get here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counterfactual {
    /// Its kind.
    pub kind: Kind,
    /// How it is imagined.
    pub token: String,
    /// What it would get.
    pub interval: Interval,
    /// The unknown facts that would decide.
    pub pivots: Vec<Pivot>,
    /// What would stand against it, by concern.
    pub against: Vec<(&'static str, String)>,
}

/// What the same token would get if the receiver turned it into something of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reframing {
    /// The role that makes the difference.
    pub role: Role,
    /// What it would get there.
    pub interval: Interval,
}

/// Judges a well-formed token of the other kind from the same issuer: meant for this receiver,
/// issued to this client, with the scopes it needs, and bound if the provider can. `None` for tokens
/// that are neither ID token nor access token and have no other, and for the access token of a
/// machine, which logs in nowhere.
pub(super) fn counterfactual(case: &Case<'_>, situation: &Situation) -> Option<Counterfactual> {
    let is_of_machine = case.machine_sign().is_some();
    let kind = match Function::of(case.likely_kind()) {
        Function::LoginProof => Kind::AccessToken,
        Function::AccessGrant if !is_of_machine => Kind::IdToken,
        Function::AccessGrant
        | Function::WorkloadIdentity
        | Function::GatewayStatement
        | Function::OtherObject
        | Function::Untold => return None,
    };
    let mut situation = situation.clone();
    situation.complete();
    if is_of_machine && situation.client_type == Fact::Unknown {
        // Where a machine may send the one, its subject is no surprise in the other.
        situation.client_type = Fact::Inferred(ClientType::Workload, "the token at hand");
    }
    let imagined = match kind {
        Kind::IdToken => Imagined::id_token(case, &situation),
        _ => {
            let is_bound = can_bind(case, &situation);
            Imagined::access_token(case, &mut situation, is_bound)
        }
    };
    imagined.in_place_of(case, |case| {
        let spread = spread::spread(case, &situation);
        let against = concern::ALL
            .iter()
            .zip(spread::weigh(case, &spread.worst))
            .filter(|(_, weight)| weight.level > Level::None)
            .map(|(concern, weight)| (concern.id, weight.reason))
            .collect();
        Some(Counterfactual {
            kind,
            token: imagined.words.clone(),
            pivots: spread::pivots(case, &situation, spread.interval),
            interval: spread.interval,
            against,
        })
    })
}

/// Whether the provider binds tokens, as far as it says or the token at hand shows; where nobody asked it, what the receiver
/// wants is taken to be there.
fn can_bind(case: &Case<'_>, situation: &Situation) -> bool {
    if case.is_bound() {
        return true;
    }
    match case
        .provider
        .and_then(|provider| provider.metadata.as_ref())
    {
        Some(metadata) => {
            metadata.has("dpop_signing_alg_values_supported")
                || metadata
                    .get("tls_client_certificate_bound_access_tokens")
                    .is_some_and(|value| value.boolean() == Some(true))
        }
        None => matches!(
            situation.binding.known(),
            Some(Binding::Required | Binding::Preferred)
        ),
    }
}

/// Judges the token as if the receiver turned it into a session or into a token of its own. Given
/// only where that makes a difference of two levels or more, and for tokens that somebody exchanges.
pub(super) fn reframing(
    case: &Case<'_>,
    situation: &Situation,
    interval: Interval,
) -> Option<Reframing> {
    let role = situation.role.known()?;
    let can_be_exchanged = matches!(
        Function::of(case.likely_kind()),
        Function::LoginProof | Function::AccessGrant | Function::WorkloadIdentity
    );
    if role.issues() || !can_be_exchanged {
        return None;
    }
    let candidates = [Role::SessionEndpoint, Role::TokenExchange].map(|role| {
        let situation = reframed(case, situation, role);
        Reframing {
            role,
            interval: spread::spread(case, &situation).interval,
        }
    });
    candidates
        .into_iter()
        .filter(|other| interval.worst as u8 >= other.interval.worst as u8 + 2)
        .min_by_key(|other| (other.interval.worst, other.interval.best))
}

/// An endpoint that issues needs to know who the user is, hands on what it issued itself, and at an
/// exchange the client authenticates.
fn reframed(case: &Case<'_>, situation: &Situation, role: Role) -> Situation {
    let mut situation = situation.clone();
    situation.role = Fact::Stated(role);
    situation.need = Fact::Stated(Need::Authentication);
    situation.forwards_to.clear();
    // What it issues is what has to be bound then.
    situation.binding = Fact::Stated(Binding::NotNeeded);
    if role == Role::TokenExchange && situation.client_ids.is_empty() {
        let presenter = case.presenter().map(|one| one.client.into_owned());
        situation.client_ids = presenter.into_iter().collect();
    }
    situation
}
