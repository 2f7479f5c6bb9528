//! `whichtoken.toml`: the policy of a team, as it is written.

mod command;
mod read;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::anyhow;

pub(super) use self::command::run;
use super::{
    Failure, World,
    args::{FailOn, PolicyArgs},
    situation,
};
use crate::{
    policy::Suppression,
    rules::{Level, Limit, Rule},
    situation::{
        Profile,
        file::{FileError, Named},
    },
};

/// The name that a file of policy is found by.
const NAME: &str = "whichtoken.toml";

/// What a file of policy states, and nothing of what it leaves open.
#[derive(Debug, Default)]
pub(super) struct Config {
    /// The file, as it is shown.
    pub(super) path: String,
    pub(super) profile: Option<Placed<Profile>>,
    /// Seconds.
    pub(super) leeway: Option<Placed<u32>>,
    pub(super) fail_on: Option<Placed<FailOn>>,
    /// Issuers that the receiver trusts.
    pub(super) issuers: Option<Placed<Vec<String>>>,
    /// Names by which the receiver recognises itself.
    pub(super) audiences: Option<Placed<Vec<String>>>,
    pub(super) severity: Vec<Placed<(&'static Rule, Level)>>,
    pub(super) limits: Vec<Placed<(&'static Limit, i64)>>,
    pub(super) situations: Vec<Placed<Named>>,
    pub(super) suppressions: Vec<Placed<Suppression>>,
}

/// A value and the line that states it, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Placed<T> {
    pub(super) value: T,
    pub(super) line: usize,
}

/// The policy of a run: the file that was named, or else the nearest one; `None` if there is none
/// or none is wanted.
///
/// # Errors
/// The file that was named is not there, or a file has slips in it.
pub(super) fn load(args: &PolicyArgs, world: &World<'_>) -> Result<Option<Config>, Failure> {
    if args.no_config {
        return Ok(None);
    }
    let Some(source) = source(args.config.as_deref(), world)? else {
        return Ok(None);
    };
    Config::parse(&source.text, &source.shown)
        .map(Some)
        .map_err(|slips| {
            let more = match slips.len() {
                1 => String::new(),
                many => format!(" (and {} more)", many - 1),
            };
            let first = slips.first().map(ToString::to_string).unwrap_or_default();
            let hint = "`whichtoken config check` tells all that is wrong with it; --no-config does \
                        without it";
            Failure::usage(anyhow!("{first}{more}"), Some(hint.to_owned()))
        })
}

/// A file of policy before it is understood.
struct Source {
    /// Its path as it is shown: from the working folder, or as it was named.
    shown: String,
    text: String,
}

/// The file that is named, or the nearest one from the working folder upwards.
fn source(named: Option<&Path>, world: &World<'_>) -> Result<Option<Source>, Failure> {
    let (path, shown) = match named {
        Some(path) => (path.to_owned(), path.display().to_string()),
        None => match nearest(world) {
            Some(found) => found,
            None => return Ok(None),
        },
    };
    let text = situation::text(&path.to_string_lossy())?.ok_or_else(|| {
        let hint = "check the path; without --config the nearest whichtoken.toml is read";
        Failure::usage(
            anyhow!("{shown}: there is no such file, expected a file of policy"),
            Some(hint.to_owned()),
        )
    })?;
    Ok(Some(Source { shown, text }))
}

/// The nearest file of the name from the working folder upwards, and its path from there.
fn nearest(world: &World<'_>) -> Option<(PathBuf, String)> {
    let folders = world.folder.as_deref()?.ancestors();
    folders.enumerate().find_map(|(height, folder)| {
        let path = folder.join(NAME);
        let is_file = fs::metadata(&path).is_ok_and(|found| found.is_file());
        is_file.then(|| (path, format!("{}{NAME}", "../".repeat(height))))
    })
}

impl Config {
    /// Understands the text of a file. `path` names it in errors.
    ///
    /// # Errors
    /// All slips in it, in the order of the text.
    pub(super) fn parse(text: &str, path: &str) -> Result<Self, Vec<FileError>> {
        read::read(text, path)
    }
}

#[cfg(test)]
mod tests;
