//! Situation files: TOML with a table `[situation.NAME]` for each situation.
//!
//! The keys are the dotted names of [`NAMES`]: `receiver.role` is `role` in
//! `[situation.NAME.receiver]`, or a key in quotes, `"receiver.role"`. Since a key cannot be both a
//! word and a table, `need` is either a word or a table whose `kind` is that word.

mod error;

use std::ops::Range;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{FactError, NAMES, Situation, Value, nearest};
use crate::order;

pub use error::{FileError, Problem, Slip, TakeError};

/// The table of a file that holds its situations.
const TABLE: &str = "situation";

/// The situations of one file, in its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SituationFile {
    path: String,
    situations: Vec<Named>,
}

/// A situation of a file, as its statements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its name.
    pub name: String,
    /// Where the name stands in the text.
    pub span: Range<usize>,
    /// Its facts in the order of the text.
    pub statements: Vec<Statement>,
}

impl SituationFile {
    /// Reads a text that holds situations and nothing else. `path` names the file in errors.
    ///
    /// # Errors
    /// The text is no TOML, or something in it is misspelt, of the wrong type or out of place.
    pub fn parse(text: &str, path: &str) -> Result<Self, FileError> {
        let situations = read(text).map_err(|slip| slip.in_file(path, text))?;
        Ok(Self {
            path: path.to_owned(),
            situations,
        })
    }

    /// The names of the situations.
    pub fn names(&self) -> Vec<&str> {
        let names = self.situations.iter().map(|named| named.name.as_str());
        names.collect()
    }

    /// The situations of a file that holds more than these. `path` names the file in errors.
    pub fn of(situations: Vec<Named>, path: &str) -> Self {
        let path = path.to_owned();
        Self { path, situations }
    }

    /// The situation of this name, or the only one that there is.
    ///
    /// # Errors
    /// No situation has this name, or there are several to choose from.
    pub fn take(self, name: Option<&str>) -> Result<Situation, TakeError> {
        let mut situation = Situation::default();
        situation.restate(self.take_statements(name)?);
        Ok(situation)
    }

    /// The facts of the situation of this name, or of the only one that there is.
    ///
    /// # Errors
    /// No situation has this name, or there are several to choose from.
    pub fn take_statements(self, name: Option<&str>) -> Result<Vec<Statement>, TakeError> {
        let names = || {
            let names: Vec<String> = self
                .names()
                .iter()
                .map(|name| format!("`{name}`"))
                .collect();
            names.join(", ")
        };
        match name {
            None if self.situations.len() > 1 => Err(TakeError::Several {
                names: names(),
                path: self.path,
            }),
            // A file of situations holds one at least; one that holds more may have none.
            _ if self.situations.is_empty() => Err(TakeError::None { path: self.path }),
            Some(name) if !self.names().contains(&name) => Err(TakeError::Name {
                nearest: nearest(self.names(), name).map(str::to_owned),
                names: names(),
                name: name.to_owned(),
                path: self.path,
            }),
            _ => Ok(self
                .situations
                .into_iter()
                .find(|known| name.is_none_or(|name| name == known.name))
                .map(|known| known.statements)
                .unwrap_or_default()),
        }
    }
}

/// A fact as a table states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// One of [`NAMES`].
    pub name: String,
    /// Its value, which fits the fact.
    pub value: Value,
    /// Where the value stands in the text.
    pub span: Range<usize>,
}

/// The facts of one situation's table, in the order of the text. Any file that holds situations
/// can be read with it.
///
/// # Errors
/// A name or value that is misspelt, a value of the wrong type, or a fact stated twice.
pub fn statements(table: &DeTable<'_>) -> Result<Vec<Statement>, Slip> {
    let mut statements = Vec::new();
    gather(table, "", &mut statements)?;
    order::sort_by_key(&mut statements, |statement| statement.span.start);
    Ok(statements)
}

/// The situations of a table `[situation]`, in the order of the text.
///
/// # Errors
/// As [`statements`], or a situation that is no table.
pub fn situations(table: &DeTable<'_>) -> Result<Vec<Named>, Slip> {
    let mut situations = Vec::new();
    for (name, value) in in_order(table) {
        let DeValue::Table(table) = value.get_ref() else {
            let problem = Problem::NoTable {
                name: format!("{TABLE}.{}", name.get_ref()),
                found: kind(value.get_ref()),
                expected: format!("{TABLE}.NAME"),
            };
            return Err(Slip::new(name.span(), problem));
        };
        situations.push(Named {
            name: name.get_ref().to_string(),
            span: name.span(),
            statements: statements(table)?,
        });
    }
    Ok(situations)
}

fn read(text: &str) -> Result<Vec<Named>, Slip> {
    let file = DeTable::parse(text).map_err(|error| syntax(&error))?;
    let mut found = Vec::new();
    for (name, value) in in_order(file.get_ref()) {
        if name.get_ref() != TABLE {
            let problem = Problem::Place {
                name: name.get_ref().to_string(),
                nearest: nearest([TABLE], name.get_ref()).map(|_| TABLE),
            };
            return Err(Slip::new(name.span(), problem));
        }
        let DeValue::Table(table) = value.get_ref() else {
            let problem = Problem::NoTable {
                name: TABLE.to_owned(),
                found: kind(value.get_ref()),
                expected: format!("{TABLE}.NAME"),
            };
            return Err(Slip::new(name.span(), problem));
        };
        found.extend(situations(table)?);
    }
    if found.is_empty() {
        return Err(Slip::new(0..0, Problem::Empty));
    }
    Ok(found)
}

/// The entries of a table as they stand in the text: the first slip is the one to tell.
pub(crate) fn in_order<'t, 'i>(
    table: &'t DeTable<'i>,
) -> Vec<(
    &'t Spanned<std::borrow::Cow<'i, str>>,
    &'t Spanned<DeValue<'i>>,
)> {
    let mut entries: Vec<_> = table.iter().collect();
    order::sort_by_key(&mut entries, |(name, _)| name.span().start);
    entries
}

/// Facts of a table and of the tables inside; `prefix` is what their names begin with.
fn gather(table: &DeTable<'_>, prefix: &str, statements: &mut Vec<Statement>) -> Result<(), Slip> {
    for (key, value) in in_order(table) {
        let name = match format!("{prefix}{}", key.get_ref()) {
            name if name == "need.kind" => "need".to_owned(),
            name => name,
        };
        let slip = |problem: Problem| Slip::new(key.span(), problem);
        if let DeValue::Table(inner) = value.get_ref() {
            let prefix = format!("{name}.");
            if NAMES.iter().any(|known| known.starts_with(&prefix)) {
                gather(inner, &prefix, statements)?;
                continue;
            }
            let first = in_order(inner)
                .first()
                .map(|(key, _)| key.get_ref().clone());
            if let Some(first) = first {
                check_name(&format!("{prefix}{first}")).map_err(slip)?;
            }
        }
        check_name(&name).map_err(slip)?;
        if statements.iter().any(|known| known.name == name) {
            return Err(slip(Problem::Twice { name }));
        }
        let span = value.span();
        let value = fact_value(&name, value)?;
        // The value is tried out here, so that a slip is told at its place.
        let fits = Situation::default().set(&name, value.clone());
        fits.map_err(|error| Slip::new(span.clone(), error))?;
        statements.push(Statement { name, value, span });
    }
    Ok(())
}

fn check_name(name: &str) -> Result<(), Problem> {
    let stated = Situation::default().set(name, Value::Unknown);
    stated.map_err(Problem::from)
}

fn fact_value(name: &str, value: &Spanned<DeValue<'_>>) -> Result<Value, Slip> {
    let wrong = |found, expected| {
        let name = name.to_owned();
        let problem = Problem::Type {
            name,
            found,
            expected,
        };
        Slip::new(value.span(), problem)
    };
    match value.get_ref() {
        DeValue::String(text) => Ok(Value::Text(text.to_string())),
        DeValue::Boolean(truth) => Ok(Value::Truth(*truth)),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map(Value::Number)
            .map_err(|_| wrong("a number too large", "a number of seconds")),
        DeValue::Array(members) => {
            let member = |member: &Spanned<DeValue<'_>>| match member.get_ref() {
                DeValue::String(text) => Ok(text.to_string()),
                DeValue::Table(party) if name == "forwards_to" => forward(party, member.span()),
                other => Err(Slip::new(
                    member.span(),
                    Problem::Type {
                        name: name.to_owned(),
                        found: kind(other),
                        expected: "a string in a list",
                    },
                )),
            };
            let members: Result<Vec<String>, Slip> = members.iter().map(member).collect();
            members.map(Value::List)
        }
        other => Err(wrong(kind(other), "a string, a list, a number or a truth")),
    }
}

/// `{ id = "…", as = "payload" }`, in the spelling of the command line.
fn forward(party: &DeTable<'_>, span: Range<usize>) -> Result<String, Slip> {
    const WAYS: [&str; 2] = ["credential", "payload"];
    let mut id = None;
    let mut way = "credential";
    for (key, value) in in_order(party) {
        let name = key.get_ref().as_ref();
        let Some(text) = value.get_ref().as_str() else {
            let problem = Problem::Type {
                name: format!("forwards_to.{name}"),
                found: kind(value.get_ref()),
                expected: "a string",
            };
            return Err(Slip::new(value.span(), problem));
        };
        match name {
            "id" => id = Some(text),
            "as" if WAYS.contains(&text) => way = text,
            "as" => {
                let error = FactError::value("forwards_to", text, "credential or payload", &WAYS);
                return Err(Slip::new(value.span(), error));
            }
            _ => {
                let problem = Problem::Member {
                    name: name.to_owned(),
                };
                return Err(Slip::new(key.span(), problem));
            }
        }
    }
    match id {
        Some(id) => Ok(format!("{id}={way}")),
        None => Err(Slip::new(
            span,
            Problem::Type {
                name: "forwards_to".to_owned(),
                found: "a table without `id`",
                expected: "`{ id = \"…\", as = \"payload\" }`",
            },
        )),
    }
}

/// What a value is, with its article.
pub(crate) fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "a number",
        DeValue::Float(_) => "a number with a fraction",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// Where a text is no TOML, and why.
pub(crate) fn syntax(error: &toml::de::Error) -> Slip {
    let mut message = error.message().lines().collect::<Vec<_>>().join(", ");
    if message.contains("extend") {
        message.push_str(
            "; beside `need = \"…\"` its members stand in quotes (`\"need.scopes\" = […]`), and in \
             a table `need` itself is `kind`",
        );
    }
    let problem = Problem::Syntax(message);
    Slip::new(error.span().unwrap_or_default(), problem)
}

#[cfg(test)]
mod tests;
