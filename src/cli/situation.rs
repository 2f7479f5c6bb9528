//! The situation that the flags name: a file's, with the facts of single flags over it.

use std::{
    fs::File,
    io::{ErrorKind, Read as _},
    path::Path,
};

use anyhow::{Context as _, anyhow};

use super::{Failure, args::SituationArgs, key_files};
use crate::{
    input::MAX_INPUT,
    situation::{Situation, file::SituationFile},
};

/// The facts of the file and the flags, and what follows from them. An issuer that the user named
/// is one that the receiver trusts.
///
/// # Errors
/// Wrong usage: a file that cannot be read or has a slip in it, a situation that it does not hold,
/// a fact that cannot be, a certificate that is none.
pub(super) fn read(args: &SituationArgs, issuer: Option<&str>) -> Result<Situation, Failure> {
    let mut situation = match &args.situation {
        Some(place) => from_file(place)?,
        None => Situation::default(),
    };
    let wrong = |error| Failure::usage(anyhow::Error::new(error), None);
    let statements = args.statements().map_err(wrong)?;
    for (name, _) in &statements {
        situation.state(name, "unknown").map_err(wrong)?;
    }
    for (name, value) in statements {
        situation.set(name, value).map_err(wrong)?;
    }
    if let Some(path) = &args.client_cert {
        situation.client_certificate = Some(key_files::certificate_thumbprint(path)?);
    }
    if let Some(issuer) = issuer {
        situation.trust(issuer);
    }
    situation.complete();
    Ok(situation)
}

/// `FILE#NAME`, or `FILE` of one situation.
fn from_file(place: &str) -> Result<Situation, Failure> {
    let (path, name) = file_and_name(place);
    let text = text(path)?.ok_or_else(|| {
        Failure::usage(
            anyhow!("--situation {path}: there is no such file, expected a file of situations"),
            Some("check the path; the name of a situation comes after `#`".to_owned()),
        )
    })?;
    let file = SituationFile::parse(&text, path).map_err(|error| {
        let hint = "a situation is a table `[situation.NAME]`; its keys are facts such as \
                    `relation`, or `role` in `[situation.NAME.receiver]`";
        Failure::usage(error, Some(hint.to_owned()))
    })?;
    let names = file.names().join("`, `");
    let hint = format!("`{path}#NAME` takes one; it holds `{names}`");
    file.take(name)
        .map_err(|error| Failure::usage(error, Some(hint)))
}

/// The path, and the name of a situation after the last `#`. A file may have one in its own name.
pub(super) fn file_and_name(place: &str) -> (&str, Option<&str>) {
    match place.rsplit_once('#') {
        Some((path, name)) if !Path::new(place).exists() => (path, Some(name)),
        _ => (place, None),
    }
}

/// The text of a file of situations; `None` if there is no such file.
///
/// # Errors
/// The file cannot be read, or is no text of a reasonable length.
pub(super) fn text(path: &str) -> Result<Option<String>, Failure> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(path, error)),
    };
    let mut text = String::new();
    let read = file
        .take(MAX_INPUT as u64 + 1)
        .read_to_string(&mut text)
        .context("expected a text file of situations");
    read.map_err(|error| unreadable(path, error))?;
    if text.len() > MAX_INPUT {
        let error = anyhow!("it is over {MAX_INPUT} bytes, expected a file of situations");
        return Err(unreadable(path, error));
    }
    Ok(Some(text))
}

fn unreadable(path: &str, error: impl Into<anyhow::Error>) -> Failure {
    Failure::usage(
        error.into().context(format!("{path} cannot be read")),
        Some("may you read it, and is it text?".to_owned()),
    )
}
