//! Tokens verified a second, by algorithm: our `Verifier` against the crypto library with a parsed
//! key on the same bytes, in the same run. Decoding is not timed. `cargo bench --bench verify [-- ALGORITHM...]`.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

#[path = "../tests/support/signer.rs"]
mod signer;

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use aws_lc_rs::{hmac, signature};
use signer::Signer;
use whichtoken::{
    provider::{Curve, Material, MlDsaStrength},
    secret::RawToken,
    token::Token,
    verify::{ALGORITHMS, Status, Verifier},
};

/// How much of the library's rate ours should be.
const GOAL: f64 = 0.9;

/// Rounds of each side; odd, so that there is a median.
const ROUNDS: usize = 101;

/// How long one round takes, about.
const ROUND: Duration = Duration::from_millis(4);

fn main() {
    // `cargo test --benches` runs this too; it has nothing to test.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    println!("algorithm     ours/s      raw/s   ratio   goal {GOAL}");
    let chosen: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"))
        .collect();
    for algorithm in &ALGORITHMS {
        if !chosen.is_empty() && !chosen.iter().any(|name| name == algorithm.name) {
            continue;
        }
        let (ours, raw, ratio) = measure(algorithm.name);
        let verdict = if ratio >= GOAL { "" } else { "  below" };
        println!(
            "{:<10} {ours:>9.0}  {raw:>9.0}   {ratio:>5.3}{verdict}",
            algorithm.name
        );
    }
}

/// Rates of both sides, and the median of the ratios of neighbouring rounds.
fn measure(name: &'static str) -> (f64, f64, f64) {
    let signer = Signer::new(name);
    let header = format!(
        r#"{{"alg":"{}","typ":"at+jwt","kid":"2026-01"}}"#,
        signer.algorithm
    );
    let claims = serde_json::json!({
        "iss": "https://issuer.example", "sub": "248289761001", "aud": "https://api.example",
        "exp": 1_800_000_000, "iat": 1_799_996_400, "jti": "6d5cb2f7-8f3e-4a0b-9a0f-4f1a8d2b7c11",
        "client_id": "web-app", "scope": "openid profile email orders:read orders:write",
        "filler": "x".repeat(220),
    });
    let token = Token::decode(RawToken::new(
        signer.token(&header, claims.to_string().as_bytes()),
    ));
    let mut provider = signer.provider();
    provider.keys.keys[0].id = Some("2026-01".to_owned());
    let verifier = Verifier::new(Some(&provider));
    let ours = || verifier.verify(black_box(&token)).status == Status::Valid;

    let signed = token.signed().expect("a signed token");
    let message = token.signing_input(&signed.signatures[0]);
    let bytes = &signed.signatures[0].bytes;
    let check = raw(name, &signer.material);
    let raw = || check(black_box(message), black_box(bytes));

    assert!(ours() && raw());
    let started = Instant::now();
    let mut once = 0u32;
    while started.elapsed() < ROUND {
        assert!(raw());
        once += 1;
    }
    let mut rates: Vec<(f64, f64)> = (0..ROUNDS)
        .map(|round| {
            // Who goes first changes from round to round.
            if round % 2 == 0 {
                let first = rate(once, &ours);
                (first, rate(once, &raw))
            } else {
                let first = rate(once, &raw);
                (rate(once, &ours), first)
            }
        })
        .collect();
    let ratio = median(rates.iter().map(|(ours, raw)| ours / raw).collect());
    let raws = median(rates.iter().map(|(_, raw)| *raw).collect());
    let ours = median(rates.drain(..).map(|(ours, _)| ours).collect());
    (ours, raws, ratio)
}

fn rate(times: u32, check: &impl Fn() -> bool) -> f64 {
    let started = Instant::now();
    for _ in 0..times {
        assert!(check());
    }
    f64::from(times) / started.elapsed().as_secs_f64()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

type Check = Box<dyn Fn(&[u8], &[u8]) -> bool>;

/// The library alone, with a key parsed before.
fn raw(name: &str, material: &Material) -> Check {
    use signature::*;
    let key = match material {
        Material::Symmetric(secret) => {
            let hash = match name {
                "HS256" => hmac::HMAC_SHA256,
                "HS384" => hmac::HMAC_SHA384,
                _ => hmac::HMAC_SHA512,
            };
            let key = hmac::Key::new(hash, secret.expose());
            return Box::new(move |message, tag| hmac::verify(&key, message, tag).is_ok());
        }
        Material::Rsa { modulus, exponent } => {
            let parameters: &RsaParameters = match name {
                "RS256" => &RSA_PKCS1_2048_8192_SHA256,
                "RS384" => &RSA_PKCS1_2048_8192_SHA384,
                "RS512" => &RSA_PKCS1_2048_8192_SHA512,
                "PS256" => &RSA_PSS_2048_8192_SHA256,
                "PS384" => &RSA_PSS_2048_8192_SHA384,
                _ => &RSA_PSS_2048_8192_SHA512,
            };
            let components = RsaPublicKeyComponents {
                n: modulus,
                e: exponent,
            };
            components.to_parsed_public_key(parameters)
        }
        Material::EllipticCurve { curve, x, y } => {
            let algorithm = match curve {
                Curve::P256 => &ECDSA_P256_SHA256_FIXED,
                Curve::P384 => &ECDSA_P384_SHA384_FIXED,
                Curve::P521 => &ECDSA_P521_SHA512_FIXED,
                Curve::Secp256k1 => &ECDSA_P256K1_SHA256_FIXED,
            };
            ParsedPublicKey::new(algorithm, [&[4], x.as_slice(), y.as_slice()].concat())
        }
        Material::Ed25519 { x } => ParsedPublicKey::new(&ED25519, x),
        Material::MlDsa { strength, public } => {
            let algorithm = match strength {
                MlDsaStrength::Level44 => &ML_DSA_44,
                MlDsaStrength::Level65 => &ML_DSA_65,
                MlDsaStrength::Level87 => &ML_DSA_87,
            };
            ParsedPublicKey::new(algorithm, public)
        }
    }
    .expect("a key of the library's own making");
    Box::new(move |message, bytes| key.verify_sig(message, bytes).is_ok())
}
