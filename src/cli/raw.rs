//! An input as it is, for commands that need its text and not only its tokens.

use std::{
    fs::{self, File},
    io::Read,
};

use anyhow::{Context as _, anyhow};

use super::{Failure, World, read};

/// The longest text, in bytes: it is held in memory.
const MAX_TEXT: u64 = 64 << 20;

/// Names the input where the token itself was typed.
const ARGUMENT: &str = "argument";

/// A text, and where it came from.
#[derive(Debug)]
pub(super) struct Raw {
    pub(super) text: String,
    /// `argument`, `stdin`, or a file's path.
    pub(super) place: String,
}

impl Raw {
    /// Whether a token was typed on the command line.
    pub(super) fn is_typed(&self) -> bool {
        self.place == ARGUMENT
    }
}

/// Reads an argument: a file if there is one of that name, `-` or nothing for standard input, else
/// the text itself.
pub(super) fn text(argument: Option<&str>, world: &mut World<'_>) -> Result<Raw, Failure> {
    let (bytes, place) = match argument {
        None if world.stdin_is_terminal => {
            return Err(Failure::usage(
                anyhow!("no input: expected a token, a file or standard input"),
                Some("pipe a text in, or name a file".to_owned()),
            ));
        }
        None | Some("-") => (limited(&mut *world.stdin, "stdin")?, "stdin".to_owned()),
        Some(path) if fs::symlink_metadata(path).is_ok() => {
            let hint = "name a file with a token in it that you may read";
            let mut file = File::open(path)
                .with_context(|| format!("{path}: it cannot be opened, expected a readable file"))
                .map_err(|error| Failure::usage(error, Some(hint.to_owned())))?;
            (limited(&mut file, path)?, path.to_owned())
        }
        Some(path) if read::is_path(path) => {
            return Err(Failure::usage(
                anyhow!("{path}: there is no such file, expected a file or a token"),
                Some("check the path".to_owned()),
            ));
        }
        Some(text) => (text.as_bytes().to_vec(), ARGUMENT.to_owned()),
    };
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Failure::usage(
            anyhow!("{place} is not text: byte {at} is not UTF-8"),
            Some("was a compressed or binary file given?".to_owned()),
        )
    })?;
    Ok(Raw { text, place })
}

fn limited(source: &mut (impl Read + ?Sized), place: &str) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    source
        .take(MAX_TEXT + 1)
        .read_to_end(&mut bytes)
        .with_context(|| format!("{place}: it cannot be read, expected a file with a token"))
        .map_err(|error| Failure::usage(error, None))?;
    if bytes.len() as u64 > MAX_TEXT {
        return Err(Failure::usage(
            anyhow!("{place} is over {MAX_TEXT} bytes"),
            Some("give it in parts, with one --salt-file for all".to_owned()),
        ));
    }
    Ok(bytes)
}
