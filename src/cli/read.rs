//! Reading inputs: a token in argv, a file, or standard input.

use std::{
    fs,
    io::{self, Read},
    path::Path,
};

use anyhow::{Context as _, anyhow};

use super::{
    Failure, World,
    args::{InputFormat, InspectArgs},
    folder,
    lines::{Piece, lines},
};
use crate::{
    input::{self, Form, InputError, InputSet, MAX_INPUT, ndjson},
    report::Unreadable,
    token::looks_like_jose,
};

/// Names the input in reports where the token itself was typed.
const ARGUMENT: &str = "argument";

/// What one INPUT argument gave.
pub(super) type Input = Result<InputSet, Unreadable>;

/// Where input comes from.
pub(super) enum Source {
    /// Standard input.
    Stdin,
    /// A file by its name.
    File(String),
    /// A file of lines.
    FileOfLines(String),
    /// Lines of which the beginning was read already, with their name.
    Lines(String, Box<dyn Read + Send>),
    /// The files of a folder.
    Folder(Vec<Source>),
    /// What was read already.
    Read(Input),
    /// A file that was read already, and holds no token.
    NoToken(Unreadable),
}

/// What the arguments name, and the tokens among them. What is a token itself is read at once, and
/// what cannot be read does not stop the others.
pub(super) fn sources(
    args: &InspectArgs,
    world: &World<'_>,
) -> Result<(Vec<Source>, Vec<String>), Failure> {
    if args.inputs.is_empty() {
        if world.stdin_is_terminal {
            return Err(Failure::usage(
                anyhow!("no input: expected a token, a file or standard input"),
                Some("try `whichtoken demo`, `whichtoken FILE` or `whichtoken --help`".to_owned()),
            ));
        }
        return Ok((vec![Source::Stdin], Vec::new()));
    }
    let mut sources = Vec::new();
    let mut typed = Vec::new();
    for argument in &args.inputs {
        if argument == "-" {
            sources.push(Source::Stdin);
        } else {
            named(argument, args.batch.input_format, &mut sources, &mut typed);
        }
    }
    Ok((sources, typed))
}

impl Source {
    /// Reads what is one input. Lines of tokens are left for later, one by one.
    pub(super) fn open(self, form: InputFormat, stdin: &mut Stdin) -> Self {
        let lines = form == InputFormat::Ndjson;
        match self {
            Self::Stdin if lines => Self::Lines("stdin".to_owned(), std::mem::take(stdin).0),
            Self::Stdin => {
                let mut source = std::mem::take(stdin).0;
                let hint = "give a file instead";
                match limited(&mut source) {
                    Err(error) => Self::Read(Err(unreadable("stdin", &error, hint))),
                    Ok(head) if shows_lines(&head, form) => {
                        let whole = io::Cursor::new(head).chain(source);
                        Self::Lines("stdin".to_owned(), Box::new(whole))
                    }
                    Ok(bytes) => Self::Read(detect(&bytes, "stdin", form)),
                }
            }
            Self::File(path) | Self::FileOfLines(path) if lines => Self::FileOfLines(path),
            Self::File(path) => match opened(&path).and_then(|mut file| limited(&mut file)) {
                Err(error) => Self::Read(Err(unreadable(&path, &error, "may you read it?"))),
                Ok(head) if shows_lines(&head, form) => Self::FileOfLines(path),
                Ok(bytes) => match sightings(&bytes, &path, form) {
                    Ok(set) => Self::Read(Ok(set)),
                    Err(error) if holds_no_token(&error, &bytes) => {
                        Self::NoToken(refused(&path, &error))
                    }
                    Err(error) => Self::Read(Err(refused(&path, &error))),
                },
            },
            Self::Folder(files) => {
                let files = files.into_iter().map(|file| file.open(form, stdin));
                Self::Folder(files.collect())
            }
            other => other,
        }
    }

    /// Whether it is lines, of which there may be any number.
    pub(super) fn is_lines(&self) -> bool {
        match self {
            Self::FileOfLines(_) | Self::Lines(..) => true,
            Self::Folder(files) => files.iter().any(Self::is_lines),
            Self::Stdin | Self::File(_) | Self::Read(_) | Self::NoToken(_) => false,
        }
    }

    /// Reads all of it, piece by piece. `put` says whether more is wanted; `before` counts.
    pub(super) fn pieces(
        self,
        form: InputFormat,
        stdin: &mut Stdin,
        before: &mut usize,
        put: &mut dyn FnMut(Piece) -> bool,
    ) -> bool {
        // The files of a folder are opened one after the other.
        if let Self::Folder(files) = self {
            return folder::pieces(files, form, stdin, before, put);
        }
        match self.open(form, stdin) {
            Self::Read(input) => {
                let count = input.as_ref().map_or(0, InputSet::len);
                let piece = Piece::Input {
                    input,
                    before: *before,
                };
                *before += count;
                put(piece)
            }
            Self::Lines(name, mut source) => lines(&name, &mut source, before, put),
            Self::FileOfLines(path) => match opened(&path) {
                Ok(mut file) => lines(&path, &mut file, before, put),
                Err(error) => put(Piece::Input {
                    input: Err(unreadable(&path, &error, "may you read it?")),
                    before: *before,
                }),
            },
            Self::NoToken(unreadable) => put(Piece::Input {
                input: Err(unreadable),
                before: *before,
            }),
            Self::Stdin | Self::File(_) | Self::Folder(_) => true,
        }
    }
}

/// Standard input, until it is read.
pub(super) struct Stdin(pub(super) Box<dyn Read + Send>);

impl Default for Stdin {
    fn default() -> Self {
        Self(Box::new(io::empty()))
    }
}

/// Whether an argument that was taken for an opaque token could as well be a file that is not
/// there.
pub(super) fn may_be_a_file_name(argument: &str) -> bool {
    is_word(argument) && !looks_like_jose(argument) && !argument.contains('=')
}

/// A text that is at hand already. `place` names it in errors and reports.
pub(super) fn text(text: &str, place: &str) -> Input {
    detect(text.as_bytes(), place, InputFormat::Auto)
}

/// What an argument that is not standard input names.
fn named(argument: &str, form: InputFormat, sources: &mut Vec<Source>, typed: &mut Vec<String>) {
    let path = Path::new(argument);
    let refused = match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => return folder::sources(path, sources),
        Ok(_) => return sources.push(Source::File(argument.to_owned())),
        Err(error) if is_there(path, &error) => unreadable(
            argument,
            &anyhow!(error).context("it cannot be opened, expected a readable file"),
            "may you read it, and if it is a link, is its target there?",
        ),
        Err(_) if is_path(argument) => unreadable(
            argument,
            &anyhow!("there is no such file, expected a file or a token"),
            "check the path",
        ),
        // It could be a credential all the same, so it is not repeated.
        Err(_) if argument.contains('/') && is_word(argument) && !argument.starts_with("1//") => {
            unreadable(
                ARGUMENT,
                &anyhow!("there is no file of that name, expected a file or a token"),
                "check the path; if it is an opaque token, pipe it in",
            )
        }
        Err(_) => match detect(argument.as_bytes(), ARGUMENT, form) {
            Ok(set) => {
                typed.push(argument.to_owned());
                return sources.push(Source::Read(Ok(set)));
            }
            Err(error) => Unreadable {
                hint: format!("there is no file of that name; {}", error.hint),
                ..error
            },
        },
    };
    sources.push(Source::Read(Err(refused)));
}

fn opened(path: &str) -> anyhow::Result<fs::File> {
    fs::File::open(path).context("it cannot be opened, expected a readable file")
}

/// Whether the beginning of an input of unknown form shows lines of tokens.
fn shows_lines(head: &[u8], form: InputFormat) -> bool {
    form == InputFormat::Auto && ndjson::is_ndjson(head, head.len() <= MAX_INPUT)
}

/// Whether the trouble is with something that exists: a dangling link, or a folder closed to us.
fn is_there(path: &Path, error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::PermissionDenied || fs::symlink_metadata(path).is_ok()
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

fn detect(bytes: &[u8], place: &str, form: InputFormat) -> Input {
    sightings(bytes, place, form).map_err(|error| refused(place, &error))
}

fn sightings(bytes: &[u8], place: &str, form: InputFormat) -> Result<InputSet, InputError> {
    let form = match form {
        InputFormat::Auto | InputFormat::Ndjson => Form::Detected,
        InputFormat::Token => Form::Token,
        InputFormat::Json => Form::Json,
        InputFormat::Headers => Form::Headers,
        InputFormat::Url => Form::Url,
        InputFormat::Form => Form::Form,
    };
    input::sightings_as(bytes, place, form)
}

/// Whether there is no token in a file, rather than one that cannot be told apart, or one too many.
/// What is too long was not read to its end; if it is no text, there is none in it all the same.
fn holds_no_token(error: &InputError, bytes: &[u8]) -> bool {
    match error {
        InputError::Empty { .. }
        | InputError::NotText { .. }
        | InputError::JsonWithoutToken { .. }
        | InputError::NoToken { .. } => true,
        InputError::TooLong { .. } => {
            let text = std::str::from_utf8(bytes);
            text.is_err_and(|error| error.error_len().is_some()) || bytes.contains(&0)
        }
        InputError::TooMany { .. }
        | InputError::Record { .. }
        | InputError::Several { .. }
        | InputError::Buried { .. } => false,
    }
}

pub(super) fn refused(place: &str, error: &input::InputError) -> Unreadable {
    Unreadable {
        input: place.to_owned(),
        hint: error.hint().to_owned(),
        error: error.to_string(),
    }
}

pub(super) fn unreadable(input: &str, error: &anyhow::Error, hint: &str) -> Unreadable {
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
