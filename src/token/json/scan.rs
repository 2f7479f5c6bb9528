//! The reading of a text: where its members stand, and where it breaks off.

use std::{borrow::Cow, fmt};

use serde::de::{DeserializeSeed, Deserializer as _, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{Break, JsonKind, MAX_DEPTH, Span, mark};

/// The spans of the members of the object at the start of `text`, up to a break.
pub(super) fn spans(text: &str) -> (Vec<Span>, Option<Break>) {
    let mut members = Vec::with_capacity(16);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let collected = deserializer.deserialize_any(Collector {
        source: text,
        members: &mut members,
    });
    let broken = match collected {
        Ok(Some(kind)) => Some(Break::NotAnObject { kind }),
        Ok(None) => deserializer.end().err().map(|error| Break::TrailingData {
            at: offset_of(text, &error),
        }),
        Err(error) => Some(Break::Syntax {
            at: offset_of(text, &error),
            because: reason_of(&error),
        }),
    };
    (members, broken)
}

struct Collector<'s, 'm> {
    source: &'s str,
    members: &'m mut Vec<Span>,
}

impl<'de> Visitor<'de> for Collector<'de, '_> {
    /// The type found where an object was expected, if so.
    type Value = Option<JsonKind>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let start = self.source.as_ptr() as usize;
        // A token is at most a megabyte (see `input`), so that 32 bits hold every offset.
        let range = |raw: &RawValue| {
            let from = (raw.get().as_ptr() as usize - start) as u32;
            from..from + raw.get().len() as u32
        };
        while let Some(name) = map.next_key_seed(Raw)? {
            let value: &RawValue = map.next_value_seed(Raw)?;
            self.members.push(Span {
                name: range(name),
                value: range(value),
                is_escaped: name.get().as_bytes().contains(&b'\\'),
                mark: mark(&name.get().as_bytes()[1..name.get().len() - 1]),
            });
        }
        Ok(None)
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Some(JsonKind::Array))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Some(JsonKind::Boolean))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(Some(JsonKind::Number))
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(Some(JsonKind::Number))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(Some(JsonKind::Number))
    }

    fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
        Ok(Some(JsonKind::String))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Some(JsonKind::Null))
    }
}

/// `&RawValue` serves as a map key too, which keeps the name's own span.
struct Raw;

impl<'de> DeserializeSeed<'de> for Raw {
    type Value = &'de RawValue;

    fn deserialize<D: serde::Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Self::Value, D::Error> {
        serde::Deserialize::deserialize(deserializer)
    }
}

/// The byte offset that a line and a column (both from 1, the column in bytes) point at.
fn offset_of(text: &str, error: &serde_json::Error) -> usize {
    let before: usize = text
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1))
        .map(str::len)
        .sum();
    (before + error.column().saturating_sub(1)).min(text.len())
}

fn reason_of(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rfind(" at line ") {
        Some(end) => text[..end].to_owned(),
        None => text,
    }
}

/// The first bracket beyond [`MAX_DEPTH`], if any.
pub(super) fn too_deep(text: &str) -> Option<usize> {
    // Counting is many times faster than tracking, and settles it for every honest token.
    if memchr::memchr2_iter(b'{', b'[', text.as_bytes()).count() <= MAX_DEPTH {
        return None;
    }
    let mut depth = 0usize;
    let mut quoted = false;
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        if quoted {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => quoted = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => quoted = true,
            b'{' | b'[' => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Some(at);
                }
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// The text of a JSON string in its quotes.
pub(crate) fn unquote(quoted: &str) -> Cow<'_, str> {
    let bare = &quoted[1..quoted.len() - 1];
    // Bytes and not characters: names are short, and this runs for each of them.
    if !bare.as_bytes().contains(&b'\\') {
        return Cow::Borrowed(bare);
    }
    let bytes = serde_json::Deserializer::from_str(quoted).deserialize_bytes(Bytes);
    Cow::Owned(match bytes {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(_) => bare.to_owned(),
    })
}

/// Reading a string as bytes lets unpaired surrogates through, which a `String` cannot hold.
struct Bytes;

impl Visitor<'_> for Bytes {
    type Value = Vec<u8>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON string")
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
        Ok(bytes.to_vec())
    }
}
