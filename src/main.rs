//! `whichtoken`: real stdio, clock, environment and network meet the library here.

use std::{
    io::{self, IsTerminal as _},
    process::ExitCode,
    sync::{Arc, atomic::AtomicBool},
};

use signal_hook::{consts::SIGINT, flag};
use whichtoken::cli::{self, World};

fn main() -> ExitCode {
    let stdin = io::stdin();
    let mut world = World {
        stdin_is_terminal: stdin.is_terminal(),
        stdin: Box::new(stdin),
        stdout_is_terminal: io::stdout().is_terminal(),
        stdout: &mut io::stdout().lock(),
        stderr_is_terminal: io::stderr().is_terminal(),
        stderr: &mut io::stderr().lock(),
        now: clock(),
        folder: folder(),
        environment: &environment,
        interruption: &interruption,
        random: &random,
    };
    ExitCode::from(cli::run(std::env::args_os(), &mut world))
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the clock is read"
)]
fn clock() -> jiff::Timestamp {
    jiff::Timestamp::now()
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the environment is read"
)]
fn environment(name: &str) -> Option<std::ffi::OsString> {
    std::env::var_os(name)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the working folder is read"
)]
fn folder() -> Option<std::path::PathBuf> {
    std::env::current_dir().ok()
}

/// The first Ctrl-C is noted, and the second ends the program as ever. Where signals cannot be
/// watched, the first one does.
fn interruption() -> Arc<AtomicBool> {
    let noted = Arc::new(AtomicBool::new(false));
    if flag::register_conditional_default(SIGINT, Arc::clone(&noted)).is_ok() {
        // Without this one the other does nothing, and the signal keeps its usual effect.
        let _ = flag::register(SIGINT, Arc::clone(&noted));
    }
    noted
}

fn random() -> Option<[u8; 32]> {
    ring::rand::generate(&ring::rand::SystemRandom::new())
        .ok()
        .map(|random| random.expose())
}
