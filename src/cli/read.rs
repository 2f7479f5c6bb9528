//! Reading inputs: a token in argv, a file, or standard input.

use std::{
    fs,
    io::{self, Read},
    path::Path,
};

use anyhow::{Context as _, anyhow};
use clap::CommandFactory as _;

use super::{Cli, Failure, World};
use crate::{
    input::{self, InputSet, MAX_INPUT},
    report::Unreadable,
    token::looks_like_jose,
};

/// Names the input in reports where the token itself was typed.
const ARGUMENT: &str = "argument";

/// What one INPUT argument gave.
pub(super) type Input = Result<InputSet, Unreadable>;

/// Reads every input; one that cannot be read does not stop the others.
pub(super) fn inputs(arguments: &[String], world: &mut World<'_>) -> Result<Vec<Input>, Failure> {
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
    argument != "-" && fs::symlink_metadata(argument).is_err()
}

/// Whether an argument that was taken for an opaque token could as well be a file that is not
/// there.
pub(super) fn may_be_a_file_name(argument: &str) -> bool {
    is_word(argument) && !looks_like_jose(argument) && !argument.contains('=')
}

/// A text that is at hand already. `place` names it in errors and reports.
pub(super) fn text(text: &str, place: &str) -> Input {
    detect(text.as_bytes(), place)
}

fn stdin(world: &mut World<'_>) -> Input {
    let bytes =
        limited(world.stdin).map_err(|error| unreadable("stdin", &error, "give a file instead"))?;
    detect(&bytes, "stdin")
}

fn file_or_text(argument: &str) -> Input {
    let path = Path::new(argument);
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => Err(unreadable(
            argument,
            &anyhow!("it is a directory, expected a file with a token"),
            "name a file in it",
        )),
        Ok(_) => {
            let bytes = fs::File::open(path)
                .context("it cannot be opened, expected a readable file")
                .and_then(|mut file| limited(&mut file))
                .map_err(|error| unreadable(argument, &error, "may you read it?"))?;
            detect(&bytes, argument)
        }
        Err(error) if is_there(path, &error) => Err(unreadable(
            argument,
            &anyhow!(error).context("it cannot be opened, expected a readable file"),
            "may you read it, and if it is a link, is its target there?",
        )),
        Err(_) if is_path(argument) => Err(unreadable(
            argument,
            &anyhow!("there is no such file, expected a file or a token"),
            "check the path",
        )),
        // It could be a credential all the same, so it is not repeated.
        Err(_) if argument.contains('/') && is_word(argument) && !argument.starts_with("1//") => {
            Err(unreadable(
                ARGUMENT,
                &anyhow!("there is no file of that name, expected a file or a token"),
                "check the path; if it is an opaque token, pipe it in",
            ))
        }
        Err(_) => detect(argument.as_bytes(), ARGUMENT).map_err(|error| Unreadable {
            hint: similar_command(argument)
                .unwrap_or_else(|| format!("there is no file of that name; {}", error.hint)),
            ..error
        }),
    }
}

/// Whether the trouble is with something that exists: a dangling link, or a folder closed to us.
fn is_there(path: &Path, error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::PermissionDenied || fs::symlink_metadata(path).is_ok()
}

/// `inspec` is no token: it is a slip of the fingers, and `inspect` came after its options.
fn similar_command(argument: &str) -> Option<String> {
    let command = Cli::command();
    let (similarity, name) = command
        .get_subcommands()
        .map(|known| (strsim::jaro_winkler(known.get_name(), argument), known))
        .max_by(|(a, _), (b, _)| a.total_cmp(b))?;
    let name = name.get_name();
    if name == argument {
        return Some(format!(
            "a command stands before its options: `whichtoken {name} …`"
        ));
    }
    (similarity > 0.8).then(|| format!("did you mean `whichtoken {name}`?"))
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

fn detect(bytes: &[u8], place: &str) -> Input {
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

/// A file name without doubt, so that a mistyped path is not taken for an opaque token.
pub(super) fn is_path(argument: &str) -> bool {
    let starts_like_path = ["/", "./", "../", "~/"]
        .iter()
        .any(|start| argument.starts_with(start));
    let extension = ["txt", "jwt", "json", "token", "har", "jsonl", "ndjson"];
    let ends_like_file = argument
        .rsplit_once('.')
        .is_some_and(|(_, end)| extension.contains(&end));
    is_word(argument) && (starts_like_path || ends_like_file)
}

/// One word of a length that file systems take, and no URL.
fn is_word(argument: &str) -> bool {
    !argument.contains(char::is_whitespace) && !argument.contains("://") && argument.len() <= 512
}
