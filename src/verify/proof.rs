//! The key that a DPoP proof carries in its own header (RFC 9449 §4.2). It proves that the sender
//! holds the key and nothing about who that is, so it is never used for another kind of token.

use aws_lc_rs::digest;

use crate::{
    provider::{Curve, Material, MlDsaStrength},
    token::{Value, base64url},
};

/// A public key out of a header.
pub(super) struct OwnKey {
    pub(super) id: Option<String>,
    pub(super) material: Material,
    /// RFC 7638, SHA-256.
    pub(super) thumbprint: String,
}

/// Members that only a private or a symmetric key has (RFC 7518 §6.2.2, §6.3.2, §6.4; RFC 9964).
const PRIVATE: [&str; 9] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"];

/// Reads a public JWK, or says why it is none that can be used.
pub(super) fn read(jwk: Value<'_>) -> Result<OwnKey, String> {
    if jwk.members().is_none() {
        return Err(format!("it is {}, not an object", jwk.kind()));
    }
    if let Some(name) = PRIVATE.iter().find(|name| jwk.member(name).is_some()) {
        return Err(format!(
            "it has the member `{name}` of a private or shared key, which is now known to everybody"
        ));
    }
    let kind = text(jwk, "kty")?;
    let (material, canonical) = match kind.as_str() {
        "RSA" => rsa(jwk),
        "EC" => elliptic_curve(jwk),
        "OKP" => octet_key_pair(jwk),
        "AKP" => algorithm_key_pair(jwk),
        _ => Err("its key type is not known here".to_owned()),
    }?;
    Ok(OwnKey {
        id: text(jwk, "kid").ok().filter(|id| !id.is_empty()),
        material,
        thumbprint: thumbprint(&canonical),
    })
}

/// The members of RFC 7638 §3.2 in their order.
type Canonical = Vec<(&'static str, String)>;

fn rsa(jwk: Value<'_>) -> Result<(Material, Canonical), String> {
    let stripped = |name| {
        let number = bytes(jwk, name)?;
        let zeros = number.iter().take_while(|byte| **byte == 0).count();
        Ok::<_, String>(number[zeros..].to_vec())
    };
    let material = Material::Rsa {
        modulus: stripped("n")?,
        exponent: stripped("e")?,
    };
    let canonical = vec![
        ("e", text(jwk, "e")?),
        ("kty", "RSA".to_owned()),
        ("n", text(jwk, "n")?),
    ];
    Ok((material, canonical))
}

fn elliptic_curve(jwk: Value<'_>) -> Result<(Material, Canonical), String> {
    let name = text(jwk, "crv")?;
    let curve = [Curve::P256, Curve::P384, Curve::P521, Curve::Secp256k1]
        .into_iter()
        .find(|curve| curve.name() == name)
        .ok_or_else(|| "its curve is not known here".to_owned())?;
    let coordinate = |name| {
        let number = bytes(jwk, name)?;
        if number.len() == curve.coordinate_length() {
            Ok(number)
        } else {
            Err(format!(
                "its `{name}` has {} bytes, {} has {}",
                number.len(),
                curve.name(),
                curve.coordinate_length()
            ))
        }
    };
    let material = Material::EllipticCurve {
        curve,
        x: coordinate("x")?,
        y: coordinate("y")?,
    };
    let canonical = vec![
        ("crv", name),
        ("kty", "EC".to_owned()),
        ("x", text(jwk, "x")?),
        ("y", text(jwk, "y")?),
    ];
    Ok((material, canonical))
}

fn octet_key_pair(jwk: Value<'_>) -> Result<(Material, Canonical), String> {
    let curve = text(jwk, "crv")?;
    if curve != "Ed25519" {
        return Err("its curve is not known here".to_owned());
    }
    let material = Material::Ed25519 {
        x: bytes(jwk, "x")?,
    };
    let canonical = vec![
        ("crv", curve),
        ("kty", "OKP".to_owned()),
        ("x", text(jwk, "x")?),
    ];
    Ok((material, canonical))
}

fn algorithm_key_pair(jwk: Value<'_>) -> Result<(Material, Canonical), String> {
    let algorithm = text(jwk, "alg")?;
    let strength = match algorithm.as_str() {
        "ML-DSA-44" => MlDsaStrength::Level44,
        "ML-DSA-65" => MlDsaStrength::Level65,
        "ML-DSA-87" => MlDsaStrength::Level87,
        _ => return Err("its algorithm is not known here".to_owned()),
    };
    let material = Material::MlDsa {
        strength,
        public: bytes(jwk, "pub")?,
    };
    let canonical = vec![
        ("alg", algorithm),
        ("kty", "AKP".to_owned()),
        ("pub", text(jwk, "pub")?),
    ];
    Ok((material, canonical))
}

fn text(jwk: Value<'_>, name: &str) -> Result<String, String> {
    jwk.member(name)
        .and_then(|value| value.string())
        .map(|text| text.into_owned())
        .ok_or_else(|| format!("it has no `{name}` that is a string"))
}

fn bytes(jwk: Value<'_>, name: &str) -> Result<Vec<u8>, String> {
    base64url::decode_strict(&text(jwk, name)?)
        .filter(|bytes| !bytes.is_empty())
        .ok_or_else(|| format!("its `{name}` is not base64url"))
}

fn thumbprint(canonical: &Canonical) -> String {
    let members: Vec<String> = canonical
        .iter()
        .map(|(name, value)| format!("\"{name}\":{}", serde_json::Value::from(value.as_str())))
        .collect();
    let text = format!("{{{}}}", members.join(","));
    base64url::encode(digest::digest(&digest::SHA256, text.as_bytes()).as_ref())
}
