//! The embedded provider: a real issuer on loopback, so that a first try needs no account anywhere.
//!
//! Keys are made at each start and die with the process; nothing here is a mock except the user,
//! whose login is taken as done.

mod client;
mod issuer;
mod server;

use std::{io, net::SocketAddr, sync::Arc};

use clap::ValueEnum;
use serde_json::Value;
use thiserror::Error;
use zeroize::Zeroizing;

use issuer::Issuer;
use server::Server;

pub use issuer::{API, CLIENT, LIFETIME};

/// What the demo plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Scenario {
    /// a web application logs a user in and gets tokens for an API
    #[default]
    Login,
}

/// Why a demo could not be played.
#[derive(Debug, Error)]
pub enum DemoError {
    /// No port on loopback.
    #[error("the demo provider cannot listen on 127.0.0.1")]
    Listen(#[source] io::Error),
    /// The system gave no randomness, or the crypto library refused its own key.
    #[error("the demo provider cannot make its signing key")]
    Key,
    /// The provider did not answer its own client.
    #[error("the token request to the demo provider failed")]
    Exchange(#[source] io::Error),
    /// The provider answered, but with no tokens.
    #[error("the demo provider answered the token request with status {status}, expected 200")]
    Refused {
        /// HTTP status code.
        status: u16,
    },
}

/// A running provider, and the client that has just sent a user through its login page.
///
/// The provider stops, and its port closes, when this value is dropped.
#[derive(Debug)]
pub struct Demo {
    address: SocketAddr,
    issuer: Arc<Issuer>,
    server: Server,
}

impl Demo {
    /// Starts the provider on a port of the system's choice. Tokens are issued at `now`, in seconds
    /// since the epoch.
    pub fn start(scenario: Scenario, now: i64) -> Result<Self, DemoError> {
        let Scenario::Login = scenario;
        let listener = server::listen().map_err(DemoError::Listen)?;
        let address = listener.local_addr().map_err(DemoError::Listen)?;
        let issuer = Issuer::new(format!("http://{address}"), now).map_err(|_| DemoError::Key)?;
        let issuer = Arc::new(issuer);
        let answering = Arc::clone(&issuer);
        let server = Server::start(listener, address, move |request| answering.answer(request));
        Ok(Self {
            address,
            issuer,
            server,
        })
    }

    /// The issuer identifier, such as `http://127.0.0.1:40123`.
    pub fn issuer(&self) -> &str {
        self.issuer.url()
    }

    /// The nonce that the client sent with its login request.
    pub fn nonce(&self) -> &str {
        &self.issuer.login().nonce
    }

    /// Trades the authorization code for tokens, over HTTP as any client does (RFC 6749 §4.1.3,
    /// RFC 7636 §4.5). Gives the body of the token response.
    pub fn obtain_tokens(&self) -> Result<Zeroizing<String>, DemoError> {
        let login = self.issuer.login();
        let form = format!(
            "grant_type=authorization_code&client_id={CLIENT}&code={}&code_verifier={}",
            login.code, login.code_verifier
        );
        match client::post(self.address, issuer::TOKEN, &form).map_err(DemoError::Exchange)? {
            (200, body) => Ok(body),
            (status, _) => Err(DemoError::Refused { status }),
        }
    }

    /// The discovery document (OpenID Discovery §3).
    pub fn metadata(&self) -> Value {
        self.issuer.metadata()
    }

    /// The key set (RFC 7517 §5): public keys only.
    pub fn key_set(&self) -> Value {
        self.issuer.key_set()
    }

    /// What the provider has served so far, such as `GET /jwks`, in order.
    pub fn served(&self) -> Vec<String> {
        self.server.served()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        token::Token,
        {input, verify},
    };

    const NOW: i64 = 1_800_000_000;

    fn tokens(demo: &Demo) -> (Token, Token) {
        let response = demo.obtain_tokens().expect("a token response");
        let set = input::sightings(response.as_bytes(), "response").expect("a set");
        let find = |slot: input::Slot| {
            let sighting = set.sightings.iter().find(|s| s.slot == Some(slot.clone()));
            Token::decode(sighting.expect("the slot").raw.clone())
        };
        (find(input::Slot::IdToken), find(input::Slot::AccessToken))
    }

    #[test]
    fn the_tokens_name_each_other_and_their_issuer() {
        let demo = Demo::start(Scenario::Login, NOW).expect("a demo");
        let (id_token, access_token) = tokens(&demo);
        let claims = id_token.claims().expect("claims");
        assert_eq!(claims.str("iss").as_deref(), Some(demo.issuer()));
        assert_eq!(claims.str("nonce").as_deref(), Some(demo.nonce()));
        assert_eq!(claims.audience(), [CLIENT]);
        assert_eq!(
            verify::hash::matches(&id_token, "at_hash", access_token.raw()),
            Some(true)
        );
        let claims = access_token.claims().expect("claims");
        assert_eq!(claims.audience(), [API]);
        assert_eq!(claims.str("client_id").as_deref(), Some(CLIENT));
        let header = access_token.header().expect("a header");
        assert_eq!(header.str("typ").as_deref(), Some("at+jwt"));
    }

    #[test]
    fn biscuit_verifies_the_tokens_with_the_published_key() {
        let demo = Demo::start(Scenario::Login, NOW).expect("a demo");
        let keys: biscuit::jwk::JWKSet<biscuit::Empty> =
            serde_json::from_value(demo.key_set()).expect("a key set");
        let (id_token, access_token) = tokens(&demo);
        for token in [id_token, access_token] {
            let compact: biscuit::JWT<Value, biscuit::Empty> =
                biscuit::JWT::new_encoded(token.raw().expose());
            compact
                .decode_with_jwks(&keys, Some(biscuit::jwa::SignatureAlgorithm::ES256))
                .expect("a valid signature");
        }
    }

    #[test]
    fn every_start_has_its_own_keys() {
        let one = Demo::start(Scenario::Login, NOW).expect("a demo");
        let two = Demo::start(Scenario::Login, NOW).expect("a demo");
        assert_ne!(one.key_set(), two.key_set());
    }

    #[test]
    fn the_port_closes_with_the_demo() {
        let demo = Demo::start(Scenario::Login, NOW).expect("a demo");
        let address = demo.address;
        assert!(client::post(address, "/jwks", "").is_ok());
        drop(demo);
        assert!(std::net::TcpStream::connect(address).is_err());
    }
}
