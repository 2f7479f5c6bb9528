//! Tokens that nobody issued, to compare with: well formed, from the same issuer, about the same user.

use serde_json::json;

use crate::{
    classify::{Classification, Kind},
    input::Origin,
    rules::Case,
    secret::RawToken,
    situation::{Fact, Presenters, Profile, Situation, Transport, TypeRule},
    token::{Token, base64url},
    verify::{Reason, Status, Verification},
};

/// 32 random bytes in hexadecimal: what a sound issuer hands out.
const OPAQUE: &str = "9f1c7a3e5b8d2046c1e7f0a9b4d3528c6e17a0f5d29b384c7e61f0a2d5938b4c";

/// A name for a receiver that states none.
const THIS_RECEIVER: &str = "urn:whichtoken:this-receiver";

/// Seconds that an imagined token lives.
const LIFE: i64 = 600;

/// A token that nobody issued, as good as one of its kind can be.
pub(super) struct Imagined {
    kind: Kind,
    token: Token,
    /// How it is imagined, for people.
    pub(super) words: String,
}

impl Imagined {
    /// Judges it in the place of a token: verified, and with nothing beside it.
    pub(super) fn in_place_of<T>(&self, case: &Case<'_>, judge: impl FnOnce(&Case<'_>) -> T) -> T {
        let is_readable = self.token.claims().is_some();
        let verification = Verification {
            status: if is_readable {
                Status::Valid
            } else {
                Status::NotChecked
            },
            algorithm: None,
            key: None,
            reason: if is_readable {
                Reason::Verified
            } else {
                Reason::NotJose
            },
        };
        judge(&Case {
            token: &self.token,
            kind: self.kind,
            classification: &Classification::certain(self.kind),
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
        })
    }

    /// An opaque access token: of no use without the issuer.
    pub(super) fn opaque() -> Self {
        Self {
            kind: Kind::AccessToken,
            token: Token::decode(RawToken::new(OPAQUE)),
            words: "an opaque access token".to_owned(),
        }
    }

    /// An access token is for the API itself; the way it travels comes with it.
    pub(super) fn access_token(case: &Case<'_>, situation: &mut Situation, is_bound: bool) -> Self {
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
        // RFC 9068 §2.2.1: an access token can tell of the login as well.
        if situation.max_auth_age.is_some() {
            claims["auth_time"] = case.now.seconds().into();
        }
        if let Some(context) = &situation.need_acr {
            claims["acr"] = context.as_str().into();
        }
        if is_bound {
            claims["cnf"] = json!({"jkt": "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"});
            if matches!(
                situation.transport.known(),
                None | Some(Transport::BearerHeader)
            ) {
                situation.transport = Fact::Inferred(Transport::DpopHeader, "the imagined token");
            }
        }
        Self {
            kind: Kind::AccessToken,
            token: minted(case, "at+jwt", algorithm(situation), &claims),
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
    pub(super) fn id_token(case: &Case<'_>, situation: &Situation) -> Self {
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
        if let Some(context) = &situation.need_acr {
            claims["acr"] = context.as_str().into();
        }
        if let Some(nonce) = &situation.nonce {
            claims["nonce"] = nonce.as_str().into();
        }
        let published = case.provider.and_then(|provider| {
            let metadata = provider.metadata.as_ref()?;
            let algorithms = metadata.strings("id_token_signing_alg_values_supported");
            algorithms.present()?.into_iter().next()
        });
        let algorithm = published.as_deref().unwrap_or(algorithm(situation));
        Self {
            kind: Kind::IdToken,
            token: minted(case, "JWT", algorithm, &claims),
            words: "the ID token of the client, from a login a moment ago".to_owned(),
        }
    }
}

/// What an issuer signs with that has RSA keys, as most have.
fn algorithm(situation: &Situation) -> &'static str {
    match situation.profile {
        Profile::Fapi2 => "PS256",
        _ => "RS256",
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
        .or_else(|| match situation.presenters.known() {
            Some(Presenters::Listed(list)) => list.first().cloned(),
            _ => None,
        })
        .or_else(|| situation.receiver_clients.first().cloned())
        .unwrap_or_else(|| "this-client".to_owned())
}
