//! What is wrong with a file of situations, and where.

use std::ops::Range;

use thiserror::Error;

use crate::situation::{FactError, error::meant};

/// Why no situation of a file could be taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TakeError {
    /// There are several and none was named.
    #[error("{path} holds the situations {names}, expected the name of one")]
    Several {
        /// The file.
        path: String,
        /// Its situations.
        names: String,
    },
    /// There is none.
    #[error("{path} holds no situation, expected `[situation.NAME]`")]
    None {
        /// The file.
        path: String,
    },
    /// None has this name.
    #[error("{path} holds no situation `{name}`, expected one of {names}{}", meant(.nearest))]
    Name {
        /// The file.
        path: String,
        /// What was asked for.
        name: String,
        /// The situations that there are.
        names: String,
        /// The most similar of them, if one is similar.
        nearest: Option<String>,
    },
}

/// What is wrong with a file, and where.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{path}:{line}:{column}: {problem}")]
pub struct FileError {
    /// The file.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
    /// What is wrong.
    pub problem: Box<Problem>,
}

/// What is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Problem {
    /// It is no TOML.
    #[error("{0}")]
    Syntax(String),
    /// A fact that does not exist, or cannot have this value.
    #[error(transparent)]
    Fact(#[from] FactError),
    /// A key or table that no file of this sort has.
    #[error("`{name}` has no place here, expected `[situation.NAME]`{}", meant(.nearest))]
    Place {
        /// What was written.
        name: String,
        /// What it may have been meant to be.
        nearest: Option<&'static str>,
    },
    /// Something else where a table of facts is expected.
    #[error("`{name}` is {found}, expected a table of facts: `[{expected}]`")]
    NoTable {
        /// The key.
        name: String,
        /// What was written instead.
        found: &'static str,
        /// The header of the table.
        expected: String,
    },
    /// A fact that stands there in two spellings.
    #[error("`{name}` is stated twice, expected once")]
    Twice {
        /// The fact.
        name: String,
    },
    /// A type that no fact has.
    #[error("`{name}` is {found}, expected {expected}")]
    Type {
        /// The fact.
        name: String,
        /// What was written.
        found: &'static str,
        /// What a fact can be.
        expected: &'static str,
    },
    /// A key that the table of a party has not.
    #[error("`{name}` is not known of a party that the token goes on to, expected `id` and `as`")]
    Member {
        /// What was written.
        name: String,
    },
    /// A name that stands for nothing: a setting, a limit, a rule …
    #[error("there is no {sort} `{name}`{}", meant(.nearest))]
    Unknown {
        /// What sort of name it would be.
        sort: &'static str,
        /// What was written.
        name: String,
        /// The most similar name, if one is similar.
        nearest: Option<String>,
    },
    /// A table without a key that it must have.
    #[error("`{table}` has no `{name}`, expected {expected}")]
    Missing {
        /// The table.
        table: &'static str,
        /// The key.
        name: &'static str,
        /// What it says.
        expected: &'static str,
    },
    /// Nothing in it.
    #[error("there is no situation in it, expected `[situation.NAME]`")]
    Empty,
}

/// Something wrong in a text, at a range of its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// Where in the text.
    pub span: Range<usize>,
    /// What is wrong.
    pub problem: Problem,
}

impl Slip {
    pub(crate) fn new(span: Range<usize>, problem: impl Into<Problem>) -> Self {
        let problem = problem.into();
        Self { span, problem }
    }

    /// The same with its line and column in the text of a file.
    pub fn in_file(self, path: &str, text: &str) -> FileError {
        let before = text.get(..self.span.start).unwrap_or(text);
        let line = before.rsplit('\n').next().unwrap_or_default();
        FileError {
            path: path.to_owned(),
            line: before.matches('\n').count() + 1,
            column: line.chars().count() + 1,
            problem: Box::new(self.problem),
        }
    }
}
