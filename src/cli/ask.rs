//! The shortest dialogue: who receives the token, and what must the receiver learn?

use std::{
    fs::OpenOptions,
    io::{self, ErrorKind, Read, Write as _},
};

use clap::ValueEnum;

use super::{Failure, World, situation};
use crate::{
    report::escape,
    situation::{Fact, Situation, nearest},
};

/// The question behind the question, in the words of the article's last paragraph.
const OPENING: &str = "\
What are you trying to achieve, and how are you going to use OAuth 2.0 and OpenID Connect to
achieve it? Answer with a number or a name; an empty line means that you do not know.
";

/// Longer lines are no answer; what goes beyond is dropped.
const LONGEST_LINE: usize = 4096;

/// Asks a person at a terminal for the two facts that matter most, as far as they are unknown, and
/// offers to save the answers in a file of situations. Without a terminal nothing is asked. The end
/// of the input ends the dialogue; what was answered before it counts.
///
/// # Errors
/// The terminal cannot be read or written.
pub(super) fn ask(situation: &mut Situation, world: &mut World<'_>) -> Result<(), Failure> {
    let asks_role = situation.role == Fact::Unknown;
    let asks_need = situation.need == Fact::Unknown;
    if !(world.stdin_is_terminal && world.stderr_is_terminal && (asks_role || asks_need)) {
        return Ok(());
    }
    writeln!(world.stderr, "{OPENING}")?;
    let before = situation.clone();
    let mut goes_on = true;
    if asks_role {
        goes_on = choose(&mut situation.role, "Who receives the token?", world)?;
    }
    if asks_need && goes_on {
        let question = "What must the receiver learn?";
        goes_on = choose(&mut situation.need, question, world)?;
    }
    let is_answered = *situation != before;
    situation.complete();
    if is_answered && goes_on {
        offer_to_save(situation, world)?;
    }
    Ok(())
}

/// Asks until a choice is made or left open; false at the end of the input.
fn choose<T: ValueEnum>(
    fact: &mut Fact<T>,
    question: &str,
    world: &mut World<'_>,
) -> Result<bool, Failure> {
    let choices: Vec<(String, String, &T)> = T::value_variants()
        .iter()
        .filter_map(|variant| {
            let value = variant.to_possible_value()?;
            let help = value.get_help().map(ToString::to_string);
            let name = value.get_name().to_owned();
            Some((name, help.unwrap_or_default(), variant))
        })
        .collect();
    let width = choices.iter().map(|(name, ..)| name.len()).max();
    let width = width.unwrap_or_default();
    writeln!(world.stderr, "{question}")?;
    for (index, (name, help, _)) in choices.iter().enumerate() {
        writeln!(world.stderr, "  {:>2}  {name:width$}  {help}", index + 1)?;
    }
    loop {
        let Some(answer) = prompt(world)? else {
            return Ok(false);
        };
        if answer.is_empty() || answer.eq_ignore_ascii_case("unknown") {
            return Ok(true);
        }
        let number = answer.parse::<usize>().ok();
        let chosen = choices.iter().enumerate().find(|(index, (name, ..))| {
            number == Some(index + 1) || name.eq_ignore_ascii_case(&answer)
        });
        if let Some((_, (.., variant))) = chosen {
            *fact = Fact::Stated((*variant).clone());
            return Ok(true);
        }
        let names = choices.iter().map(|(name, ..)| name.as_str());
        let meant = nearest(names, &answer)
            .map(|name| format!("; did you mean `{name}`?"))
            .unwrap_or_default();
        let count = choices.len();
        writeln!(
            world.stderr,
            "there is no choice `{}`, expected 1 to {count}, a name or an empty line{meant}",
            shown(&answer)
        )?;
    }
}

/// Asks for a place until the situation is saved, or the person does not want to.
fn offer_to_save(situation: &Situation, world: &mut World<'_>) -> Result<(), Failure> {
    writeln!(
        world.stderr,
        "Save these answers as a situation? Type FILE#NAME, such as situations.toml#orders-api; an \
         empty line means no."
    )?;
    loop {
        let place = match prompt(world)? {
            Some(place) if !place.is_empty() => place,
            _ => return Ok(()),
        };
        match save(situation, &place) {
            Ok(()) => {
                writeln!(
                    world.stderr,
                    "saved; next time: --situation {}\n",
                    shown(&place)
                )?;
                return Ok(());
            }
            Err(failure) => super::report_failure(&failure, world)?,
        }
    }
}

/// Appends the situation to a file, which may be new.
fn save(situation: &Situation, place: &str) -> Result<(), Failure> {
    let (path, name) = match situation::file_and_name(place) {
        (path, Some(name)) if !path.is_empty() && !name.is_empty() => (path, name),
        _ => {
            return Err(refusal(format!("this is no FILE#NAME: {place}")));
        }
    };
    let before = situation::text(path)?.unwrap_or_default();
    let known = situation::situations(&before, path);
    if known.is_ok_and(|file| file.names().contains(&name)) {
        return Err(refusal(format!(
            "{path} has a situation `{name}` already, expected a new name"
        )));
    }
    let separator = match before.as_str() {
        "" => "",
        text if text.ends_with('\n') => "\n",
        _ => "\n\n",
    };
    let addition = format!("{separator}{}", situation.to_toml(name));
    // A file that would not be read any more is left as it is. Tables may follow whatever a file of
    // policy holds.
    let after = situation::situations(&format!("{before}{addition}"), path);
    after.map_err(|error| Failure::usage(error, None))?;
    OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)
        .and_then(|mut file| file.write_all(addition.as_bytes()))
        .map_err(|error| {
            let error = anyhow::Error::new(error).context(format!("{path} cannot be written"));
            Failure::usage(error, None)
        })
}

fn refusal(what: String) -> Failure {
    Failure::usage(anyhow::Error::msg(what), None)
}

/// What was typed, fit to be shown.
fn shown(typed: &str) -> String {
    escape::terminal(&escape::without_tokens(typed)).into_owned()
}

/// The next line without the blanks around it; `None` at the end of the input.
fn prompt(world: &mut World<'_>) -> io::Result<Option<String>> {
    write!(world.stderr, "> ")?;
    world.stderr.flush()?;
    let line = read_line(&mut *world.stdin)?;
    if line.is_none() {
        // The line of the prompt has no end yet.
        writeln!(world.stderr)?;
    }
    Ok(line)
}

/// Byte by byte: what comes after the line is left for others.
fn read_line(source: &mut dyn Read) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    let mut byte = [0];
    let mut is_ended = true;
    loop {
        match source.read(&mut byte) {
            Ok(0) if is_ended => return Ok(None),
            Ok(0) => break,
            Ok(_) if byte == *b"\n" => break,
            Ok(_) => {
                is_ended = false;
                if line.len() < LONGEST_LINE {
                    line.extend(byte);
                }
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(Some(String::from_utf8_lossy(&line).trim().to_owned()))
}

#[cfg(test)]
mod tests;
