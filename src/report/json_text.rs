//! JSON that is part of a report as it stands.

use std::borrow::Cow;

use serde::{Serialize, Serializer, ser::Error as _};
use serde_json::value::RawValue;

use super::escape;

/// JSON that was parsed before, as it stands in a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonText {
    text: String,
    /// Whether tokens were looked for in the text as a whole, and none found.
    pub(super) is_clean: bool,
}

impl JsonText {
    /// Takes JSON as it is.
    ///
    /// # Errors
    /// The text is no JSON.
    pub fn from_string(text: String) -> Result<Self, serde_json::Error> {
        serde_json::from_str::<&RawValue>(&text)?;
        Ok(Self {
            text,
            is_clean: false,
        })
    }

    /// The text of an object that was read before, if no token is in it.
    pub(super) fn of(text: &str) -> Option<Self> {
        Self::of_alike(text, std::iter::once(text))
    }

    /// The same like the text of an object that is clean, from which it differs in these parts only.
    /// A token lies within one of the members, which have quotes around them.
    pub(super) fn of_alike<'a>(
        text: &str,
        mut parts: impl Iterator<Item = &'a str>,
    ) -> Option<Self> {
        let is_clean = parts.all(|part| matches!(escape::without_tokens(part), Cow::Borrowed(_)));
        is_clean.then(|| Self {
            text: text.to_owned(),
            is_clean,
        })
    }

    /// Whether tokens were looked for in the text, and none found.
    pub fn is_clean(&self) -> bool {
        self.is_clean
    }

    /// The text.
    pub fn get(&self) -> &str {
        &self.text
    }
}

/// `null`
impl Default for JsonText {
    fn default() -> Self {
        Self {
            text: "null".to_owned(),
            is_clean: true,
        }
    }
}

impl Serialize for JsonText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw: &RawValue = serde_json::from_str(&self.text).map_err(S::Error::custom)?;
        raw.serialize(serializer)
    }
}
