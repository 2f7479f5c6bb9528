//! `explain`: what is known of a word.

use anyhow::anyhow;

use super::{Failure, World, args::ExplainArgs, exit, output};
use crate::{
    explain::words::{self, Subject},
    report::human::teach,
    rules::example::Example,
};

/// Explains the word and gives the exit status.
pub(super) fn run(args: &ExplainArgs, world: &mut World<'_>) -> Result<u8, Failure> {
    let color = output::colour(args.color, world.stdout_is_terminal, world);
    let Some(word) = &args.word else {
        output::put(&teach::words(color), None, world)?;
        return Ok(exit::CLEAN);
    };
    let word = word.join(" ");
    let found = words::find(&word);
    if found.is_empty() {
        return Err(unknown(&word));
    }
    let text = match args.example {
        None => teach::explain(&found, color),
        Some(number) => {
            let example = example(&found, &word, number)?;
            if args.keys {
                keys(example)?.to_owned()
            } else {
                format!("{}\n", example.input.text())
            }
        }
    };
    output::put(&text, None, world)?;
    Ok(exit::CLEAN)
}

fn unknown(word: &str) -> Failure {
    let nearest: Vec<String> = words::nearest(word)
        .iter()
        .map(|name| format!("`{name}`"))
        .collect();
    Failure::usage(
        anyhow!("nothing is known of `{word}`"),
        format!(
            "did you mean {}? `whichtoken explain` lists all words",
            nearest.join(", ")
        ),
    )
}

fn example(found: &[Subject], word: &str, number: usize) -> Result<&'static Example, Failure> {
    let rule = found.iter().find_map(|subject| match subject {
        Subject::Rule(rule) => Some(*rule),
        _ => None,
    });
    let Some(rule) = rule else {
        let hint = "name a rule; `whichtoken rules` lists them".to_owned();
        return Err(Failure::usage(anyhow!("`{word}` has no examples"), hint));
    };
    let example = number.checked_sub(1).and_then(|at| rule.examples.get(at));
    example.ok_or_else(|| {
        let count = rule.examples.len();
        let hint = format!("its examples are 1 to {count}");
        Failure::usage(anyhow!("`{word}` has no example {number}"), hint)
    })
}

fn keys(example: &'static Example) -> Result<&'static str, Failure> {
    let (_, content) = example
        .file()
        .ok_or_else(|| Failure::usage(anyhow!("this example comes without keys"), None))?;
    Ok(content)
}
