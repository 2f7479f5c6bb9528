//! `whichtoken`: real stdio, clock, environment and network meet the library here.

use std::{
    io::{self, IsTerminal as _},
    process::ExitCode,
};

use whichtoken::cli::{self, World};

fn main() -> ExitCode {
    let stdin = io::stdin();
    let mut world = World {
        stdin_is_terminal: stdin.is_terminal(),
        stdin: &mut stdin.lock(),
        stdout_is_terminal: io::stdout().is_terminal(),
        stdout: &mut io::stdout().lock(),
        stderr_is_terminal: io::stderr().is_terminal(),
        stderr: &mut io::stderr().lock(),
        now: clock(),
        environment: &environment,
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

fn random() -> Option<[u8; 32]> {
    ring::rand::generate(&ring::rand::SystemRandom::new())
        .ok()
        .map(|random| random.expose())
}
