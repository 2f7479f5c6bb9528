//! `redact`: the same text with signatures cut and claims masked; and the masks of the other commands.

use std::fs;

use anyhow::{Context as _, anyhow};

use super::{
    Failure, World,
    args::{MaskArgs, RedactArgs},
    exit, output, raw,
};
use crate::redact::{self, Masks};

/// The fewest bytes of a salt file: with less, masked values could be found by trying salts.
const SHORTEST_SALT: usize = 16;

/// Runs the command and gives the exit status.
pub(super) fn run(args: &RedactArgs, world: &mut World<'_>) -> Result<u8, Failure> {
    let masks = masks(&args.masks, world)?;
    let raw = raw::text(args.input.as_deref(), world)?;
    let redacted = redact::redact(&raw.text, &raw.place, &masks).map_err(|error| {
        let hint = error.hint().to_owned();
        Failure::usage(error, Some(hint))
    })?;
    if raw.is_typed() && !args.quiet {
        writeln!(
            world.stderr,
            "note: a token on the command line stays in shell history and shows in `ps`; prefer a \
             file or stdin (--quiet hides this)"
        )?;
    }
    let mut text = redacted.text;
    if raw.is_typed() {
        text.push('\n');
    }
    output::put(&text, args.output.as_deref(), world)?;
    Ok(exit::CLEAN)
}

/// The masks that the arguments ask for: keyed by the salt file, or else at random.
pub(super) fn masks(args: &MaskArgs, world: &World<'_>) -> Result<Masks, Failure> {
    let keep = args.keep.iter().cloned();
    let Some(path) = &args.salt_file else {
        let key = (world.random)().ok_or_else(|| {
            Failure::undone(
                anyhow!("the system gives no random bytes, which masks are keyed by"),
                Some("give a key of your own by --salt-file".to_owned()),
            )
        })?;
        return Ok(Masks::new(&key, keep));
    };
    let salt = fs::read(path)
        .with_context(|| format!("the salt file {} cannot be read", path.display()))
        .map_err(|error| Failure::usage(error, None))?;
    if salt.len() < SHORTEST_SALT {
        return Err(Failure::usage(
            anyhow!(
                "the salt file {} has {} bytes, expected {SHORTEST_SALT} or more",
                path.display(),
                salt.len()
            ),
            Some("`head -c 32 /dev/urandom > FILE` makes one".to_owned()),
        ));
    }
    Ok(Masks::new(&salt, keep))
}
