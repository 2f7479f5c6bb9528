//! Reading inputs: a token in argv, a file, or standard input.

use std::{fs, io::Read, path::Path};

use anyhow::{Context as _, anyhow};

use super::{Failure, World};
use crate::{
    input::{self, InputSet, MAX_INPUT},
    report::Unreadable,
};

/// What one INPUT argument gave.
pub(super) type Read1 = Result<InputSet, Unreadable>;

/// Reads every input; one that cannot be read does not stop the others.
pub(super) fn inputs(arguments: &[String], world: &mut World<'_>) -> Result<Vec<Read1>, Failure> {
    if arguments.is_empty() {
        if world.stdin_is_terminal {
            return Err(Failure::usage(
                anyhow!("no input: expected a token, a file or standard input"),
                Some("try `whichtoken demo`, `whichtoken FILE` or `whichtoken --help`".to_owned()),
            ));
        }
        return Ok(vec![stdin(world)]);
    }
    Ok(arguments
        .iter()
        .map(|argument| match argument.as_str() {
            "-" => stdin(world),
            argument => file_or_text(argument),
        })
        .collect())
}

/// Whether an argument is a token itself, which stands in shell history and process lists.
pub(super) fn is_token_in_argv(argument: &str) -> bool {
    argument != "-" && !Path::new(argument).exists()
}

fn stdin(world: &mut World<'_>) -> Read1 {
    let bytes = limited(world.stdin).map_err(|error| unreadable("stdin", &error, ""))?;
    detect(&bytes, "stdin")
}

fn file_or_text(argument: &str) -> Read1 {
    let path = Path::new(argument);
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => Err(unreadable(
            argument,
            &anyhow!("it is a directory, expected a file with a token"),
            "name a file in it",
        )),
        Ok(_) => {
            let bytes = fs::File::open(path)
                .context("it cannot be opened")
                .and_then(|mut file| limited(&mut file))
                .map_err(|error| unreadable(argument, &error, "is it readable for you?"))?;
            detect(&bytes, argument)
        }
        Err(_) if looks_like_path(argument) => Err(unreadable(
            argument,
            &anyhow!("there is no such file, and it is no token"),
            "check the path",
        )),
        Err(_) => detect(argument.as_bytes(), "argument"),
    }
}

/// Reads up to one byte over the limit, so that a longer input is noticed and never held.
fn limited(source: &mut (impl Read + ?Sized)) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source
        .take(MAX_INPUT as u64 + 1)
        .read_to_end(&mut bytes)
        .context("it cannot be read")?;
    Ok(bytes)
}

fn detect(bytes: &[u8], place: &str) -> Read1 {
    input::sightings(bytes, place).map_err(|error| Unreadable {
        input: place.to_owned(),
        hint: error.hint().to_owned(),
        error: error.to_string(),
    })
}

fn unreadable(input: &str, error: &anyhow::Error, hint: &str) -> Unreadable {
    Unreadable {
        input: input.to_owned(),
        error: format!("{input}: {error:#}"),
        hint: hint.to_owned(),
    }
}

/// A file name by its look, so that a mistyped path is not taken for an opaque token.
fn looks_like_path(argument: &str) -> bool {
    if argument.contains(char::is_whitespace) || argument.contains("://") || argument.len() > 512 {
        return false;
    }
    let extension = ["txt", "jwt", "json", "token", "har", "jsonl", "ndjson"];
    let ends_like_file = argument
        .rsplit_once('.')
        .is_some_and(|(_, end)| extension.contains(&end));
    ends_like_file || (argument.contains('/') && !argument.starts_with("1//"))
}
