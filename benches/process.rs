//! `inspect` of one token as a whole process, against `jwt decode` of crates.io `jwt-cli` 6.
//!
//! `cargo install jwt-cli --version '^6'`, then `cargo bench --bench process`. The two are started
//! in turn, hundreds of times; medians and their ratio count. Limits: no slower, 8 MiB at the peak.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::{
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use whichtoken::token::base64url;

const ROUNDS: usize = 400;

fn main() {
    let header = br#"{"alg":"RS256","typ":"JWT","kid":"2026-01"}"#;
    let claims = br#"{"iss":"https://idp.example.com/realms/main","sub":"248289761001","aud":"web-app","exp":1767229200,"iat":1767225600,"auth_time":1767225500,"nonce":"n-0S6_WzA2Mj","acr":"urn:mace:incommon:iap:silver","amr":["pwd","otp"],"azp":"web-app","name":"Jane Doe","given_name":"Jane","family_name":"Doe","preferred_username":"j.doe","email":"janedoe@example.com","email_verified":true}"#;
    let [header, claims] = [&header[..], claims].map(base64url::encode);
    let token = format!("{header}.{claims}.{}", base64url::encode(&[7; 256]));
    println!(
        "one token of {} bytes, whole process, {ROUNDS} rounds",
        token.len()
    );

    let ours = [
        env!("CARGO_BIN_EXE_whichtoken"),
        "inspect",
        "--quiet",
        &token,
    ];
    let peak = peak_of(&ours);
    let mut contenders = vec![("whichtoken inspect", ours.to_vec(), Vec::new())];
    let theirs = ["jwt", "decode", "--ignore-exp", &token];
    if Command::new(theirs[0])
        .arg("--version")
        .stdout(Stdio::null())
        .status()
        .is_ok()
    {
        contenders.push(("jwt-cli decode", theirs.to_vec(), Vec::new()));
    } else {
        println!("  jwt-cli is not installed: cargo install jwt-cli --version '^6'");
    }
    for _ in 0..ROUNDS {
        for (_, command, times) in &mut contenders {
            times.push(time(command));
        }
    }
    let medians: Vec<(&str, Duration)> = contenders
        .iter_mut()
        .map(|(name, _, times)| {
            times.sort();
            (*name, times[times.len() / 2])
        })
        .collect();
    for (name, median) in &medians {
        let ratio = median.as_secs_f64() / medians[0].1.as_secs_f64();
        println!(
            "  {name:<22} median {:>7.2} ms  {ratio:.2} × ours",
            median.as_secs_f64() * 1e3
        );
    }
    if let Some(kib) = peak {
        println!("  peak memory {:.1} MiB, limit 8 MiB", kib as f64 / 1024.0);
    }
}

fn time(command: &[&str]) -> Duration {
    let start = Instant::now();
    run(command);
    start.elapsed()
}

fn run(command: &[&str]) {
    let status = Command::new(command[0])
        .args(&command[1..])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    assert!(status.is_ok(), "{} does not start", command[0]);
}

/// The largest resident set of a run in KiB, as the system counts it for ended children.
fn peak_of(command: &[&str]) -> Option<i64> {
    use nix::sys::resource::{UsageWho, getrusage};
    run(command);
    Some(getrusage(UsageWho::RUSAGE_CHILDREN).ok()?.max_rss())
}
