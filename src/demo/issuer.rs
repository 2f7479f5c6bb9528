//! The issuer: its key, its documents, and the tokens that it mints.

use std::{fmt, sync::Arc};

use biscuit::{
    ClaimsSet, Empty, JWT, RegisteredClaims, SingleOrMultiple,
    jwa::{Algorithm, SignatureAlgorithm},
    jwk::{
        AlgorithmParameters, CommonParameters, EllipticCurve, EllipticCurveKeyParameters, JWK,
        JWKSet, PublicKeyUse,
    },
    jws::{Header, RegisteredHeader, Secret},
};
use ring::{
    digest,
    error::Unspecified,
    rand::{self, SystemRandom},
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use super::server::{Request, Response};
use crate::token::base64url;

/// The client that logs its user in.
pub const CLIENT: &str = "demo-app";

/// The API that the access token is for.
pub const API: &str = "https://api.example.test/";

/// Seconds that both tokens live.
pub const LIFETIME: i64 = 600;

pub(super) const DISCOVERY: &str = "/.well-known/openid-configuration";
pub(super) const KEYS: &str = "/jwks";
pub(super) const TOKEN: &str = "/token";
const AUTHORIZE: &str = "/authorize";

const SUBJECT: &str = "248289761001";
const SCOPE: &str = "orders:read";

/// An OpenID provider with one user, who has just logged in.
pub(super) struct Issuer {
    url: String,
    now: i64,
    key: SigningKey,
    login: Login,
}

/// What client and provider know of the one login.
pub(super) struct Login {
    pub(super) nonce: String,
    pub(super) code: String,
    /// RFC 7636: the client keeps it, the provider has seen only its hash.
    pub(super) code_verifier: String,
}

impl Issuer {
    /// An issuer with a fresh key. `now` is in seconds since the epoch.
    pub(super) fn new(url: String, now: i64) -> Result<Self, Unspecified> {
        let random = SystemRandom::new();
        Ok(Self {
            url,
            now,
            key: SigningKey::generate(&random)?,
            login: Login {
                nonce: nonsense::<16>(&random)?,
                code: nonsense::<16>(&random)?,
                code_verifier: nonsense::<32>(&random)?,
            },
        })
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }

    pub(super) fn login(&self) -> &Login {
        &self.login
    }

    /// Answers one HTTP request.
    pub(super) fn answer(&self, request: &Request) -> Response {
        match (request.method.as_str(), request.path.as_str()) {
            ("GET", DISCOVERY) => Response::json(200, &self.metadata()),
            ("GET", KEYS) => Response::json(200, &self.key_set()),
            ("GET", AUTHORIZE) => {
                Response::text(200, "no login page: the demo's user is logged in")
            }
            ("POST", TOKEN) => self.token(&request.body),
            (_, DISCOVERY | KEYS | AUTHORIZE) => Response::method_not_allowed("GET"),
            (_, TOKEN) => Response::method_not_allowed("POST"),
            _ => Response::text(404, "not found"),
        }
    }

    /// OpenID Discovery §3. It asks every provider to offer RS256; this one has a P-256 key only,
    /// as RSA keys take long to make, and says what is so.
    pub(super) fn metadata(&self) -> Value {
        let at = |path: &str| format!("{}{path}", self.url);
        json!({
            "issuer": self.url,
            "authorization_endpoint": at(AUTHORIZE),
            "token_endpoint": at(TOKEN),
            "jwks_uri": at(KEYS),
            "scopes_supported": ["openid", "profile", "email", SCOPE],
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256"],
            "token_endpoint_auth_methods_supported": ["none"],
            "code_challenge_methods_supported": ["S256"],
        })
    }

    /// RFC 7517 §5.
    pub(super) fn key_set(&self) -> Value {
        let keys = vec![self.key.public.clone()];
        json!(JWKSet { keys })
    }

    /// The token endpoint: RFC 6749 §4.1.3, with RFC 7636 §4.6.
    fn token(&self, form: &str) -> Response {
        let field = |name: &str| {
            form.split('&')
                .filter_map(|pair| pair.split_once('='))
                .find_map(|(key, value)| (key == name).then_some(value))
        };
        let refused = |error: &str| Response::json(400, &json!({ "error": error }));
        if field("grant_type") != Some("authorization_code") {
            return refused("unsupported_grant_type");
        }
        if field("client_id") != Some(CLIENT) {
            return refused("invalid_client");
        }
        let proven =
            field("code_verifier").map(challenge) == Some(challenge(&self.login.code_verifier));
        if field("code") != Some(&self.login.code) || !proven {
            return refused("invalid_grant");
        }
        match self.token_response() {
            Ok(response) => Response::json(200, &response),
            Err(_) => Response::json(500, &json!({ "error": "server_error" })),
        }
    }

    /// RFC 6749 §5.1 and OIDC Core §3.1.3.3.
    fn token_response(&self) -> Result<Value, biscuit::errors::Error> {
        let access_token = self.access_token()?;
        let id_token = self.id_token(&access_token)?;
        Ok(json!({
            "access_token": access_token,
            "token_type": "Bearer",
            "expires_in": LIFETIME,
            "scope": format!("openid profile email {SCOPE}"),
            "id_token": id_token,
        }))
    }

    /// RFC 9068 §2.
    fn access_token(&self) -> Result<String, biscuit::errors::Error> {
        let mut registered = self.registered(API);
        registered.id = Some(nonsense::<16>(&SystemRandom::new())?);
        let private = AccessTokenClaims {
            client_id: CLIENT.to_owned(),
            scope: SCOPE.to_owned(),
        };
        self.key.sign("at+jwt", registered, private)
    }

    /// OIDC Core §2; `at_hash` as in §3.1.3.6.
    fn id_token(&self, access_token: &str) -> Result<String, biscuit::errors::Error> {
        let hash = digest::digest(&digest::SHA256, access_token.as_bytes());
        let private = IdTokenClaims {
            nonce: self.login.nonce.clone(),
            auth_time: self.now,
            at_hash: base64url::encode(&hash.as_ref()[..digest::SHA256_OUTPUT_LEN / 2]),
            name: "Demo User".to_owned(),
            email: "user@example.test".to_owned(),
        };
        self.key.sign("JWT", self.registered(CLIENT), private)
    }

    fn registered(&self, audience: &str) -> RegisteredClaims {
        RegisteredClaims {
            issuer: Some(self.url.clone()),
            subject: Some(SUBJECT.to_owned()),
            audience: Some(SingleOrMultiple::Single(audience.to_owned())),
            expiry: Some((self.now + LIFETIME).into()),
            issued_at: Some(self.now.into()),
            ..RegisteredClaims::default()
        }
    }
}

impl fmt::Debug for Issuer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Issuer({})", self.url)
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct IdTokenClaims {
    nonce: String,
    auth_time: i64,
    at_hash: String,
    name: String,
    email: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct AccessTokenClaims {
    client_id: String,
    scope: String,
}

/// A P-256 key pair and its public half as the world sees it.
///
/// Made and used with ring: the first random byte of aws-lc-rs costs 45 ms.
struct SigningKey {
    secret: Secret,
    public: JWK<Empty>,
    id: String,
}

impl SigningKey {
    fn generate(random: &SystemRandom) -> Result<Self, Unspecified> {
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let document = EcdsaKeyPair::generate_pkcs8(algorithm, random)?;
        let pair = EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref(), random)
            .map_err(|_| Unspecified)?;
        // SEC 1 §2.3.3: 0x04, then both coordinates.
        let (x, y) = pair.public_key().as_ref()[1..].split_at(32);
        let algorithm = AlgorithmParameters::EllipticCurve(EllipticCurveKeyParameters {
            curve: EllipticCurve::P256,
            x: x.to_vec(),
            y: y.to_vec(),
            ..EllipticCurveKeyParameters::default()
        });
        let id = algorithm
            .thumbprint(&biscuit::digest::SHA256)
            .map_err(|_| Unspecified)?;
        let common = CommonParameters {
            public_key_use: Some(PublicKeyUse::Signature),
            algorithm: Some(Algorithm::Signature(SignatureAlgorithm::ES256)),
            key_id: Some(id.clone()),
            ..CommonParameters::default()
        };
        Ok(Self {
            secret: Secret::EcdsaKeyPair(Arc::new(pair)),
            public: JWK {
                common,
                algorithm,
                additional: Empty {},
            },
            id,
        })
    }

    fn sign<T: Serialize + DeserializeOwned>(
        &self,
        media_type: &str,
        registered: RegisteredClaims,
        private: T,
    ) -> Result<String, biscuit::errors::Error> {
        let header = Header::from_registered_header(RegisteredHeader {
            algorithm: SignatureAlgorithm::ES256,
            media_type: Some(media_type.to_owned()),
            key_id: Some(self.id.clone()),
            ..RegisteredHeader::default()
        });
        let claims = ClaimsSet {
            registered,
            private,
        };
        let token = JWT::new_decoded(header, claims).into_encoded(&self.secret)?;
        Ok(token.unwrap_encoded().encode())
    }
}

/// RFC 7636 §4.2, method `S256`.
fn challenge(code_verifier: &str) -> String {
    base64url::encode(digest::digest(&digest::SHA256, code_verifier.as_bytes()).as_ref())
}

/// Bytes that nobody can guess, in base64url: 16 make 22 characters, 32 make 43.
fn nonsense<const BYTES: usize>(random: &SystemRandom) -> Result<String, Unspecified>
where
    [u8; BYTES]: rand::RandomlyConstructable,
{
    let bytes: [u8; BYTES] = rand::generate(random)?.expose();
    Ok(base64url::encode(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issuer() -> Issuer {
        Issuer::new("http://127.0.0.1:1".to_owned(), 1_800_000_000).expect("an issuer")
    }

    fn status(issuer: &Issuer, method: &str, path: &str, body: &str) -> u16 {
        let request = Request {
            method: method.to_owned(),
            path: path.to_owned(),
            body: body.to_owned(),
        };
        issuer.answer(&request).status
    }

    #[test]
    fn unknown_paths_and_wrong_methods_are_refused() {
        let issuer = issuer();
        assert_eq!(status(&issuer, "GET", DISCOVERY, ""), 200);
        assert_eq!(status(&issuer, "GET", "/nowhere", ""), 404);
        assert_eq!(status(&issuer, "POST", KEYS, ""), 405);
        assert_eq!(status(&issuer, "GET", TOKEN, ""), 405);
    }

    #[test]
    fn tokens_are_given_for_the_code_with_its_verifier_only() {
        let issuer = issuer();
        let Login {
            code,
            code_verifier,
            ..
        } = issuer.login();
        let form = |code: &str, verifier: &str| {
            format!(
                "grant_type=authorization_code&client_id={CLIENT}&code={code}\
                 &code_verifier={verifier}"
            )
        };
        let ask = |form: &str| status(&issuer, "POST", TOKEN, form);
        assert_eq!(ask(&form(code, code_verifier)), 200);
        assert_eq!(ask(&form(code, "guessed")), 400);
        assert_eq!(ask(&form("guessed", code_verifier)), 400);
        assert_eq!(ask("grant_type=password"), 400);
        assert_eq!(ask(""), 400);
    }

    #[test]
    fn the_published_key_is_public() {
        let set = issuer().key_set();
        assert!(set["keys"][0]["d"].is_null());
        assert_eq!(set["keys"][0]["kty"], "EC");
        assert_eq!(set["keys"][0]["alg"], "ES256");
    }
}
