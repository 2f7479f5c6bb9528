//! Many tokens through the whole program: `lint --format ndjson`, beside the limits of the design.
//!
//! `cargo bench --bench batch`. A core's worth is counted in CPU time of all threads, so that a busy
//! machine counts for less; where the limit is a ratio, both sides run in turn in the same run.
//!
//! Tried beside what is here, each in one run: mimalloc takes 0.89 and jemalloc 0.92 of the time of
//! the system's allocator, for half as much memory again and more than the binary may grow; `sonic-rs`
//! takes 1.06 of the time to find the members of claims; the SIMD engine of `base64`, which is in use,
//! 0.45 of that of its general one.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

#[path = "../tests/support/signer.rs"]
#[expect(dead_code, reason = "one algorithm is enough here")]
mod signer;

use std::{
    fs::File,
    hint::black_box,
    io::Write as _,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use nix::{
    sys::resource::{Usage, UsageWho, getrusage},
    sys::time::TimeValLike as _,
    time::{ClockId, clock_gettime},
};
use signer::Signer;
use whichtoken::{provider::Material, token::base64url};

/// Tokens a second on one core, without keys.
const LIMIT: f64 = 150_000.0;
/// Of the rate of base64 and `serde_json::Value` alone.
const GOAL_OF_DECODING: f64 = 0.6;
/// Of the rate of verification alone.
const LIMIT_OF_VERIFYING: f64 = 0.75;
/// Two threads against one.
const LIMIT_OF_TWO: f64 = 1.8;
/// Resident memory in MiB, for a million tokens.
const LIMIT_OF_MEMORY: f64 = 64.0;

const TOKENS: usize = 50_000;
const ROUNDS: usize = 5;

fn main() {
    // `cargo test --benches` runs this too; it has nothing to test.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| {
        let path = folder.path().join(name);
        path.to_str().expect("a path of text").to_owned()
    };
    let signer = Signer::new("RS256");
    let tokens: Vec<String> = (0..2_000).map(|number| token(&signer, number)).collect();
    let log = path("tokens.ndjson");
    write(&log, &tokens, TOKENS);
    let keys = path("jwks.json");
    std::fs::write(&keys, jwks(&signer)).expect("a file");
    println!(
        "{TOKENS} signed tokens of {} bytes, best of {ROUNDS} rounds",
        tokens[0].len()
    );

    let (mut lint, mut decoding) = (0f64, 0f64);
    let (mut checked, mut verifying) = (0f64, 0f64);
    let mut two = 0f64;
    for _ in 0..ROUNDS {
        lint = lint.max(rate_of(&["--jobs", "1", &log]));
        decoding = decoding.max(rate(&tokens, decode));
        checked = checked.max(rate_of(&["--jobs", "1", "--jwks", &keys, &log]));
        verifying = verifying.max(rate(&tokens, verify(&signer)));
        let apart = time_of(&["--jobs", "1", &log], 2).as_secs_f64();
        two = two.max(apart / time_of(&["--jobs", "2", &log], 1).as_secs_f64());
    }
    row("without keys, tokens/s a core", lint, LIMIT);
    println!(
        "  {:<44} {decoding:>10.0}",
        "base64 + serde_json::Value, tokens/s"
    );
    row("  ratio", lint / decoding, GOAL_OF_DECODING);
    println!(
        "  {:<44} {checked:>10.0}",
        "with an RS256 key, tokens/s a core"
    );
    println!(
        "  {:<44} {verifying:>10.0}",
        "aws-lc-rs with a parsed key, signatures/s"
    );
    row("  ratio", checked / verifying, LIMIT_OF_VERIFYING);
    // Two processes side by side do twice the work in the time that the machine has for two threads.
    row("two threads against one", two, LIMIT_OF_TWO);

    let long = path("million.ndjson");
    write(&long, &tokens, 1_000_000);
    let before = peak();
    time_of(&["--jobs", "2", &long], 1);
    let peak = peak().max(before);
    println!(
        "  {:<44} {peak:>10.1}   limit {LIMIT_OF_MEMORY}",
        "a million tokens, peak MiB"
    );
}

fn row(name: &str, figure: f64, limit: f64) {
    let verdict = if figure >= limit { "" } else { "  below" };
    println!(
        "  {name:<44} {figure:>10.2}   limit {limit}, {:.2} of it{verdict}",
        figure / limit
    );
}

/// ID tokens and access tokens in turn, each of its own subject.
fn token(signer: &Signer, number: usize) -> String {
    let claims = match number % 2 {
        0 => serde_json::json!({
            "iss": "https://idp.example.com", "sub": format!("24828976{number:06}"), "aud": "web-app",
            "exp": 1_767_229_200, "iat": 1_767_225_600, "auth_time": 1_767_225_500,
            "nonce": format!("n-0S6_WzA2Mj{number}"), "at_hash": "77QmUPtjPfzWtF2AnpK9RQ",
            "name": "Jane Doe", "email": "janedoe@example.com", "email_verified": true,
        }),
        _ => serde_json::json!({
            "iss": "https://idp.example.com", "sub": format!("24828976{number:06}"),
            "aud": "https://api.example.com", "client_id": "web-app", "exp": 1_767_229_200,
            "iat": 1_767_225_600, "jti": format!("f2b6{number}"), "scope": "orders:read orders:write",
        }),
    };
    let header = match number % 2 {
        0 => r#"{"alg":"RS256","kid":"2026-01"}"#,
        _ => r#"{"alg":"RS256","typ":"at+jwt","kid":"2026-01"}"#,
    };
    signer.token(header, claims.to_string().as_bytes())
}

fn jwks(signer: &Signer) -> String {
    let Material::Rsa { modulus, exponent } = &signer.material else {
        unreachable!("RS256 has an RSA key");
    };
    let [n, e] = [modulus, exponent].map(|bytes| base64url::encode(bytes));
    format!(
        r#"{{"keys":[{{"kty":"RSA","kid":"2026-01","alg":"RS256","use":"sig","n":"{n}","e":"{e}"}}]}}"#
    )
}

fn write(path: &str, tokens: &[String], count: usize) {
    let mut file = std::io::BufWriter::new(File::create(path).expect("a file"));
    for (number, token) in tokens.iter().cycle().take(count).enumerate() {
        writeln!(file, r#"{{"token":"{token}","id":"{number}"}}"#).expect("room for it");
    }
}

fn start(arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_whichtoken"))
        .args(["lint", "--quiet", "--now", "1767225700"])
        .args(["--format", "ndjson"])
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .expect("the binary starts")
}

fn finish(mut child: Child) {
    let status = child.wait().expect("the binary ends");
    assert!(status.code().is_some_and(|code| code < 2), "{status}");
}

/// Tokens a second of CPU time.
fn rate_of(arguments: &[&str]) -> f64 {
    let time = |usage: &Usage| {
        let total = usage.user_time() + usage.system_time();
        total.num_microseconds() as f64 / 1e6
    };
    let before = time(&children());
    finish(start(arguments));
    TOKENS as f64 / (time(&children()) - before)
}

/// How long so many processes take, side by side.
fn time_of(arguments: &[&str], processes: usize) -> Duration {
    let begin = Instant::now();
    let all: Vec<Child> = (0..processes).map(|_| start(arguments)).collect();
    all.into_iter().for_each(finish);
    begin.elapsed()
}

fn children() -> Usage {
    getrusage(UsageWho::RUSAGE_CHILDREN).expect("the system counts its processes")
}

/// The largest resident set of any run so far, in MiB.
fn peak() -> f64 {
    children().max_rss() as f64 / 1024.0
}

/// Tokens a second of this thread's CPU time.
fn rate(tokens: &[String], mut work: impl FnMut(&str)) -> f64 {
    let start = cpu_time();
    for token in tokens {
        work(token);
    }
    tokens.len() as f64 / (cpu_time() - start).as_secs_f64()
}

/// The usual way of decoding.
fn decode(token: &str) {
    let mut segments = token.split('.');
    let mut part = || {
        let segment = segments.next().expect("a segment");
        URL_SAFE_NO_PAD.decode(segment).expect("base64url")
    };
    let header: serde_json::Value = serde_json::from_slice(&part()).expect("JSON");
    let claims: serde_json::Value = serde_json::from_slice(&part()).expect("JSON");
    black_box((header, claims, part()));
}

/// The crypto library alone, with the key parsed before.
fn verify(signer: &Signer) -> impl FnMut(&str) {
    let Material::Rsa { modulus, exponent } = &signer.material else {
        unreachable!("RS256 has an RSA key");
    };
    let components = RsaPublicKeyComponents {
        n: modulus,
        e: exponent,
    };
    let key = components
        .to_parsed_public_key(&RSA_PKCS1_2048_8192_SHA256)
        .expect("a key of the library's own making");
    move |token| {
        let (message, signature) = token.rsplit_once('.').expect("segments");
        let signature = URL_SAFE_NO_PAD.decode(signature).expect("base64url");
        key.verify_sig(message.as_bytes(), &signature)
            .expect("a good signature");
    }
}

fn cpu_time() -> Duration {
    let time = clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).expect("Linux has this clock");
    Duration::new(time.tv_sec() as u64, time.tv_nsec() as u32)
}
