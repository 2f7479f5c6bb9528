//! What was typed wrong, in the words of the house: observed first, then expected.

use anyhow::anyhow;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::Failure;

/// The failure that an error of the arguments is; `None` where its own text has to do.
pub(super) fn failure(error: &clap::Error) -> Option<Failure> {
    let (what, hint) = in_words(error)?;
    let hint = hint.unwrap_or_else(|| "`--help` tells what can be given".to_owned());
    Some(Failure::usage(anyhow!(what), hint))
}

/// What is wrong, and what can be done about it if that is known.
fn in_words(error: &clap::Error) -> Option<(String, Option<String>)> {
    let one = |kind| match error.get(kind)? {
        ContextValue::String(text) => Some(text.as_str()),
        _ => None,
    };
    let several = |kind| match error.get(kind)? {
        ContextValue::Strings(texts) => Some(texts.as_slice()),
        _ => None,
    };
    let meant = |kind| one(kind).map(|meant| format!("did you mean `{meant}`?"));
    let argument = one(ContextKind::InvalidArg).map(name);
    match error.kind() {
        ErrorKind::ValueValidation => {
            let (argument, value) = (argument?, one(ContextKind::InvalidValue)?);
            let why = std::error::Error::source(error)?.to_string();
            let separator = match why.starts_with("expected") {
                true => ",",
                false => ":",
            };
            Some((format!("{argument} is `{value}`{separator} {why}"), None))
        }
        ErrorKind::InvalidValue => {
            let (argument, value) = (argument?, one(ContextKind::InvalidValue)?);
            let values = several(ContextKind::ValidValue).unwrap_or_default();
            let found = match value {
                "" => "has no value".to_owned(),
                value => format!("is `{value}`"),
            };
            let expected = match values {
                [] => "one".to_owned(),
                [only] => only.clone(),
                values => format!("one of {}", values.join(", ")),
            };
            let what = format!("{argument} {found}, expected {expected}");
            Some((what, meant(ContextKind::SuggestedValue)))
        }
        ErrorKind::UnknownArgument => {
            let what = match argument? {
                option if option.starts_with('-') => format!("there is no option `{option}` here"),
                word => format!("`{word}` is one argument too many"),
            };
            Some((what, meant(ContextKind::SuggestedArg)))
        }
        ErrorKind::InvalidSubcommand => {
            let command = one(ContextKind::InvalidSubcommand)?;
            let meant = match error.get(ContextKind::SuggestedSubcommand) {
                Some(ContextValue::Strings(names)) => names.first(),
                Some(ContextValue::String(name)) => Some(name),
                _ => None,
            };
            let meant = meant.map(|name| format!("did you mean `{name}`?"));
            Some((format!("there is no command `{command}` here"), meant))
        }
        ErrorKind::ArgumentConflict => {
            let argument = argument?;
            let others = match error.get(ContextKind::PriorArg)? {
                ContextValue::String(other) => vec![name(other)],
                ContextValue::Strings(others) => others.iter().map(|other| name(other)).collect(),
                _ => return None,
            };
            let what = match others.as_slice() {
                [other] if *other == argument => {
                    format!("{argument} is given several times, expected once")
                }
                others => format!(
                    "{argument} and {} are given together, expected one of them",
                    others.join(", ")
                ),
            };
            Some((what, None))
        }
        ErrorKind::MissingRequiredArgument => {
            let missing = several(ContextKind::InvalidArg)?.join(", ");
            let usage = match error.get(ContextKind::Usage) {
                Some(ContextValue::StyledStr(usage)) => usage.to_string(),
                _ => String::new(),
            };
            let usage = usage
                .strip_prefix("Usage: ")
                .map(|usage| format!("`{usage}`"));
            Some((format!("{missing} is missing"), usage))
        }
        _ => None,
    }
}

/// `--jobs` of `--jobs <NUMBER>`.
fn name(argument: &str) -> &str {
    argument.split(' ').next().unwrap_or(argument)
}
