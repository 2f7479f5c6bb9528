//! JSON as it was written: member order, byte positions, duplicate members and exact numbers.
//!
//! A [`Document`] keeps its text and the byte spans of its members; nothing is copied until it is
//! asked for. The grammar is `serde_json`'s, read through raw values; what is ours is that a broken
//! text still gives the members before the break, and that nothing is silently merged or rounded.

mod looked;
mod scan;
#[cfg(test)]
mod tests;

use std::{borrow::Cow, collections::HashMap, fmt, ops::Range};

use serde_json::value::RawValue;

use looked::Looked;
pub use looked::MemberSet;
pub(crate) use scan::unquote;
use scan::{spans, too_deep};

/// How deep a document may nest before its inside is left alone.
pub const MAX_DEPTH: usize = 64;

/// So many names are compared faster than they are hashed.
const FEW: usize = 48;

/// A JSON object as text, with the spans of its top-level members in the order they were written.
#[derive(Clone, Default)]
pub struct Document {
    text: String,
    members: Vec<Span>,
    /// Which names may be here, one bit for each mark of a name (see [`mark`]).
    marks: u64,
    /// Whether the text is one object and nothing else.
    is_whole: bool,
    /// Whether it is printable ASCII without escapes.
    is_plain: bool,
    looked: Looked,
}

#[derive(Clone, PartialEq, Eq)]
struct Span {
    name: Range<u32>,
    value: Range<u32>,
    /// Whether the name is spelt with escapes, and so has to be unquoted to be compared.
    is_escaped: bool,
    /// What [`mark`] gives for the name as it is spelt.
    mark: u8,
}

/// Where and why a text is not one JSON object; `at` is a byte offset in the decoded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Break {
    /// The bytes stop being UTF-8.
    NotUtf8 {
        /// First byte that is not.
        at: usize,
    },
    /// The text is not JSON (or ends too early).
    Syntax {
        /// Where the reader stopped.
        at: usize,
        /// What it missed, in `serde_json`'s words.
        because: String,
    },
    /// Valid JSON, but an array, a string, a number …
    NotAnObject {
        /// What it is instead.
        kind: JsonKind,
    },
    /// A complete object, and then more text.
    TrailingData {
        /// First byte after the object.
        at: usize,
    },
    /// Nested deeper than [`MAX_DEPTH`]; values that deep are not looked into.
    TooDeep {
        /// The bracket that goes too far.
        at: usize,
    },
}

impl fmt::Display for Break {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotUtf8 { at } => write!(formatter, "not UTF-8 at byte {at}"),
            Self::Syntax { at, because } => write!(formatter, "no JSON at byte {at}: {because}"),
            Self::NotAnObject { kind } => {
                write!(formatter, "{kind} where a JSON object was expected")
            }
            Self::TrailingData { at } => {
                write!(formatter, "text after the JSON object, from byte {at}")
            }
            Self::TooDeep { at } => write!(
                formatter,
                "nested deeper than {MAX_DEPTH} levels at byte {at}"
            ),
        }
    }
}

/// The six types of RFC 8259 §3.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonKind {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// a number
    Number,
    /// a string
    String,
    /// an array
    Array,
    /// an object
    Object,
}

impl JsonKind {
    fn of(text: &[u8]) -> Self {
        match text.first() {
            Some(b'{') => Self::Object,
            Some(b'[') => Self::Array,
            Some(b'"') => Self::String,
            Some(b't' | b'f') => Self::Boolean,
            Some(b'n') => Self::Null,
            _ => Self::Number,
        }
    }
}

impl fmt::Display for JsonKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        })
    }
}

impl Document {
    /// Reads bytes as far as they are an object. The document is always usable: with a break it
    /// holds the members that were complete before it.
    pub fn read(bytes: Vec<u8>) -> (Self, Option<Break>) {
        let (text, broken) = match String::from_utf8(bytes) {
            Ok(text) => (text, None),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let mut bytes = error.into_bytes();
                bytes.truncate(at);
                let text = String::from_utf8(bytes).unwrap_or_default();
                (text, Some(Break::NotUtf8 { at }))
            }
        };
        let (document, found) = Self::parse(text);
        (document, broken.or(found))
    }

    /// Reads a text as far as it is an object; see [`Document::read`].
    pub fn parse(text: impl Into<String>) -> (Self, Option<Break>) {
        let text: String = text.into();
        let (members, broken) = spans(&text);
        let broken = broken.or_else(|| too_deep(&text).map(|at| Break::TooDeep { at }));
        let marks = members.iter().fold(0, |marks, span| match span.is_escaped {
            true => u64::MAX,
            false => marks | 1 << span.mark,
        });
        let document = Self {
            is_plain: is_plain(&text),
            text,
            members,
            marks,
            is_whole: broken.is_none(),
            looked: Looked::default(),
        };
        (document, broken)
    }

    /// The text as it was written.
    pub fn text(&self) -> &str {
        self.looked.note(MemberSet::TEXT);
        &self.text
    }

    /// Whether the text is printable ASCII without escapes, so that every string in it is what it
    /// looks like.
    pub fn is_plain(&self) -> bool {
        self.is_plain
    }

    /// The texts of these members, each with its name.
    pub(crate) fn parts(&self, members: MemberSet) -> impl Iterator<Item = &str> {
        self.looked.note(members);
        let spans = self.members.iter().enumerate();
        let wanted = spans.filter(move |(place, _)| members.meets(MemberSet::at(*place)));
        wanted.map(|(_, span)| self.slice(&(span.name.start..span.value.end)))
    }

    /// Whether there is an array or an object inside, or may be one after a break.
    pub fn nests(&self) -> bool {
        let is_nest = |value: Value<'_>| matches!(value.kind(), JsonKind::Object | JsonKind::Array);
        !self.is_whole || self.members().any(|(_, value)| is_nest(value))
    }

    /// The members whose values were looked at since this was last asked. Whatever tells something
    /// of a value or of the text has to note it; names, types of values, and whether all is
    /// [plain](Document::is_plain) need no note, since [`Document::differing`] compares them.
    pub fn take_notes(&self) -> MemberSet {
        self.looked.take()
    }

    /// Notes that something was looked at that depends on the whole text.
    pub(super) fn note_all(&self) {
        self.looked.note(MemberSet::TEXT);
    }

    /// The members whose values differ from those of another document of the same shape: the same
    /// names in the same order, with values of the same JSON types. `None` if the shape is another
    /// one, or is broken.
    pub fn differing(&self, other: &Self) -> Option<MemberSet> {
        let is_alike = self.is_whole
            && other.is_whole
            && self.is_plain == other.is_plain
            && self.members.len() == other.members.len();
        if !is_alike {
            return None;
        }
        let mut differing = MemberSet::TEXT;
        for (place, (own, others)) in self.members.iter().zip(&other.members).enumerate() {
            let (value, others_value) = (self.bytes(&own.value), other.bytes(&others.value));
            let is_same_name =
                own.mark == others.mark && self.bytes(&own.name) == other.bytes(&others.name);
            if !is_same_name || JsonKind::of(value) != JsonKind::of(others_value) {
                return None;
            }
            if value != others_value {
                differing = differing.union(MemberSet::at(place));
            }
        }
        Some(differing)
    }

    /// Whether there is no member.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// All members in the order of the text, duplicates included.
    pub fn members(&self) -> impl DoubleEndedIterator<Item = (Cow<'_, str>, Value<'_>)> + Clone {
        let members = self.members.iter().enumerate();
        members.map(|(place, span)| (self.name(span), self.value(place)))
    }

    /// All members like [`Document::members`], with each name as it stands in its quotes.
    pub(crate) fn quoted_members(&self) -> impl Iterator<Item = (&str, Value<'_>)> + Clone {
        let members = self.members.iter().enumerate();
        members.map(|(place, span)| (self.slice(&span.name), self.value(place)))
    }

    /// The value of a member; of several with this name the last, as most parsers have it
    /// (RFC 7519 §4).
    #[inline]
    pub fn get(&self, name: &str) -> Option<Value<'_>> {
        let mark = mark(name.as_bytes());
        match self.marks & 1 << mark {
            0 => None,
            _ => self.find(name, mark),
        }
    }

    fn find(&self, name: &str, mark: u8) -> Option<Value<'_>> {
        let mut spans = self.members.iter();
        let place = spans.rposition(|span| self.is_named(span, name, mark))?;
        Some(self.value(place))
    }

    /// The same, where `null` reads as absent (OIDC Core §13.3).
    pub fn present(&self, name: &str) -> Option<Value<'_>> {
        self.get(name).filter(|value| !value.is_null())
    }

    /// Whether a member of this name is present, whatever its value.
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Whether the text is just what a writer of compact JSON would make of it: an object without
    /// white space between its members, escapes, duplicates, and objects inside.
    pub(crate) fn is_compact(&self) -> bool {
        self.looked.note(MemberSet::TEXT);
        let mut end = 0;
        let is_tight = self.members.iter().all(|span| {
            let fits = span.name.start == end + 1 && span.value.start == span.name.end + 1;
            end = span.value.end;
            let value = self.bytes(&span.value);
            fits && match value[0] {
                b'{' => false,
                b'[' => !value.iter().any(|byte| *byte <= b' ' || *byte == b'{'),
                _ => true,
            }
        });
        let text = self.text.as_bytes();
        is_tight
            && self.is_whole
            && !self.members.is_empty()
            && text.first() == Some(&b'{')
            && text.len() == end as usize + 1
            && (self.is_plain || memchr::memchr(b'\\', text).is_none())
            && self.duplicates().is_empty()
    }

    /// Member names that occur more than once at the top level, each once.
    pub fn duplicates(&self) -> Vec<Cow<'_, str>> {
        let has_escapes = !self.is_plain && self.text.as_bytes().contains(&b'\\');
        if !has_escapes && are_few_and_different(self.quoted_members().map(|(quoted, _)| quoted)) {
            return Vec::new();
        }
        repeated(self.members())
    }

    /// Marks differ first, and bytes need no border checks.
    fn is_named(&self, span: &Span, name: &str, mark: u8) -> bool {
        if span.is_escaped {
            return unquote(self.slice(&span.name)) == name;
        }
        let (start, end) = (span.name.start as usize + 1, span.name.end as usize - 1);
        span.mark == mark && &self.text.as_bytes()[start..end] == name.as_bytes()
    }

    fn name(&self, span: &Span) -> Cow<'_, str> {
        let quoted = self.slice(&span.name);
        match span.is_escaped {
            true => unquote(quoted),
            false => Cow::Borrowed(&quoted[1..quoted.len() - 1]),
        }
    }

    fn value(&self, place: usize) -> Value<'_> {
        let span = &self.members[place];
        Value {
            text: self.slice(&span.value),
            at: span.value.start,
            is_plain: self.is_plain,
            member: MemberSet::at(place),
            looked: &self.looked,
        }
    }

    /// Without a look at the borders of characters.
    fn bytes(&self, range: &Range<u32>) -> &[u8] {
        &self.text.as_bytes()[range.start as usize..range.end as usize]
    }

    fn slice(&self, range: &Range<u32>) -> &str {
        &self.text[range.start as usize..range.end as usize]
    }
}

impl fmt::Debug for Document {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "Document({} members, {} bytes)",
            self.members.len(),
            self.text.len()
        )
    }
}

/// One JSON value, borrowed from the text it stands in.
#[derive(Clone, Copy)]
pub struct Value<'a> {
    text: &'a str,
    at: u32,
    /// Whether the whole document is plain.
    is_plain: bool,
    /// The member of the document that it is, or is a part of.
    member: MemberSet,
    looked: &'a Looked,
}

impl<'a> Value<'a> {
    /// The value as it was written.
    pub fn text(&self) -> &'a str {
        self.looked.note(self.member);
        self.text
    }

    /// Byte offset in the document.
    pub fn at(&self) -> usize {
        self.looked.note(MemberSet::TEXT);
        self.at as usize
    }

    /// Whether it is `""`, `[]`, `{}` or `null`, spelt so.
    pub fn is_empty(&self) -> bool {
        matches!(self.text(), "\"\"" | "[]" | "{}" | "null")
    }

    /// Its JSON type.
    pub fn kind(&self) -> JsonKind {
        JsonKind::of(self.text.as_bytes())
    }

    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        self.text == "null"
    }

    /// The string, unescaped; borrowed where it has no escapes. Unpaired surrogates become U+FFFD.
    pub fn string(&self) -> Option<Cow<'a, str>> {
        if self.kind() != JsonKind::String {
            return None;
        }
        let quoted = self.text();
        Some(match self.is_plain {
            true => Cow::Borrowed(&quoted[1..quoted.len() - 1]),
            false => unquote(quoted),
        })
    }

    /// The boolean.
    pub fn boolean(&self) -> Option<bool> {
        match self.text() {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }

    /// The elements of an array; `None` for another type and beyond the nesting limit.
    pub fn items(&self) -> Option<Vec<Value<'a>>> {
        if self.kind() != JsonKind::Array || too_deep(self.text()).is_some() {
            return None;
        }
        let items: Vec<&'a RawValue> = serde_json::from_str(self.text).ok()?;
        Some(items.iter().map(|item| self.inner(item.get())).collect())
    }

    /// The members of an object in order; `None` for another type and beyond the nesting limit.
    pub fn members(&self) -> Option<Vec<(Cow<'a, str>, Value<'a>)>> {
        if self.kind() != JsonKind::Object || too_deep(self.text()).is_some() {
            return None;
        }
        let (members, broken) = spans(self.text);
        if broken.is_some() {
            return None;
        }
        let slice = |range: &Range<u32>| &self.text[range.start as usize..range.end as usize];
        Some(
            members
                .iter()
                .map(|span| (unquote(slice(&span.name)), self.inner(slice(&span.value))))
                .collect(),
        )
    }

    /// One member of an object.
    pub fn member(&self, name: &str) -> Option<Value<'a>> {
        self.members()?
            .into_iter()
            .rev()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value)
    }

    fn inner(&self, text: &'a str) -> Value<'a> {
        let offset = text.as_ptr() as usize - self.text.as_ptr() as usize;
        Value {
            text,
            at: self.at + offset as u32,
            ..*self
        }
    }
}

impl PartialEq for Value<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text() && self.at() == other.at()
    }
}

impl Eq for Value<'_> {}

impl fmt::Debug for Value<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} of {} bytes", self.kind(), self.text.len())
    }
}

/// Printable ASCII without escapes. Written without a way out of its loop, so that it runs on many
/// bytes at once.
fn is_plain(text: &str) -> bool {
    let is_odd = |byte: &u8| !(b' '..=b'~').contains(byte) | (*byte == b'\\');
    let bytes = text.as_bytes().iter();
    !bytes.fold(false, |odd, byte| odd | is_odd(byte))
}

/// A number below 64 that tells most names apart: the rules ask for hundreds of names a token, of
/// which nearly all are absent.
#[inline]
fn mark(name: &[u8]) -> u8 {
    let [first, last] = match name {
        [] => [0, 0],
        [only] => [*only, *only],
        [first, .., last] => [*first, *last],
    };
    let mixed = first
        .wrapping_mul(7)
        .wrapping_add(last.wrapping_mul(13))
        .wrapping_add((name.len() as u8).wrapping_mul(5));
    mixed % 64
}

/// The names among these members that occur more than once, each once.
pub(crate) fn repeated<'a>(
    members: impl Iterator<Item = (Cow<'a, str>, Value<'a>)>,
) -> Vec<Cow<'a, str>> {
    let mut repeated: Vec<Cow<'a, str>> = Vec::new();
    let mut counts: HashMap<Cow<'a, str>, usize> = HashMap::new();
    for (name, _) in members {
        let count = counts.entry(name.clone()).or_default();
        *count += 1;
        if *count == 2 {
            repeated.push(name);
        }
    }
    repeated
}

/// Settles it for every honest object without an allocation: names in their quotes are compared
/// only where they seem to agree in length and in their ends.
fn are_few_and_different<'a>(names: impl Iterator<Item = &'a str> + Clone) -> bool {
    let mut seen = [0u64; 4];
    for (index, quoted) in names.clone().enumerate() {
        let end = |at: usize| quoted.as_bytes().get(at).copied().unwrap_or_default();
        let mark = end(1)
            .wrapping_mul(31)
            .wrapping_add(end(quoted.len() - 2))
            .wrapping_mul(31)
            .wrapping_add(quoted.len() as u8);
        let bit = 1u64 << (mark % 64);
        let word = &mut seen[usize::from(mark / 64)];
        let is_new = *word & bit == 0;
        *word |= bit;
        if index >= FEW || !is_new && names.clone().take(index).any(|other| other == quoted) {
            return false;
        }
    }
    true
}
