//! A key that a token names: a DPoP proof's in its own header (RFC 9449 §4.2), or that of a holder
//! in `cnf`. It proves that the sender holds the key and nothing about who that is, so it is never
//! used for a token that an issuer signs.

use crate::{
    provider::{
        Material,
        keys::{self, Publicity},
    },
    token::{Document, Token, Value},
};

/// A public key out of a header.
pub(super) struct OwnKey {
    pub(super) id: Option<String>,
    pub(super) material: Material,
    /// RFC 7638, SHA-256.
    pub(super) thumbprint: Option<String>,
}

/// Whether the claims tie the token to one request, as those of every proof do (RFC 9449 §4.2). By
/// its type alone any set of claims would pass for vouched for, by whatever key stands beside it.
pub(super) fn is_for_a_request(token: &Token) -> bool {
    let has = |name| {
        token
            .claims()
            .is_some_and(|claims| claims.str(name).is_some())
    };
    has("htm") && has("htu")
}

/// Reads a public JWK, or says why it is none that can be used.
pub(super) fn read(jwk: Value<'_>) -> Result<OwnKey, String> {
    let (jwk, broken) = Document::parse(jwk.text());
    if let Some(broken) = broken {
        return Err(broken.to_string());
    }
    if let Some(name) = keys::PRIVATE_MEMBERS.iter().find(|name| jwk.has(name)) {
        return Err(format!(
            "it has the member `{name}` of a private or shared key, which is now known to everybody"
        ));
    }
    let material = keys::material(&jwk, Publicity::Published).map_err(|why| why.0)?;
    Ok(OwnKey {
        id: jwk
            .str("kid")
            .filter(|id| !id.is_empty())
            .map(|id| id.into_owned()),
        thumbprint: keys::thumbprint(&material),
        material,
    })
}
