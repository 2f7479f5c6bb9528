//! The situation that the flags name: what the policy says of every situation, then a file's, then
//! the facts of single flags.

use std::{
    fs::File,
    io::{ErrorKind, Read as _},
    path::Path,
};

use anyhow::{Context as _, anyhow};

use super::{
    Failure,
    args::{SituationArgs, Stated},
    config::Config,
    key_files,
};
use crate::{
    input::MAX_INPUT,
    situation::{
        Situation, Value,
        file::{FileError, SituationFile, Statement},
    },
};

/// The facts of the policy, the situation and the flags, each in the place of the former; what
/// follows from them is still to be completed. An issuer that the user named is one that the receiver trusts.
///
/// # Errors
/// Wrong usage: a file that cannot be read or has a slip in it, a situation that it does not hold,
/// a fact that cannot be, a certificate that is none.
pub(super) fn read(
    args: &SituationArgs,
    issuer: Option<&str>,
    config: Option<&Config>,
) -> Result<Situation, Failure> {
    let mut situation = config.map(Config::situation).unwrap_or_default();
    if let Some(place) = &args.situation {
        situation.restate(named(place, config)?);
    }
    let wrong = |error| Failure::usage(anyhow::Error::new(error), None);
    let mut statements = args.statements().map_err(wrong)?;
    if let Some(path) = &args.client_cert {
        statements.push(Stated {
            flag: "--client-cert",
            name: "client.certificate",
            value: Value::Text(key_files::certificate_thumbprint(path)?),
        });
    }
    for stated in &statements {
        situation.forget(stated.name);
    }
    if let Some(conflict) = conflict(&statements) {
        return Err(conflict);
    }
    for stated in statements {
        situation.set(stated.name, stated.value).map_err(wrong)?;
    }
    if let Some(issuer) = issuer {
        situation.trust(issuer);
    }
    Ok(situation)
}

/// Two flags that say different things of one fact: that one of them counts would be a surprise.
/// Lists are added to each other.
fn conflict(statements: &[Stated<'_>]) -> Option<Failure> {
    let differ = |one: &Stated<'_>, other: &Stated<'_>| {
        let are_lists = matches!((&one.value, &other.value), (Value::List(_), Value::List(_)));
        one.name == other.name && one.value != other.value && !are_lists
    };
    statements.iter().enumerate().find_map(|(index, one)| {
        let other = statements[index + 1..]
            .iter()
            .find(|other| differ(one, other))?;
        let error = anyhow!(
            "{} says that `{}` is `{}`, {} that it is `{}`, expected one of them",
            one.flag,
            one.name,
            one.value,
            other.flag,
            other.value
        );
        Some(Failure::usage(error, None))
    })
}

/// `#NAME` of the policy, `FILE#NAME`, or `FILE` of one situation. What is no file and has no `#`
/// is a name, if there is a policy with situations.
fn named(place: &str, config: Option<&Config>) -> Result<Vec<Statement>, Failure> {
    let has_situations = config.is_some_and(|config| !config.situations.is_empty());
    let name = match place.strip_prefix('#') {
        Some(name) => Some(name),
        None if has_situations && !place.contains('#') && !Path::new(place).exists() => Some(place),
        None => None,
    };
    match (name, config) {
        (None, _) => from_file(place),
        (Some(name), Some(config)) => from_config(name, config),
        (Some(name), None) => Err(Failure::usage(
            anyhow!("--situation {place}: there is no whichtoken.toml that holds `{name}`"),
            Some("write `FILE#NAME`, or name the file of the policy with --config".to_owned()),
        )),
    }
}

fn from_config(name: &str, config: &Config) -> Result<Vec<Statement>, Failure> {
    let situations = config.situations.iter().map(|placed| placed.value.clone());
    let file = SituationFile::of(situations.collect(), &config.path);
    file.take_statements(Some(name)).map_err(|error| {
        let hint =
            "situations of the policy are named alone; those of another file are `FILE#NAME`";
        Failure::usage(error, Some(hint.to_owned()))
    })
}

/// `FILE#NAME`, or `FILE` of one situation.
fn from_file(place: &str) -> Result<Vec<Statement>, Failure> {
    let (path, name) = file_and_name(place);
    let text = text(path)?.ok_or_else(|| {
        Failure::usage(
            anyhow!("--situation {path}: there is no such file, expected a file of situations"),
            Some("check the path; the name of a situation comes after `#`".to_owned()),
        )
    })?;
    let file = situations(&text, path).map_err(|error| {
        let hint = "a situation is a table `[situation.NAME]`; its keys are facts such as \
                    `relation`, or `role` in `[situation.NAME.receiver]`";
        Failure::usage(error, Some(hint.to_owned()))
    })?;
    let names = file.names().join("`, `");
    let hint = format!("`{path}#NAME` takes one; it holds `{names}`");
    file.take_statements(name)
        .map_err(|error| Failure::usage(error, Some(hint)))
}

/// The situations of a text: a file of situations, or one of policy, which holds some too.
///
/// # Errors
/// It is neither.
pub(super) fn situations(text: &str, path: &str) -> Result<SituationFile, FileError> {
    match Config::parse(text, path) {
        Ok(config) if !config.situations.is_empty() => {
            let situations = config.situations.into_iter().map(|placed| placed.value);
            Ok(SituationFile::of(situations.collect(), path))
        }
        _ => SituationFile::parse(text, path),
    }
}

/// The path, and the name of a situation after the last `#`. A file may have one in its own name.
pub(super) fn file_and_name(place: &str) -> (&str, Option<&str>) {
    match place.rsplit_once('#') {
        Some((path, name)) if !Path::new(place).exists() => (path, Some(name)),
        _ => (place, None),
    }
}

impl Config {
    /// What the policy says of every situation.
    fn situation(&self) -> Situation {
        let mut situation = Situation::default();
        if let Some(profile) = &self.profile {
            situation.profile = profile.value;
        }
        if let Some(issuers) = &self.issuers {
            situation.receiver_issuers.clone_from(&issuers.value);
        }
        if let Some(audiences) = &self.audiences {
            situation.receiver_ids.clone_from(&audiences.value);
        }
        situation
    }
}

/// The text of a file of situations or of policy; `None` if there is no such file.
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
        .context("expected a text file");
    read.map_err(|error| unreadable(path, error))?;
    if text.len() > MAX_INPUT {
        let error = anyhow!("it is over {MAX_INPUT} bytes, expected less");
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
