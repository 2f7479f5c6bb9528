//! Parts of reports that many tokens of a log have in common.

use std::{
    fmt,
    ops::Deref,
    sync::{Arc, OnceLock},
};

use serde::{Serialize, Serializer};

/// What most parts fit in, in bytes.
const ROOM: usize = 512;

/// A part of a report, held once for all tokens that it is said of, with its JSON once that was
/// written. To change it is to have one's own.
pub struct Shared<T>(Arc<Part<T>>);

struct Part<T> {
    value: T,
    json: OnceLock<String>,
}

impl<T> Shared<T> {
    /// The JSON of the part, written by `write` if nobody did before.
    pub(super) fn json(&self, write: impl FnOnce(&mut String, &T)) -> &str {
        self.0.json.get_or_init(|| {
            let mut text = String::with_capacity(ROOM);
            write(&mut text, &self.0.value);
            text
        })
    }
}

impl<T: Clone> Shared<T> {
    /// The part alone.
    pub fn into_inner(self) -> T {
        Arc::try_unwrap(self.0).map_or_else(|part| part.value.clone(), |part| part.value)
    }

    /// The part, to be changed for this token alone. What was written of it before is forgotten.
    pub fn to_mut(&mut self) -> &mut T {
        if Arc::get_mut(&mut self.0).is_none() {
            *self = Self::from(self.0.value.clone());
        }
        let part = Arc::get_mut(&mut self.0).expect("nobody else holds what was made just now");
        part.json.take();
        &mut part.value
    }
}

impl<T> From<T> for Shared<T> {
    fn from(value: T) -> Self {
        Self(Arc::new(Part {
            value,
            json: OnceLock::new(),
        }))
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0.value
    }
}

impl<T: fmt::Debug> fmt::Debug for Shared<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.value.fmt(formatter)
    }
}

impl<T: Serialize> Serialize for Shared<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.value.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(text: &mut String, value: &Vec<&str>) {
        text.push_str(&value.concat());
    }

    #[test]
    fn what_was_written_of_a_part_is_forgotten_when_it_changes() {
        let mut first = Shared::from(vec!["a"]);
        let second = first.clone();
        assert_eq!(first.json(write), "a");
        first.to_mut().push("b");
        assert_eq!(first.json(write), "ab");
        first.to_mut().push("c");
        assert_eq!(first.json(write), "abc");
        assert_eq!(second.json(|_, _| unreachable!("it was written")), "a");
        assert_eq!(*second, ["a"]);
    }
}
