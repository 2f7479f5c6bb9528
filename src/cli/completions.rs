//! `completions SHELL`: what the shell needs to complete the command line.

use clap::CommandFactory as _;
use clap_complete::Shell;

use super::{Cli, Failure, World, exit};

/// Prints the completions and gives the exit status.
pub(super) fn run(shell: Shell, world: &mut World<'_>) -> Result<u8, Failure> {
    // The generator panics where it cannot write, so it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "whichtoken", &mut script);
    world.stdout.write_all(&script)?;
    world.stdout.flush()?;
    Ok(exit::CLEAN)
}
