//! The binary under test, in a world of its own.

use std::process::Command;

/// The program with these arguments and no environment, so that no variable of the machine counts.
pub(crate) fn whichtoken<S: AsRef<std::ffi::OsStr>>(arguments: &[S]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_whichtoken"));
    command.env_clear().args(arguments);
    command
}
