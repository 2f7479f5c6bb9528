//! `rules`: the list of rules, and the map of the article that they mirror.

use super::{
    Failure, World,
    args::{RulesArgs, RulesFormat},
    exit, output,
};
use crate::report::{human::teach, markdown, rules_json};

/// Prints the list and gives the exit status.
pub(super) fn run(args: &RulesArgs, world: &mut World<'_>) -> Result<u8, Failure> {
    let path = args.output.as_deref();
    let color = path.is_none() && output::colour(args.color, world.stdout_is_terminal, world);
    let text = match (args.format, args.article) {
        (RulesFormat::Human, false) => teach::rules(color),
        (RulesFormat::Human, true) => teach::article(color),
        (RulesFormat::Json, _) => rules_json::render(),
        (RulesFormat::Markdown, false) => markdown::rules(),
        (RulesFormat::Markdown, true) => markdown::article(),
    };
    output::put(&text, path, world)?;
    Ok(exit::CLEAN)
}
