//! Low noise is the product: a correct token draws nothing at warn or above in the situation that it
//! was made for. The tokens are signed here, or were captured; whatever a rule says of one of them
//! at warn is a mistake of that rule.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "support/signer.rs"]
#[expect(
    dead_code,
    reason = "few of the signer's algorithms and helpers are needed here"
)]
mod signer;

use std::{fs, path::Path, process::Command, sync::LazyLock};

use aws_lc_rs::digest;
use serde_json::{Value, json};
use signer::Signer;
use tempfile::TempDir;
use whichtoken::{
    input::Slot,
    provider::{Material, keys},
    token::base64url,
};

const ISSUER: &str = "https://idp.example";

/// When the made tokens are issued, and a minute later, when they are judged.
const ISSUED: i64 = 1_767_225_600;
const NOW: &str = "1767225660";

/// A minute after the captures.
const CAPTURED: &str = "1795341600";
const SECRET: &str = "a-64-byte-long-client-secret-for-HS512-tests-0123456789abcdefghij";

/// The issuer's key.
static ISSUERS: LazyLock<Signer> = LazyLock::new(|| Signer::new("PS256"));
/// The key of a client or holder.
static CLIENTS: LazyLock<Signer> = LazyLock::new(|| Signer::new("ES256"));

/// A text, the kinds of its tokens in order, and the situation in which they are correct.
struct Correct {
    what: &'static str,
    text: String,
    kinds: &'static [&'static str],
    flags: &'static [&'static str],
}

#[test]
fn correct_tokens_of_every_kind_in_their_own_situation() {
    let folder = tempfile::tempdir().unwrap();
    let keys = folder.path().join("jwks.json");
    fs::write(&keys, json!({ "keys": [public(&ISSUERS)] }).to_string()).unwrap();
    let mut noise = Vec::new();
    let samples = samples();
    for sample in &samples {
        let mut arguments = vec!["--now", NOW, "--issuer", ISSUER, "--offline", "--jwks"];
        arguments.push(keys.to_str().unwrap());
        arguments.extend(sample.flags);
        let report = lint(&folder, &arguments, &sample.text);
        let tokens = report["tokens"].as_array().unwrap();
        let kinds: Vec<&str> = tokens
            .iter()
            .map(|token| token["classification"]["kind"].as_str().unwrap())
            .collect();
        assert_eq!(kinds, sample.kinds, "{}", sample.what);
        noise.extend(loud(sample.what, &report));
    }
    assert!(noise.is_empty(), "\n{}", noise.join("\n"));
}

#[test]
fn the_issuers_tokens_are_really_signed() {
    let folder = tempfile::tempdir().unwrap();
    let keys = folder.path().join("jwks.json");
    fs::write(&keys, json!({ "keys": [public(&ISSUERS)] }).to_string()).unwrap();
    let arguments = ["--now", NOW, "--jwks", keys.to_str().unwrap()];
    for text in [id_token(), access_token(&json!({})), proof(None)] {
        let report = lint(&folder, &arguments, &text);
        assert_eq!(report["tokens"][0]["signature"]["status"], "valid");
    }
}

#[test]
fn captured_tokens_at_their_receivers() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let secret = folder.path().join("secret");
    fs::write(&secret, SECRET).unwrap();
    let keys = root.join("fixtures/providers/captured/jwks.json");
    let captures = fs::read_to_string(root.join("fixtures/captures/tokens.jsonl")).unwrap();
    let mut noise = Vec::new();
    for line in captures.lines() {
        let record: Value = serde_json::from_str(line).unwrap();
        let field = record["is"].as_str().unwrap();
        let token = record["token"].as_str().unwrap();
        let text = match Slot::of_parameter(field) {
            Some(_) => json!({ field: token }).to_string(),
            None => token.to_owned(),
        };
        let receiver = receiver(field, &record);
        let mut arguments = vec!["--now", CAPTURED, "--issuer", "http://127.0.0.1:19400"];
        arguments.extend(["--offline", "--jwks", keys.to_str().unwrap()]);
        arguments.extend(["--secret-file", secret.to_str().unwrap()]);
        arguments.extend(receiver.iter().map(String::as_str));
        let report = lint(&folder, &arguments, &text);
        // An API that checks a MAC can make such tokens too: of these two, the warning is right.
        let shared_secret = record["alg"] == "HS256" || record["alg"] == "HS512";
        let is_right = |noise: &String| {
            shared_secret && field == "access_token" && noise.contains("mac-with-several-verifiers")
        };
        let heard = loud(record["id"].as_str().unwrap(), &report);
        noise.extend(heard.into_iter().filter(|noise| !is_right(noise)));
    }
    assert!(noise.is_empty(), "\n{}", noise.join("\n"));
}

/// The flags that state who receives a captured token.
fn receiver(field: &str, record: &Value) -> Vec<String> {
    let issuer = record["issuer"].as_str().unwrap_or_default();
    let client = record["client_id"].as_str().unwrap_or_default();
    let flags: &[&str] = match field {
        "id_token" | "jarm_response" => &["--to", "client", "--own-client", client],
        "userinfo_jwt" => &[
            "--as",
            "userinfo-response",
            "--to",
            "client",
            "--own-client",
            client,
        ],
        "logout_token" => &["--to", "logout-endpoint", "--own-client", client],
        "introspection_jwt" => &["--to", "resource-server", "--own-client", client],
        "dpop_proof" => &["--to", "resource-server", "--transport", "dpop-header"],
        "access_token" => return api(record),
        // The rest goes back to the issuer.
        _ => &["--to", "authorization-server", "--audience", issuer],
    };
    flags.iter().map(|flag| (*flag).to_owned()).collect()
}

/// The API that a captured access token is for, reached in the way that it is bound.
fn api(record: &Value) -> Vec<String> {
    let mut flags = vec!["--to".to_owned(), "resource-server".to_owned()];
    let token = record["token"].as_str().unwrap();
    let claims = token
        .split('.')
        .nth(1)
        .and_then(base64url::decode_strict)
        .and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok())
        .unwrap_or_default();
    if let Some(audience) = claims["aud"].as_str() {
        flags.extend(["--audience".to_owned(), audience.to_owned()]);
    }
    let transport = match &claims["cnf"] {
        Value::Object(bound) if bound.contains_key("jkt") => "dpop-header",
        Value::Object(_) => "mtls",
        _ => "bearer-header",
    };
    flags.extend(["--transport".to_owned(), transport.to_owned()]);
    flags
}

/// The findings at warn or above.
fn loud(what: &str, report: &Value) -> Vec<String> {
    report["tokens"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|token| token["findings"].as_array().unwrap())
        .filter(|finding| finding["severity"] == "warn" || finding["severity"] == "error")
        .map(|finding| {
            let (rule, message) = (&finding["rule"], &finding["message"]);
            format!("{what}: {} {rule}: {message}", finding["severity"])
        })
        .collect()
}

fn lint(folder: &TempDir, arguments: &[&str], text: &str) -> Value {
    let input = folder.path().join("input");
    fs::write(&input, text).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_whichtoken"))
        .args(["lint", "--format", "json"])
        .args(arguments)
        .arg(&input)
        .env_clear()
        .output()
        .unwrap();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!("{error}: {}", String::from_utf8_lossy(&output.stderr));
    })
}

const TO_CLIENT: &[&str] = &["--to", "client", "--own-client", "web-app"];
const TO_API: &[&str] = &[
    "--to",
    "resource-server",
    "--audience",
    "https://api.example",
];
const TO_ISSUER: &[&str] = &["--to", "authorization-server", "--audience", ISSUER];

fn samples() -> Vec<Correct> {
    let correct = |what, kinds, flags, text| Correct {
        what,
        text,
        kinds,
        flags,
    };
    vec![
        correct("ID token", &["id-token"], TO_CLIENT, id_token()),
        correct(
            "ID token, of the login attempt that is known",
            &["id-token"],
            &[
                "--to",
                "client",
                "--own-client",
                "web-app",
                "--nonce",
                "n-0S6_WzA2Mj",
                "--max-auth-age",
                "300",
            ],
            id_token(),
        ),
        correct(
            "ID token under FAPI 2, its receiver not stated",
            &["id-token"],
            &["--profile", "fapi2"],
            id_token(),
        ),
        correct(
            "ID token at the API of its own client",
            &["id-token"],
            &["--to", "resource-server", "--own-client", "web-app"],
            id_token(),
        ),
        correct(
            "access token of RFC 9068",
            &["access-token"],
            TO_API,
            access_token(&json!({})),
        ),
        correct(
            "access token of RFC 9068 under its profile",
            &["access-token"],
            &["--profile", "rfc9068", "--audience", "https://api.example"],
            access_token(&json!({})),
        ),
        correct(
            "access token in its header",
            &["access-token"],
            TO_API,
            format!("Authorization: Bearer {}", access_token(&json!({}))),
        ),
        correct(
            "access token and DPoP proof, under FAPI 2",
            &["access-token", "dpop-proof"],
            &[
                "--profile",
                "fapi2",
                "--to",
                "resource-server",
                "--audience",
                "https://api.example",
            ],
            bound_request(),
        ),
        correct(
            "access token bound to a certificate",
            &["access-token"],
            &[
                "--to",
                "resource-server",
                "--audience",
                "https://api.example",
                "--transport",
                "mtls",
                "--binding",
                "required",
            ],
            access_token(&json!({ "cnf": { "x5t#S256": hash("a certificate") } })),
        ),
        correct(
            "token response",
            &["access-token", "id-token"],
            &[],
            response(),
        ),
        correct(
            "DPoP proof for a token request",
            &["dpop-proof"],
            &["--to", "authorization-server", "--transport", "dpop-header"],
            proof(None),
        ),
        correct(
            "SD-JWT with its key binding",
            &["sd-jwt"],
            &["--audience", "https://verifier.example"],
            sd_jwt(),
        ),
        correct(
            "logout token",
            &["logout-token"],
            &["--to", "logout-endpoint", "--own-client", "web-app"],
            issued(
                "logout+jwt",
                json!({ "iss": ISSUER, "sub": "248289761001", "sid": "s-1", "aud": "web-app",
                    "iat": ISSUED, "exp": ISSUED + 120, "jti": "l-1",
                    "events": { "http://schemas.openid.net/event/backchannel-logout": {} } }),
            ),
        ),
        correct(
            "security event token",
            &["security-event-token"],
            &["--to", "client", "--own-client", "web-app"],
            issued(
                "secevent+jwt",
                json!({ "iss": ISSUER, "aud": "web-app", "iat": ISSUED, "jti": "e-1",
                    "sub_id": { "format": "iss_sub", "iss": ISSUER, "sub": "248289761001" },
                    "events": { "https://schemas.openid.net/secevent/caep/event-type/session-revoked":
                        { "event_timestamp": ISSUED } } }),
            ),
        ),
        correct(
            "client assertion",
            &["client-assertion"],
            TO_ISSUER,
            CLIENTS.token(
                r#"{"alg":"ES256","kid":"c-1","typ":"client-authentication+jwt"}"#,
                json!({ "iss": "web-app", "sub": "web-app", "aud": ISSUER, "jti": "a-1",
                    "iat": ISSUED, "exp": ISSUED + 60 })
                .to_string()
                .as_bytes(),
            ),
        ),
        correct(
            "request object",
            &["request-object"],
            TO_ISSUER,
            CLIENTS.token(
                r#"{"alg":"ES256","kid":"c-1","typ":"oauth-authz-req+jwt"}"#,
                json!({ "iss": "web-app", "client_id": "web-app", "aud": ISSUER,
                    "response_type": "code", "redirect_uri": "https://app.example/cb",
                    "scope": "openid", "state": "af0ifjsldkj", "nonce": "n-0S6_WzA2Mj",
                    "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
                    "code_challenge_method": "S256",
                    "iat": ISSUED, "nbf": ISSUED, "exp": ISSUED + 300, "jti": "r-1" })
                .to_string()
                .as_bytes(),
            ),
        ),
        correct(
            "JARM response",
            &["jarm-response"],
            TO_CLIENT,
            issued(
                "JWT",
                json!({ "iss": ISSUER, "aud": "web-app", "exp": ISSUED + 600,
                    "code": "PyyFaux2o7Q0YfXBU32jhw", "state": "S8NJ7uqk5fY4EjNvP_G_FtyJu6pUsvH9" }),
            ),
        ),
        correct(
            "signed userinfo",
            &["userinfo-response"],
            &[
                "--as",
                "userinfo-response",
                "--to",
                "client",
                "--own-client",
                "web-app",
            ],
            issued(
                "JWT",
                json!({ "iss": ISSUER, "aud": "web-app", "sub": "248289761001", "name": "A. User",
                    "email": "user@example.org", "email_verified": true }),
            ),
        ),
        correct(
            "introspection response",
            &["introspection-response"],
            TO_API,
            issued(
                "token-introspection+jwt",
                json!({ "iss": ISSUER, "aud": "https://api.example", "iat": ISSUED,
                    "token_introspection": { "active": true, "iss": ISSUER, "scope": "orders:read",
                        "client_id": "web-app", "sub": "248289761001", "exp": ISSUED + 3600 } }),
            ),
        ),
        correct(
            "identity assertion grant",
            &["identity-assertion-grant"],
            &[
                "--to",
                "authorization-server",
                "--audience",
                "https://as.api.example",
            ],
            issued(
                "oauth-id-jag+jwt",
                json!({ "iss": ISSUER, "sub": "248289761001", "aud": "https://as.api.example",
                    "client_id": "web-app", "jti": "g-1", "iat": ISSUED, "exp": ISSUED + 300,
                    "scope": "orders:read" }),
            ),
        ),
        correct(
            "federation statement",
            &["federation-statement"],
            TO_CLIENT,
            issued(
                "entity-statement+jwt",
                json!({ "iss": ISSUER, "sub": ISSUER, "iat": ISSUED, "exp": ISSUED + 86_400,
                    "jwks": { "keys": [public(&ISSUERS)] },
                    "metadata": { "openid_provider": { "issuer": ISSUER } },
                    "authority_hints": ["https://federation.example"] }),
            ),
        ),
        correct(
            "service-account token at its cluster",
            &["kubernetes-service-account"],
            &[
                "--to",
                "kubernetes-api",
                "--audience",
                "https://kubernetes.default.svc.cluster.local",
            ],
            issued(
                "JWT",
                json!({ "iss": ISSUER, "sub": "system:serviceaccount:shop:orders",
                    "aud": ["https://kubernetes.default.svc.cluster.local", "k3s"],
                    "iat": ISSUED, "nbf": ISSUED, "exp": ISSUED + 3607, "jti": "k-1",
                    "kubernetes.io": { "namespace": "shop",
                        "pod": { "name": "orders-1", "uid": "11111111-1111-4111-8111-111111111111" },
                        "serviceaccount": { "name": "orders",
                            "uid": "22222222-2222-4222-8222-222222222222" },
                        "warnafter": ISSUED + 3607 } }),
            ),
        ),
    ]
}

/// A JWT of the issuer with this type.
fn issued(typ: &str, claims: Value) -> String {
    let header = json!({ "alg": ISSUERS.algorithm, "kid": "i-1", "typ": typ });
    ISSUERS.token(&header.to_string(), claims.to_string().as_bytes())
}

fn id_token() -> String {
    let claims = json!({ "iss": ISSUER, "sub": "248289761001", "aud": "web-app",
        "nonce": "n-0S6_WzA2Mj", "auth_time": ISSUED - 20, "iat": ISSUED, "exp": ISSUED + 900 });
    issued("JWT", claims)
}

/// An access token for `https://api.example` with these claims too.
fn access_token(more: &Value) -> String {
    let mut claims = json!({ "iss": ISSUER, "sub": "248289761001", "client_id": "web-app",
        "aud": "https://api.example", "scope": "orders:read", "jti": "t-1", "iat": ISSUED,
        "exp": ISSUED + 600 });
    let claims_map = claims.as_object_mut().unwrap();
    claims_map.extend(more.as_object().unwrap().clone());
    issued("at+jwt", claims)
}

/// A request with a bound access token and its proof.
fn bound_request() -> String {
    let thumbprint = keys::thumbprint(&CLIENTS.material).unwrap();
    let token = access_token(&json!({ "cnf": { "jkt": thumbprint } }));
    let proof = proof(Some(&token));
    format!("Authorization: DPoP {token}\nDPoP: {proof}")
}

/// A DPoP proof for an API call with this token, or for a token request.
fn proof(token: Option<&str>) -> String {
    let header = json!({ "alg": "ES256", "typ": "dpop+jwt", "jwk": public(&CLIENTS) });
    let mut claims = json!({ "jti": "-BwC3ESc6acc2lTc", "htm": "POST",
        "htu": "https://idp.example/token", "iat": ISSUED + 55 });
    if let Some(token) = token {
        claims["htm"] = json!("GET");
        claims["htu"] = json!("https://api.example/orders");
        claims["ath"] = json!(hash(token));
    }
    CLIENTS.token(&header.to_string(), claims.to_string().as_bytes())
}

/// A token response whose ID token names its access token (OIDC Core §3.1.3.6).
fn response() -> String {
    let access_token = access_token(&json!({}));
    let digest = digest::digest(&digest::SHA256, access_token.as_bytes());
    let at_hash = base64url::encode(&digest.as_ref()[..16]);
    let claims = json!({ "iss": ISSUER, "sub": "248289761001", "aud": "web-app",
        "nonce": "n-0S6_WzA2Mj", "at_hash": at_hash, "iat": ISSUED, "exp": ISSUED + 900 });
    json!({ "access_token": access_token, "token_type": "Bearer", "expires_in": 600,
        "id_token": issued("JWT", claims) })
    .to_string()
}

/// A credential with one disclosure, presented by its holder (RFC 9901 §4.3).
fn sd_jwt() -> String {
    let disclosure = base64url::encode(br#"["2GLC42sKQveCfGfryNRN9w","given_name","A."]"#);
    let credential = issued(
        "dc+sd-jwt",
        json!({ "iss": ISSUER, "vct": "https://credentials.example/identity", "iat": ISSUED,
            "exp": ISSUED + 86_400, "_sd_alg": "sha-256", "_sd": [hash(&disclosure)],
            "cnf": { "jwk": public(&CLIENTS) } }),
    );
    let presented = format!("{credential}~{disclosure}~");
    let binding = CLIENTS.token(
        r#"{"alg":"ES256","typ":"kb+jwt"}"#,
        json!({ "iat": ISSUED + 30, "aud": "https://verifier.example", "nonce": "1234567890",
            "sd_hash": hash(&presented) })
        .to_string()
        .as_bytes(),
    );
    presented + &binding
}

/// SHA-256, base64url.
fn hash(text: &str) -> String {
    base64url::encode(digest::digest(&digest::SHA256, text.as_bytes()).as_ref())
}

/// The public key as a JWK.
fn public(signer: &Signer) -> Value {
    match &signer.material {
        Material::Rsa { modulus, exponent } => json!({ "kty": "RSA", "kid": "i-1", "use": "sig",
            "n": base64url::encode(modulus), "e": base64url::encode(exponent) }),
        Material::EllipticCurve { curve, x, y } => json!({ "kty": "EC", "crv": curve.name(),
            "x": base64url::encode(x), "y": base64url::encode(y) }),
        _ => panic!("no key of this test"),
    }
}
