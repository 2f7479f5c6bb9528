//! The numbers of one JWK (RFC 7518 §6, RFC 8037 §2, RFC 9964).

use super::{Curve, Material, MlDsaStrength, Publicity, Unusable};
use crate::{
    secret::SecretBytes,
    token::{
        Document,
        base64url::{self, Flaw},
    },
};

/// The key itself, or why it cannot be used.
pub(crate) fn read(jwk: &Document, publicity: Publicity) -> Result<Material, Unusable> {
    match jwk.str("kty").as_deref() {
        None if jwk.has("kty") => Err(Unusable("its `kty` is no string".to_owned())),
        None => Err(Unusable("it has no key type (`kty`)".to_owned())),
        Some("RSA") => rsa(jwk),
        Some("EC") => elliptic_curve(jwk),
        Some("OKP") => edwards(jwk),
        Some("AKP") => ml_dsa(jwk),
        Some("oct") => symmetric(jwk, publicity),
        Some(other) => Err(Unusable(format!(
            "key type `{}` is not known here",
            other.escape_debug()
        ))),
    }
}

fn rsa(jwk: &Document) -> Result<Material, Unusable> {
    let number = |name: &str| {
        let octets = octets(jwk, name)?;
        let start = octets.iter().position(|octet| *octet != 0);
        start
            .map(|start| octets[start..].to_vec())
            .ok_or_else(|| Unusable(format!("its `{name}` is zero")))
    };
    Ok(Material::Rsa {
        modulus: number("n")?,
        exponent: number("e")?,
    })
}

fn elliptic_curve(jwk: &Document) -> Result<Material, Unusable> {
    let name = curve_name(jwk)?;
    let Some(curve) = Curve::from_name(&name) else {
        return Err(Unusable(format!(
            "curve `{}` is not known here",
            name.escape_debug()
        )));
    };
    let length = curve.coordinate_length();
    Ok(Material::EllipticCurve {
        curve,
        x: octets_of_length(jwk, "x", length, curve.name())?,
        y: octets_of_length(jwk, "y", length, curve.name())?,
    })
}

fn edwards(jwk: &Document) -> Result<Material, Unusable> {
    let name = curve_name(jwk)?;
    match name.as_str() {
        "Ed25519" => Ok(Material::Ed25519 {
            x: octets_of_length(jwk, "x", 32, "Ed25519")?,
        }),
        "Ed448" => Err(Unusable("curve `Ed448` is not implemented here".to_owned())),
        "X25519" | "X448" => Err(Unusable(format!(
            "curve `{name}` is for key agreement, not for signatures"
        ))),
        _ => Err(Unusable(format!(
            "curve `{}` is not known here",
            name.escape_debug()
        ))),
    }
}

fn ml_dsa(jwk: &Document) -> Result<Material, Unusable> {
    let Some(name) = jwk.str("alg") else {
        let why = "it has no `alg`, which a key of type `AKP` must have (RFC 9964)";
        return Err(Unusable(why.to_owned()));
    };
    let Some(strength) = MlDsaStrength::from_name(&name) else {
        return Err(Unusable(format!(
            "algorithm `{}` is not known here for a key of type `AKP`",
            name.escape_debug()
        )));
    };
    Ok(Material::MlDsa {
        strength,
        public: octets_of_length(jwk, "pub", strength.public_length(), strength.name())?,
    })
}

fn symmetric(jwk: &Document, publicity: Publicity) -> Result<Material, Unusable> {
    match publicity {
        Publicity::Published => Err(Unusable(
            "a symmetric key in a published set is no secret: whoever reads it can sign; one of \
             your own goes to --key"
                .to_owned(),
        )),
        Publicity::Own => Ok(Material::Symmetric(SecretBytes::new(octets(jwk, "k")?))),
    }
}

fn curve_name(jwk: &Document) -> Result<String, Unusable> {
    jwk.str("crv")
        .map(Into::into)
        .ok_or_else(|| Unusable("it names no curve (`crv`)".to_owned()))
}

fn octets_of_length(
    jwk: &Document,
    name: &str,
    length: usize,
    of: &str,
) -> Result<Vec<u8>, Unusable> {
    let octets = octets(jwk, name)?;
    if octets.len() == length {
        return Ok(octets);
    }
    Err(Unusable(format!(
        "its `{name}` has {} octets, expected {length} for {of}",
        octets.len()
    )))
}

/// A base64url member. Other spellings make a key unusable: strict receivers refuse them, and two
/// readings of one key are one too many.
fn octets(jwk: &Document, name: &str) -> Result<Vec<u8>, Unusable> {
    let Some(value) = jwk.get(name) else {
        return Err(Unusable(format!("it has no `{name}`")));
    };
    let Some(text) = value.string() else {
        let kind = value.kind();
        return Err(Unusable(format!(
            "its `{name}` is {kind}, expected base64url"
        )));
    };
    let (octets, flaws) = base64url::decode(&text);
    if let Some(flaw) = flaws.first() {
        return Err(Unusable(format!(
            "its `{name}` is not base64url (RFC 7515 §2): {} at character {}",
            spelling(flaw),
            flaw.at() + 1
        )));
    }
    if octets.is_empty() {
        return Err(Unusable(format!("its `{name}` is empty")));
    }
    Ok(octets)
}

fn spelling(flaw: &Flaw) -> &'static str {
    match flaw {
        Flaw::Padding { .. } => "padding `=`",
        Flaw::StandardAlphabet { .. } => "`+` or `/` of standard base64",
        Flaw::Whitespace { .. } => "a blank or line break",
        Flaw::TrailingBits { .. } => "bits beyond the last octet",
        Flaw::InvalidCharacter { .. } => "a character of no base64 alphabet",
        Flaw::ImpossibleLength { .. } => "an impossible length",
    }
}
