//! All rules on one decoded, verified and classified token, in process, beside the limit of 10 µs;
//! and classification alone. CPU time of the thread, so that a busy machine counts for less.
//!
//! `cargo bench --bench rules`

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::{hint::black_box, time::Duration};

use nix::time::{ClockId, clock_gettime};
use whichtoken::{
    classify::{self, Context},
    input::{Origin, Slot},
    rules::{self, Case, Policy, example::jwt},
    secret::RawToken,
    situation::{Profile, Situation},
    token::{NumericDate, Token},
    verify::Verifier,
};

const LIMIT: Duration = Duration::from_micros(10);
const ROUNDS: usize = 9;
const RUNS: u32 = 2_000;

fn main() {
    println!("{} rules, one token, limit {LIMIT:?}", rules::ALL.len());
    for (name, slot, sample) in [
        (
            "ID token",
            Slot::IdToken,
            jwt(
                r#"{"alg":"RS256","kid":"2026-01"}"#,
                r#"{"iss":"https://idp.example.com","sub":"248289761001","aud":"web-app","exp":1767229200,"iat":1767225600,"auth_time":1767225500,"nonce":"n-0S6_WzA2Mj","at_hash":"77QmUPtjPfzWtF2AnpK9RQ","name":"Jane Doe","email":"janedoe@example.com","email_verified":true}"#,
            ),
        ),
        (
            "access token",
            Slot::AccessToken,
            jwt(
                r#"{"alg":"RS256","typ":"at+jwt","kid":"2026-01"}"#,
                r#"{"iss":"https://idp.example.com","sub":"248289761001","aud":"https://api.example.com","client_id":"web-app","exp":1767229200,"iat":1767225600,"jti":"f2b6","scope":"orders:read orders:write"}"#,
            ),
        ),
    ] {
        let token = Token::decode(RawToken::new(sample.text()));
        let mut situation = Situation::default();
        for (fact, value) in [
            ("receiver.role", "resource-server"),
            ("receiver.ids", "https://api.example.com"),
            ("receiver.issuers", "https://idp.example.com"),
            ("relation", "first-party"),
            ("need", "both"),
            ("transport", "bearer-header"),
        ] {
            situation.state(fact, value).expect("a fact");
        }
        let policy = Policy::of(Profile::Oidc);
        let context = Context {
            slot: Some(&slot),
            situation: &situation,
            named_by_at_hash: false,
            stated: None,
        };
        let classification = classify::classify(&token, context);
        let verification = Verifier::new(None).verify(&token);
        let case = Case {
            token: &token,
            kind: classification.kind,
            classification: &classification,
            verification: &verification,
            provider: None,
            situation: &situation,
            slot: Some(&slot),
            origin: Origin::Bare,
            pointer: None,
            unwrapped: &[],
            flaws: &[],
            siblings: &[],
            response: None,
            earlier: None,
            now: NumericDate::from_seconds(1_767_225_700),
            leeway: 60,
            policy: &policy,
        };
        let plausible = classification.plausible();
        let judged = median(|| {
            black_box(rules::judge(black_box(&case), &plausible));
        });
        let classified = median(|| {
            black_box(classify::classify(black_box(&token), context));
        });
        let share = judged.as_secs_f64() / LIMIT.as_secs_f64();
        println!(
            "  {name:<13} all rules {judged:>9.2?}, {share:.2} of the limit; classified in {classified:.2?}"
        );
    }
}

/// The median over rounds of the CPU time of one run.
fn median(mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = cpu_time();
            for _ in 0..RUNS {
                work();
            }
            (cpu_time() - start) / RUNS
        })
        .collect();
    times.sort();
    times[ROUNDS / 2]
}

fn cpu_time() -> Duration {
    let time = clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).expect("Linux has this clock");
    Duration::new(time.tv_sec() as u64, time.tv_nsec() as u32)
}
