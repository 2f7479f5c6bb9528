//! What if: the same facts with the other token, and the same token at another receiver.

use serde_json::json;

use super::{
    concern,
    level::{Interval, Level},
    scene::Function,
    spread::{self, Pivot},
};
use crate::{
    classify::{Classification, Kind},
    input::Origin,
    rules::Case,
    secret::RawToken,
    situation::{Binding, Fact, Need, Role, Situation, Transport, TypeRule},
    token::{Token, base64url},
    verify::{Reason, Status, Verification},
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

/// A name for a receiver that states none.
const THIS_RECEIVER: &str = "urn:whichtoken:this-receiver";

/// Seconds that an imagined token lives.
const LIFE: i64 = 600;

/// Judges a well-formed token of the other kind from the same issuer: meant for this receiver,
/// issued to this client, with the scopes it needs, and bound if the provider can. `None` for tokens
/// that are neither ID token nor access token and have no other.
pub(super) fn counterfactual(case: &Case<'_>, situation: &Situation) -> Option<Counterfactual> {
    let kind = match Function::of(case.likely_kind()) {
        Function::LoginProof => Kind::AccessToken,
        Function::AccessGrant => Kind::IdToken,
        Function::WorkloadIdentity
        | Function::GatewayStatement
        | Function::OtherObject
        | Function::Untold => return None,
    };
    let mut situation = situation.clone();
    situation.complete();
    let imagined = match kind {
        Kind::IdToken => id_token(case, &situation),
        _ => access_token(case, &mut situation),
    };
    let verification = Verification {
        status: Status::Valid,
        algorithm: None,
        key: None,
        reason: Reason::Verified,
    };
    let classification = Classification::certain(kind);
    let case = Case {
        token: &imagined.token,
        kind,
        classification: &classification,
        verification: &verification,
        slot: None,
        origin: Origin::Bare,
        pointer: None,
        unwrapped: &[],
        flaws: &[],
        siblings: &[],
        response: None,
        earlier: None,
        ..*case
    };
    let spread = spread::spread(&case, &situation);
    let against = concern::ALL
        .iter()
        .zip(spread::weigh(&case, &spread.worst))
        .filter(|(_, weight)| weight.level > Level::None)
        .map(|(concern, weight)| (concern.id, weight.reason))
        .collect();
    Some(Counterfactual {
        kind,
        token: imagined.words,
        pivots: spread::pivots(&case, &situation, spread.interval),
        interval: spread.interval,
        against,
    })
}

/// A token that nobody issued.
struct Imagined {
    token: Token,
    words: String,
}

/// An access token is for the API itself; the way it travels comes with it.
fn access_token(case: &Case<'_>, situation: &mut Situation) -> Imagined {
    let audience = match situation.receiver_ids.first() {
        Some(name) => name.clone(),
        None => {
            situation.receiver_ids = vec![THIS_RECEIVER.to_owned()];
            if situation.type_rule.is(&TypeRule::None) {
                situation.receiver_clients.clear();
            }
            THIS_RECEIVER.to_owned()
        }
    };
    let client = client(case, situation);
    let scope = situation.need_scopes.join(" ");
    let mut claims = json!({
        "iss": issuer(case),
        "sub": subject(case),
        "aud": audience,
        "client_id": client,
        "jti": "1",
        "iat": case.now.seconds(),
        "exp": case.now.seconds() + LIFE,
    });
    let wants_rights = situation
        .need
        .known()
        .is_none_or(|need| need.includes_delegation());
    if !scope.is_empty() || wants_rights {
        claims["scope"] = match scope.is_empty() {
            true => "the-task".into(),
            false => scope.into(),
        };
    }
    let is_bound = can_bind(case, situation);
    if is_bound {
        claims["cnf"] = json!({"jkt": "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"});
        if matches!(
            situation.transport.known(),
            None | Some(Transport::BearerHeader)
        ) {
            situation.transport = Fact::Inferred(Transport::DpopHeader, "the imagined token");
        }
    }
    Imagined {
        token: minted(case, "at+jwt", "RS256", &claims),
        words: format!(
            "an access token with this receiver as its audience, issued to this client, {}",
            match is_bound {
                true => "bound to its key",
                false => "unbound",
            }
        ),
    }
}

/// An ID token is for its client: the receiver's own, if it has one.
fn id_token(case: &Case<'_>, situation: &Situation) -> Imagined {
    let client = match situation.receiver_clients.first() {
        Some(own) => own.clone(),
        None => client(case, situation),
    };
    let mut claims = json!({
        "iss": issuer(case),
        "sub": subject(case),
        "aud": client,
        "azp": client,
        "auth_time": case.now.seconds(),
        "iat": case.now.seconds(),
        "exp": case.now.seconds() + LIFE,
    });
    if let Some(nonce) = &situation.nonce {
        claims["nonce"] = nonce.as_str().into();
    }
    let published = case.provider.and_then(|provider| {
        let metadata = provider.metadata.as_ref()?;
        let algorithms = metadata.strings("id_token_signing_alg_values_supported");
        algorithms.present()?.into_iter().next()
    });
    let algorithm = published.as_deref().unwrap_or("RS256");
    Imagined {
        token: minted(case, "JWT", algorithm, &claims),
        words: "the ID token of the client, from a login a moment ago".to_owned(),
    }
}

fn minted(case: &Case<'_>, typ: &str, algorithm: &str, claims: &serde_json::Value) -> Token {
    let mut header = json!({"typ": typ, "alg": algorithm});
    let keys = case.provider.map(|provider| provider.keys.keys.as_slice());
    if let Some(id) = keys.and_then(|keys| keys.first()?.id.as_deref()) {
        header["kid"] = id.into();
    }
    let part = |value: &serde_json::Value| base64url::encode(value.to_string().as_bytes());
    let text = format!("{}.{}.AQ", part(&header), part(claims));
    Token::decode(RawToken::new(text))
}

fn issuer(case: &Case<'_>) -> String {
    let own = case.claims().and_then(|claims| claims.str("iss"));
    let trusted = || case.trusted_issuers().first().map(ToString::to_string);
    own.map(|issuer| issuer.into_owned())
        .or_else(trusted)
        .unwrap_or_else(|| "https://issuer.invalid".to_owned())
}

fn subject(case: &Case<'_>) -> String {
    let own = case.claims().and_then(|claims| claims.str("sub"));
    own.map_or_else(|| "user".to_owned(), |subject| subject.into_owned())
}

/// The client that holds the token.
fn client(case: &Case<'_>, situation: &Situation) -> String {
    let presenter = case.presenter().map(|one| one.client.into_owned());
    presenter
        .or_else(|| situation.client_ids.first().cloned())
        .or_else(|| situation.receiver_clients.first().cloned())
        .unwrap_or_else(|| "this-client".to_owned())
}

/// Whether the provider binds tokens, as far as it says; where nobody asked it, what the receiver
/// wants is taken to be there.
fn can_bind(case: &Case<'_>, situation: &Situation) -> bool {
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
/// only where that makes a difference of two levels or more.
pub(super) fn reframing(
    case: &Case<'_>,
    situation: &Situation,
    interval: Interval,
) -> Option<Reframing> {
    let role = situation.role.known()?;
    if role.issues() {
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
    if role == Role::TokenExchange && situation.client_ids.is_empty() {
        let presenter = case.presenter().map(|one| one.client.into_owned());
        situation.client_ids = presenter.into_iter().collect();
    }
    situation
}
