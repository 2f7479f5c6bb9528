//! Values that are looked for in texts, and what stands for each.

use std::ops::Range;

use crate::order;

/// Values in the order of their bytes, so that the longest one at a place is found in a walk over
/// its own length, however many there are.
#[derive(Default)]
pub(crate) struct Dictionary<T> {
    exact: Vec<(String, T)>,
    /// E-mail addresses, in lower case: a text may spell them otherwise.
    any_case: Vec<(String, T)>,
}

impl<T> Dictionary<T> {
    /// Of a value's several entries the first one holds.
    pub(crate) fn new(entries: impl IntoIterator<Item = (String, T)>) -> Self {
        let (any_case, exact) = entries
            .into_iter()
            .partition(|(value, _)| super::claims::is_email(value));
        let any_case: Vec<(String, T)> = any_case;
        let any_case = any_case
            .into_iter()
            .map(|(value, entry)| (value.to_ascii_lowercase(), entry));
        Self {
            exact: sorted(exact),
            any_case: sorted(any_case.collect()),
        }
    }

    /// The longest value at the beginning of a text that may end where `ends` says, with its length.
    pub(crate) fn longest(&self, text: &str, ends: impl Fn(usize) -> bool) -> Option<(usize, &T)> {
        let exact = walk(&self.exact, text.as_bytes(), |byte| byte, &ends);
        let any_case = walk(
            &self.any_case,
            text.as_bytes(),
            |byte| byte.to_ascii_lowercase(),
            &ends,
        );
        exact
            .into_iter()
            .chain(any_case)
            .max_by_key(|found| found.0)
    }

    /// What stands for this value.
    pub(crate) fn get(&self, value: &str) -> Option<&T> {
        let (length, entry) = self.longest(value, |end| end == value.len())?;
        (length == value.len()).then_some(entry)
    }
}

fn sorted<T>(mut entries: Vec<(String, T)>) -> Vec<(String, T)> {
    entries.retain(|(value, _)| !value.is_empty());
    order::sort_by(&mut entries, |one, other| one.0.cmp(&other.0));
    entries.dedup_by(|later, first| later.0 == first.0);
    entries
}

fn walk<'d, T>(
    entries: &'d [(String, T)],
    text: &[u8],
    spelt: impl Fn(u8) -> u8,
    ends: impl Fn(usize) -> bool,
) -> Option<(usize, &'d T)> {
    let mut range: Range<usize> = 0..entries.len();
    let mut longest = None;
    for (depth, byte) in text.iter().enumerate() {
        let among = &entries[range.clone()];
        // Values that have ended already come first.
        let next = |entry: &(String, T)| entry.0.as_bytes().get(depth).copied();
        let wanted = Some(spelt(*byte));
        let start = range.start + among.partition_point(|entry| next(entry) < wanted);
        let end = range.start + among.partition_point(|entry| next(entry) <= wanted);
        range = start..end;
        let Some((value, entry)) = entries.get(start).filter(|_| start < end) else {
            break;
        };
        if value.len() == depth + 1 && ends(depth + 1) {
            longest = Some((depth + 1, entry));
        }
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_value_is_found_and_addresses_in_any_case() {
        let words = ["al", "alice", "alicia", "b", "Ada@Example.com"];
        let words = Dictionary::new(words.map(|word| (word.to_owned(), word)));
        let found = |text: &str| words.longest(text, |_| true).map(|found| *found.1);
        assert_eq!(found("alice-4711"), Some("alice"));
        assert_eq!(found("alic"), Some("al"));
        assert_eq!(found("Alice"), None);
        assert_eq!(found("aDA@eXAMPLE.COM, hi"), Some("Ada@Example.com"));
        assert_eq!(found(""), None);
        assert_eq!(words.get("alice"), Some(&"alice"));
        assert_eq!(words.get("alice "), None);
        let ends_there = words.longest("alice", |end| end == 2);
        assert_eq!(ends_there, Some((2, &"al")));
    }
}
