//! Key sets (RFC 7517), read one key at a time so that no key sinks the set.

mod certificate;
mod material;
mod parse;
mod pem;
mod spellings;
mod thumbprint;

pub use certificate::Certificate;
pub(crate) use material::read as material;
pub use parse::{KeySetError, MAX_KEYS, Publicity, one_key, read_set};
pub use pem::{PemError, certificate_thumbprint, read_pem};
pub use spellings::spellings;
pub use thumbprint::thumbprint;

use crate::{secret::SecretBytes, token::Document};

/// Members that only a private or a symmetric key has (RFC 7518 §6.2.2, §6.3.2, §6.4; RFC 9964).
pub const PRIVATE_MEMBERS: [&str; 9] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"];

/// Keys in the order of their source.
#[derive(Debug, Clone, Default)]
pub struct KeySet {
    /// All keys, usable or not.
    pub keys: Vec<Key>,
}

/// One key: what it says of itself, and its material if we can use it.
#[derive(Debug, Clone)]
pub struct Key {
    /// `kid`; an empty one counts as none.
    pub id: Option<String>,
    /// `kty`, such as `RSA`.
    pub kind: Option<String>,
    /// `crv`, such as `P-256`.
    pub curve: Option<String>,
    /// `alg`, the one algorithm it is for.
    pub algorithm: Option<String>,
    /// `use`: `sig` or `enc`.
    pub usage: Option<String>,
    /// `key_ops`.
    pub operations: Option<Vec<String>>,
    /// RFC 7638 SHA-256 thumbprint, base64url.
    pub thumbprint: Option<String>,
    /// Where it came from.
    pub source: KeySource,
    /// Who can read the place it came from.
    pub publicity: Publicity,
    /// The JWK as it was written. A key of the user's own that holds a secret is not kept.
    pub jwk: Option<Document>,
    /// The key itself, or why it cannot be used.
    pub material: Result<Material, Unusable>,
}

impl Key {
    /// Whether anybody may read the place it came from; the user's own keys are not published.
    pub fn is_published(&self) -> bool {
        self.publicity == Publicity::Published
    }

    /// A key that is known by its material alone, such as one from a PEM file.
    pub fn of_material(material: Material, source: KeySource) -> Self {
        Self {
            id: None,
            kind: Some(material.kind().to_owned()),
            curve: material.curve().map(str::to_owned),
            algorithm: None,
            usage: None,
            operations: None,
            thumbprint: thumbprint(&material),
            source,
            publicity: Publicity::Own,
            jwk: None,
            material: Ok(material),
        }
    }

    /// A key that cannot be used, of which nothing but the reason is known.
    pub fn unusable(why: Unusable, source: KeySource) -> Self {
        Self {
            id: None,
            kind: None,
            curve: None,
            algorithm: None,
            usage: None,
            operations: None,
            thumbprint: None,
            source,
            publicity: Publicity::Own,
            jwk: None,
            material: Err(why),
        }
    }
}

/// Who gave us a key. The token itself is never a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeySource {
    /// The key set of the discovered provider.
    Provider {
        /// `jwks_uri`.
        url: String,
    },
    /// A file that the user named.
    File {
        /// Its path.
        path: String,
    },
    /// A secret that the user supplied.
    Secret {
        /// File or variable name.
        from: String,
    },
}

impl KeySource {
    /// For people: `provider's key set`, `file keys.json`, `secret of SECRET`.
    pub fn describe(&self) -> String {
        match self {
            Self::Provider { url } => format!("provider {url}"),
            Self::File { path } => format!("file {path}"),
            Self::Secret { from } => format!("secret of {from}"),
        }
    }
}

/// The public (or shared) numbers of a key, big-endian, not yet checked by a crypto library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Material {
    /// RFC 7518 §6.3.1.
    Rsa {
        /// Modulus without leading zero octets.
        modulus: Vec<u8>,
        /// Public exponent without leading zero octets.
        exponent: Vec<u8>,
    },
    /// RFC 7518 §6.2.1: coordinates of the full length of the curve.
    EllipticCurve {
        /// The curve.
        curve: Curve,
        /// x coordinate.
        x: Vec<u8>,
        /// y coordinate.
        y: Vec<u8>,
    },
    /// RFC 8037 §2.
    Ed25519 {
        /// The public key, 32 octets.
        x: Vec<u8>,
    },
    /// ML-DSA public keys (`kty` `AKP`, RFC 9964).
    MlDsa {
        /// 44, 65 or 87.
        strength: MlDsaStrength,
        /// The public key.
        public: Vec<u8>,
    },
    /// RFC 7518 §6.4.
    Symmetric(SecretBytes),
}

impl Material {
    /// `kty`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Rsa { .. } => "RSA",
            Self::EllipticCurve { .. } => "EC",
            Self::Ed25519 { .. } => "OKP",
            Self::MlDsa { .. } => "AKP",
            Self::Symmetric(_) => "oct",
        }
    }

    /// `crv`, where the type has one.
    pub fn curve(&self) -> Option<&'static str> {
        match self {
            Self::EllipticCurve { curve, .. } => Some(curve.name()),
            Self::Ed25519 { .. } => Some("Ed25519"),
            Self::Rsa { .. } | Self::MlDsa { .. } | Self::Symmetric(_) => None,
        }
    }
}

/// The curves of ECDSA in JOSE.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Curve {
    /// NIST P-256, also secp256r1.
    P256,
    /// NIST P-384.
    P384,
    /// NIST P-521.
    P521,
    /// secp256k1 (RFC 8812).
    Secp256k1,
}

impl Curve {
    /// The curve of a JOSE name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::P256, Self::P384, Self::P521, Self::Secp256k1]
            .into_iter()
            .find(|curve| curve.name() == name)
    }

    /// The JOSE name.
    pub fn name(self) -> &'static str {
        match self {
            Self::P256 => "P-256",
            Self::P384 => "P-384",
            Self::P521 => "P-521",
            Self::Secp256k1 => "secp256k1",
        }
    }

    /// Octets of a coordinate.
    pub fn coordinate_length(self) -> usize {
        match self {
            Self::P256 | Self::Secp256k1 => 32,
            Self::P384 => 48,
            Self::P521 => 66,
        }
    }
}

/// ML-DSA parameter sets (FIPS 204).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MlDsaStrength {
    /// ML-DSA-44
    Level44,
    /// ML-DSA-65
    Level65,
    /// ML-DSA-87
    Level87,
}

impl MlDsaStrength {
    /// The parameter set of an `alg` (RFC 9964).
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Level44, Self::Level65, Self::Level87]
            .into_iter()
            .find(|strength| strength.name() == name)
    }

    /// The JOSE name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Level44 => "ML-DSA-44",
            Self::Level65 => "ML-DSA-65",
            Self::Level87 => "ML-DSA-87",
        }
    }

    /// Octets of a public key (FIPS 204, table 2).
    pub fn public_length(self) -> usize {
        match self {
            Self::Level44 => 1312,
            Self::Level65 => 1952,
            Self::Level87 => 2592,
        }
    }
}

/// Why a key cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unusable(
    /// One clause, such as "key type `LWE` is not known".
    pub String,
);
