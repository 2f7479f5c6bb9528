//! A page of 80 columns: wrapping by display width, colour, and the one door for text.

use colored::Colorize as _;
use unicode_width::UnicodeWidthChar as _;

use crate::report::escape;

/// Columns of a page.
pub(super) const WIDTH: usize = 80;

/// What a text is, so that a page can colour it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Plain,
    Strong,
    Dim,
    Name,
    Good,
    Error,
    Warn,
    Info,
    Note,
}

/// Text that is fit to be shown: tokens cut, hostile characters spelt out, monsters clipped. There
/// is no other way onto a page.
#[derive(Debug, Clone)]
pub(super) struct Span {
    text: String,
    tone: Tone,
}

impl Span {
    /// Columns that it takes.
    pub(super) fn width(&self) -> usize {
        width(&self.text)
    }
}

#[inline(never)]
pub(super) fn toned(tone: Tone, text: impl AsRef<str>) -> Span {
    Span {
        text: escape::shown(text.as_ref()),
        tone,
    }
}

/// Text of the program's own, which is shown whole.
#[inline(never)]
pub(super) fn own(text: impl AsRef<str>) -> Span {
    let clean = escape::without_tokens(text.as_ref());
    Span {
        text: escape::terminal(&clean).into_owned(),
        tone: Tone::Plain,
    }
}

#[inline(never)]
pub(super) fn plain(text: impl AsRef<str>) -> Span {
    toned(Tone::Plain, text)
}

#[inline(never)]
pub(super) fn strong(text: impl AsRef<str>) -> Span {
    toned(Tone::Strong, text)
}

#[inline(never)]
pub(super) fn dim(text: impl AsRef<str>) -> Span {
    toned(Tone::Dim, text)
}

/// Columns of a text that was made harmless.
fn width(text: &str) -> usize {
    text.chars().map(columns).sum()
}

fn columns(character: char) -> usize {
    character.width().unwrap_or(0)
}

/// Text under construction.
#[derive(Debug)]
pub(super) struct Page {
    text: String,
    color: bool,
}

impl Page {
    pub(super) fn new(color: bool) -> Self {
        Self {
            text: String::new(),
            color,
        }
    }

    /// An empty line, but never two, and none at the top.
    pub(super) fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A line with dashes to the margin.
    pub(super) fn rule(&mut self, spans: &[Span]) {
        let taken: usize = spans.iter().map(Span::width).sum();
        let mut line = vec![dim("── ")];
        line.extend_from_slice(spans);
        if taken + 6 < WIDTH {
            line.push(dim(format!(" {}", "─".repeat(WIDTH - taken - 4))));
        }
        self.paragraph(0, 3, &line);
    }

    /// A label in a column of its own, and text beside it that wraps within its own column.
    pub(super) fn row(&mut self, indent: usize, label: &Span, column: usize, spans: &[Span]) {
        let gap = (indent + column).saturating_sub(indent + label.width());
        let mut line = vec![label.clone(), plain(" ".repeat(gap.max(1)))];
        line.extend_from_slice(spans);
        self.paragraph(indent, indent + column, &line);
    }

    /// Text wrapped between an indent (one for the first line, one for the rest) and the margin.
    pub(super) fn paragraph(&mut self, first: usize, rest: usize, spans: &[Span]) {
        // A label as wide as the page must not leave its text without room.
        let rest = rest.min(WIDTH / 2);
        let mut line = Line::new(first);
        for (spaces, word) in words(spans) {
            let columns: usize = word.iter().map(|(character, _)| columns(*character)).sum();
            if line.width + spaces + columns <= WIDTH {
                line.push(spaces, &word);
            } else if columns <= WIDTH - rest {
                self.put(std::mem::replace(&mut line, Line::new(rest)));
                line.push(0, &word);
            } else {
                line = self.break_word(line, rest, spaces, &word);
            }
        }
        self.put(line);
    }

    /// One line, however long: for output of which each line is an entry.
    pub(super) fn unwrapped(&mut self, spans: &[Span]) {
        for span in spans {
            let painted = self.painted(span.tone, &span.text);
            self.text.push_str(&painted);
        }
        self.text.push('\n');
    }

    /// Fills lines with a word that no line can hold.
    fn break_word(&mut self, mut line: Line, rest: usize, spaces: usize, word: &Word) -> Line {
        if line.width + spaces + 16 > WIDTH {
            self.put(std::mem::replace(&mut line, Line::new(rest)));
        } else {
            line.push(spaces, &[]);
        }
        for (character, tone) in word {
            if line.width + columns(*character) > WIDTH {
                self.put(std::mem::replace(&mut line, Line::new(rest)));
            }
            line.push(0, &[(*character, *tone)]);
        }
        line
    }

    fn put(&mut self, line: Line) {
        if line.is_empty() {
            return;
        }
        let mut at = 0;
        let content = &line.content[..line.end];
        while at < content.len() {
            let tone = content[at].1;
            let length = content[at..]
                .iter()
                .take_while(|(_, other)| *other == tone)
                .count();
            let text: String = content[at..at + length].iter().map(|(c, _)| c).collect();
            self.text.push_str(&self.painted(tone, &text));
            at += length;
        }
        self.text.push('\n');
    }

    fn painted(&self, tone: Tone, text: &str) -> String {
        if !self.color {
            return text.to_owned();
        }
        match tone {
            Tone::Plain => return text.to_owned(),
            Tone::Strong => text.bold(),
            Tone::Dim => text.dimmed(),
            Tone::Name => text.cyan(),
            Tone::Good => text.green().bold(),
            Tone::Error => text.red().bold(),
            Tone::Warn => text.yellow().bold(),
            Tone::Info => text.blue().bold(),
            Tone::Note => text.bold(),
        }
        .to_string()
    }

    /// The text of the page.
    pub(super) fn finish(self) -> String {
        self.text
    }
}

type Word = [(char, Tone)];

/// A line, one tone a character.
struct Line {
    content: Vec<(char, Tone)>,
    /// Where the last word ends; the rest are spaces.
    end: usize,
    width: usize,
}

impl Line {
    fn new(indent: usize) -> Self {
        Self {
            content: vec![(' ', Tone::Plain); indent],
            end: 0,
            width: indent,
        }
    }

    fn is_empty(&self) -> bool {
        self.end == 0
    }

    fn push(&mut self, spaces: usize, word: &Word) {
        // A space takes the tone of what it follows, so that colour changes as rarely as it can.
        let tone = self.content.last().map_or(Tone::Plain, |(_, tone)| *tone);
        self.content.extend(vec![(' ', tone); spaces]);
        self.content.extend_from_slice(word);
        self.width += spaces;
        self.width += word.iter().map(|(c, _)| columns(*c)).sum::<usize>();
        if !word.is_empty() {
            self.end = self.content.len();
        }
    }
}

/// The words of spans, each with the number of spaces before it. Spans join without a space.
fn words(spans: &[Span]) -> Vec<(usize, Vec<(char, Tone)>)> {
    let mut words = Vec::new();
    let mut spaces = 0;
    let mut word = Vec::new();
    for span in spans {
        for character in span.text.chars() {
            if character != ' ' {
                word.push((character, span.tone));
                continue;
            }
            if !word.is_empty() {
                words.push((spaces, std::mem::take(&mut word)));
                spaces = 0;
            }
            spaces += 1;
        }
    }
    if !word.is_empty() {
        words.push((spaces, word));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(first: usize, rest: usize, spans: &[Span]) -> String {
        let mut page = Page::new(false);
        page.paragraph(first, rest, spans);
        page.finish()
    }

    #[test]
    fn lines_wrap_by_columns_and_keep_their_indents() {
        let text = page(2, 6, &[plain("word ".repeat(30))]);
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines.iter().all(|line| line.len() <= WIDTH), "{text}");
        assert!(lines[0].starts_with("  word") && lines[1].starts_with("      word"));
        let wide = page(0, 0, &[plain("東京 ".repeat(30))]);
        assert!(wide.lines().all(|line| width(line) <= WIDTH), "{wide}");
    }

    #[test]
    fn words_that_no_line_holds_are_broken_and_nothing_is_lost() {
        let text = page(2, 4, &[plain("x "), plain("y".repeat(140))]);
        assert!(text.lines().all(|line| line.len() <= WIDTH), "{text}");
        assert_eq!(text.matches('y').count(), 140);
    }

    #[test]
    fn spans_join_without_a_space_and_spaces_inside_stay() {
        assert_eq!(
            page(0, 0, &[plain("a["), strong("b"), plain("]  c")]),
            "a[b]  c\n"
        );
    }

    #[test]
    fn nothing_gets_onto_a_page_unescaped() {
        let hostile = "a\u{1b}[2J\u{202e}b\nc eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2ln";
        assert_eq!(
            page(0, 0, &[plain(hostile)]),
            "a\\u{1b}[2J\\u{202e}b\\u{a}c [token of 40 bytes]\n"
        );
    }
}
