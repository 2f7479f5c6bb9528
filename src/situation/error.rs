//! Facts that cannot be, and what was meant instead.

use thiserror::Error;

use super::Value;

/// Why a fact could not be stated.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FactError {
    /// No fact has this name.
    #[error("there is no fact `{name}`{}", meant(.nearest))]
    Name {
        /// What was written.
        name: String,
        /// The most similar name, if one is similar.
        nearest: Option<&'static str>,
    },
    /// The fact has no such value.
    #[error("`{name}` cannot be `{value}`, expected {expected}{}", meant(.nearest))]
    Value {
        /// The fact.
        name: String,
        /// What was written.
        value: String,
        /// The values it can have.
        expected: String,
        /// The most similar value, if one is similar.
        nearest: Option<String>,
    },
    /// The values of the fact are of another type.
    #[error("`{name}` is {found}, expected {expected}")]
    Type {
        /// The fact.
        name: String,
        /// What was written instead.
        found: &'static str,
        /// The values it can have.
        expected: String,
    },
}

impl FactError {
    /// A value that the fact cannot have, and those that it can.
    pub(crate) fn value(name: &str, value: &str, expected: &str, values: &[&str]) -> Self {
        Self::Value {
            name: name.to_owned(),
            value: value.to_owned(),
            expected: expected.to_owned(),
            nearest: nearest(values.iter().copied(), value).map(str::to_owned),
        }
    }

    pub(super) fn kind(name: &str, value: &Value, expected: impl Into<String>) -> Self {
        Self::Type {
            name: name.to_owned(),
            found: value.kind(),
            expected: expected.into(),
        }
    }
}

/// The end of a message: what may have been meant.
pub(crate) fn meant(nearest: &Option<impl AsRef<str>>) -> String {
    nearest.as_ref().map_or_else(String::new, |nearest| {
        format!("; did you mean `{}`?", nearest.as_ref())
    })
}

/// The most similar of these words, if one is similar enough to be meant.
pub(crate) fn nearest<'a>(known: impl IntoIterator<Item = &'a str>, word: &str) -> Option<&'a str> {
    let word = word.to_lowercase();
    let likeness = |known: &str| {
        // `role` alone is as near to `receiver.role` as it can be.
        let last = known.rsplit('.').next().unwrap_or(known);
        strsim::jaro_winkler(known, &word).max(strsim::jaro_winkler(last, &word))
    };
    known
        .into_iter()
        .map(|known| (likeness(known), known))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, known)| known)
}
