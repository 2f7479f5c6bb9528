//! JWK thumbprints (RFC 7638).

use aws_lc_rs::digest;
use biscuit::{Empty, jwk::JWK};
use serde_json::json;

use super::{Curve, Material};
use crate::token::base64url;

/// The SHA-256 thumbprint of a public key, base64url.
///
/// A symmetric key has none: the hash of a weak secret would give it away (RFC 7638 §7).
pub fn thumbprint(material: &Material) -> Option<String> {
    let canonical = canonical(material)?;
    Some(typed(material, &canonical).unwrap_or_else(|| hashed(&canonical)))
}

/// The thumbprint of `biscuit`'s typed view, for the types that it has. It sees the required members
/// only: a foreign `alg` or `use` would make it refuse the key.
fn typed(material: &Material, canonical: &str) -> Option<String> {
    match material {
        Material::Rsa { .. } | Material::Ed25519 { .. } => {}
        Material::EllipticCurve { curve, .. } if *curve != Curve::Secp256k1 => {}
        Material::EllipticCurve { .. } | Material::MlDsa { .. } | Material::Symmetric(_) => {
            return None;
        }
    }
    let key: JWK<Empty> = serde_json::from_str(canonical).ok()?;
    key.algorithm.thumbprint(&biscuit::digest::SHA256).ok()
}

fn hashed(canonical: &str) -> String {
    base64url::encode(digest::digest(&digest::SHA256, canonical.as_bytes()).as_ref())
}

/// The required members in the order of their names, without blanks (RFC 7638 §3.2, RFC 8037 §2,
/// RFC 9964).
fn canonical(material: &Material) -> Option<String> {
    let text = |bytes: &[u8]| base64url::encode(bytes);
    let members = match material {
        Material::Rsa { modulus, exponent } => {
            json!({ "e": text(exponent), "kty": "RSA", "n": text(modulus) })
        }
        Material::EllipticCurve { curve, x, y } => {
            json!({ "crv": curve.name(), "kty": "EC", "x": text(x), "y": text(y) })
        }
        Material::Ed25519 { x } => json!({ "crv": "Ed25519", "kty": "OKP", "x": text(x) }),
        Material::MlDsa { strength, public } => {
            json!({ "alg": strength.name(), "kty": "AKP", "pub": text(public) })
        }
        Material::Symmetric(_) => return None,
    };
    Some(members.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::keys::{KeySource, Publicity, read_set};

    const CAPTURED: &str = include_str!("../../../fixtures/providers/captured/jwks.json");

    fn material(jwk: &str) -> Material {
        let set = format!(r#"{{"keys":[{jwk}]}}"#);
        let source = KeySource::File {
            path: "keys.json".to_owned(),
        };
        let (mut set, _) = read_set(&set, &source, Publicity::Published).unwrap();
        set.keys.remove(0).material.unwrap()
    }

    /// The examples of RFC 7638 §3.1 and RFC 8037 appendix A.3.
    #[test]
    fn the_examples_of_the_specifications_hold() {
        let rsa = material(
            r#"{"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"}"#,
        );
        let expected = "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs";
        assert_eq!(thumbprint(&rsa).as_deref(), Some(expected));
        let edwards = material(
            r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#,
        );
        let expected = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k";
        assert_eq!(thumbprint(&edwards).as_deref(), Some(expected));
    }

    #[test]
    fn biscuit_and_our_own_form_agree_on_every_captured_key() {
        let source = KeySource::File {
            path: "jwks.json".to_owned(),
        };
        let (set, _) = read_set(CAPTURED, &source, Publicity::Published).unwrap();
        assert_eq!(set.keys.len(), 8);
        for key in &set.keys {
            let material = key.material.as_ref().unwrap();
            let own = canonical(material).unwrap();
            let typed = typed(material, &own);
            assert_eq!(typed, Some(hashed(&own)), "{:?}", key.id);
            assert_eq!(key.thumbprint, typed);
        }
    }

    #[test]
    fn members_that_make_biscuit_refuse_never_reach_it() {
        for foreign in [
            r#""alg":"EdDSA""#,
            r#""alg":"Ed25519""#,
            r#""key_ops":"verify""#,
            r#""use":["sig"]"#,
            r#""kid":7"#,
            r#""x5c":"MIIB""#,
        ] {
            let jwk = format!(
                r#"{{"kty":"OKP","crv":"Ed25519",{foreign},"x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}}"#
            );
            // Were this to pass, the guard would be without need.
            assert!(
                serde_json::from_str::<JWK<Empty>>(&jwk).is_err(),
                "{foreign}"
            );
            let material = material(&jwk);
            let own = canonical(&material).unwrap();
            assert_eq!(typed(&material, &own), Some(hashed(&own)), "{foreign}");
        }
    }

    #[test]
    fn leading_zeros_do_not_change_a_thumbprint_and_secrets_have_none() {
        let with = material(r#"{"kty":"RSA","n":"AMPvuQ","e":"AAEAAQ"}"#);
        let without = material(r#"{"kty":"RSA","n":"w--5","e":"AQAB"}"#);
        assert_eq!(thumbprint(&with), thumbprint(&without));
        let secret = Material::Symmetric(crate::secret::SecretBytes::new(*b"hush"));
        assert_eq!(thumbprint(&secret), None);
    }
}
