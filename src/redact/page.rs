//! A text that is gone through from its beginning to its end. How far a word, a value or a line
//! goes is found once for each, so that a text is read in a time that grows as its length does.

use std::ops::Range;

use super::scan::{run, value_length};

/// The text, and what is known of the place at hand.
pub(super) struct Page<'t> {
    pub(super) text: &'t str,
    word: Range<usize>,
    value: Range<usize>,
    line: Line,
}

/// What names credentials in a line.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    pub(super) range: Range<usize>,
    /// Where its last word ends, and where without the quotes around it.
    pub(super) ends: [usize; 2],
    /// Where the name of a header ends that holds credentials behind a scheme.
    pub(super) authorization: Option<usize>,
    /// Where the pairs of `Cookie` begin, and where they end: what follows the first pair of
    /// `Set-Cookie` are attributes.
    pub(super) cookies: Option<Range<usize>>,
    /// Whether it is a command of curl.
    pub(super) is_curl: bool,
}

impl<'t> Page<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            word: 0..0,
            value: 0..0,
            line: Line::default(),
        }
    }

    /// The length of the run of token characters at a place.
    pub(super) fn word(&mut self, at: usize) -> usize {
        if !self.word.contains(&at) {
            self.word = at..at + run(&self.text[at..]);
        }
        self.word.end - at
    }

    /// The length of a value at a place.
    pub(super) fn value(&mut self, at: usize) -> usize {
        if !self.value.contains(&at) {
            self.value = at..at + value_length(&self.text[at..]);
        }
        self.value.end - at
    }

    /// The line of a place.
    pub(super) fn line(&mut self, at: usize) -> &Line {
        if !self.line.range.contains(&at) {
            self.line = Line::of(self.text, at);
        }
        &self.line
    }
}

impl Line {
    fn of(text: &str, at: usize) -> Self {
        let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
        let line = text[start..end].to_ascii_lowercase();
        let after = |name: &str| line.find(name).map(|found| start + found + name.len());
        let cookies = after("cookie:").map(|pairs| {
            let is_set = line[..pairs - start].ends_with("set-cookie:");
            let first = line[pairs - start..].find(';').filter(|_| is_set);
            pairs..first.map_or(end, |first| pairs + first)
        });
        let last = text[start..end].trim_end();
        let inner = last.trim_end_matches(['"', '\'', '`', ',', ';']);
        Self {
            range: start..end,
            ends: [start + last.len(), start + inner.len()],
            authorization: after("authorization"),
            cookies,
            is_curl: line.contains("curl "),
        }
    }
}
