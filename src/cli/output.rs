//! Writing the report: which form, which colours, which file.

use std::{fs, path::Path};

use anyhow::Context as _;

use super::{
    Failure, World,
    args::{ColorWhen, Format, OutputArgs},
};
use crate::report::{self, Report};

/// Writes the report where the user wants it.
pub(super) fn write(
    report: &Report,
    layout: report::human::Layout,
    args: &OutputArgs,
    world: &mut World<'_>,
) -> Result<(), Failure> {
    let text = match args.format {
        Format::Json => report::json::render(report),
        Format::Sarif => report::sarif::render(report),
        Format::Junit => report::junit::render(report),
        Format::Github => report::github::render(report),
        Format::Markdown => report::markdown::render(report),
        Format::Ndjson => report::ndjson::render(report),
        Format::Human => {
            let style = report::human::Style {
                color: args.output.is_none() && colour(args.color, world.stdout_is_terminal, world),
                layout,
            };
            report::human::render(report, style)
        }
    };
    put(&text, args.output.as_deref(), world)
}

/// Writes a text to a file, or else to standard output.
pub(super) fn put(text: &str, path: Option<&Path>, world: &mut World<'_>) -> Result<(), Failure> {
    match path {
        Some(path) => fs::write(path, text)
            .with_context(|| format!("the report cannot be written to {}", path.display()))
            .map_err(|error| {
                let hint = "is there such a folder, and may you write in it?";
                Failure::undone(error, Some(hint.to_owned()))
            }),
        None => {
            world.stdout.write_all(text.as_bytes())?;
            world.stdout.flush()?;
            Ok(())
        }
    }
}

/// Whether to colour a stream: the flag, then NO_COLOR, then CLICOLOR_FORCE, then the terminal.
pub(super) fn colour(when: ColorWhen, is_terminal: bool, world: &World<'_>) -> bool {
    let set = |name: &str| {
        (world.environment)(name).is_some_and(|value| !value.is_empty() && value != "0")
    };
    match when {
        ColorWhen::Always => true,
        ColorWhen::Never => false,
        ColorWhen::Auto if (world.environment)("NO_COLOR").is_some_and(|v| !v.is_empty()) => false,
        ColorWhen::Auto if set("CLICOLOR_FORCE") => true,
        ColorWhen::Auto => {
            is_terminal && (world.environment)("TERM").is_none_or(|term| term != "dumb")
        }
    }
}
