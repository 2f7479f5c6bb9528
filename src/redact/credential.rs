//! One credential, and what stands for it: a token that says the same and opens nothing.

use super::{
    Masker, cut,
    document::{Edits, Part},
};
use crate::{
    explain::claims::quoted,
    secret::RawToken,
    token::{
        Body, Document, Format, Token, Value, base64url, base64url::Flaw, json::Break,
        looks_like_jose,
    },
};

/// The shortest signature or ciphertext that is looked for in the text around.
const SHORTEST_CUT: usize = 20;

/// Tokens deeper inside of others are cut.
const DEEPEST: usize = 4;

impl Masker<'_> {
    /// What stands for a credential.
    pub(super) fn credential(&mut self, text: &str) -> String {
        self.found += 1;
        if self.depth >= DEEPEST {
            return self.masks.opaque(text);
        }
        self.depth += 1;
        let token = Token::decode(RawToken::new(text));
        let new = match token.format() {
            Format::Opaque => self.masks.opaque(text),
            Format::JwsJson | Format::JweJson => self.jose_json(text, &token),
            Format::Damaged if text.starts_with('{') => self.jose_json(text, &token),
            _ if text.contains('~') => self.sd_jwt(text, &token),
            _ => self.compact(text, &token),
        };
        self.depth -= 1;
        self.credentials.insert(text.to_owned(), new.clone());
        new
    }

    /// A compact object: header and claims stay readable, the rest is cut.
    pub(super) fn compact(&mut self, text: &str, token: &Token) -> String {
        let segments: Vec<&str> = text.split('.').collect();
        let is_encrypted = matches!(token.body(), Body::Encrypted(_)) || segments.len() == 5;
        let new: Vec<String> = segments
            .iter()
            .enumerate()
            .map(|(index, segment)| match index {
                0 => self.header(segment, token),
                1 if !is_encrypted && is_unencoded(token) => self.plain_payload(segment, token),
                1 if !is_encrypted => self.payload(segment, token),
                _ => {
                    let mark = cut(segment);
                    // A log may tell the signature once more, alone.
                    if segment.len() >= SHORTEST_CUT {
                        let known = ((*segment).to_owned(), (mark.clone(), true));
                        self.masked.extend([known]);
                    }
                    mark
                }
            })
            .collect();
        new.join(".")
    }

    /// A JOSE object in JSON: its members in their places.
    fn jose_json(&mut self, text: &str, token: &Token) -> String {
        let (document, _) = Document::parse(text);
        let mut edits = Edits::default();
        for (name, value) in document.members() {
            self.jose_member(&name, value, token, &mut edits);
        }
        edits.apply(text)
    }

    fn jose_member(&mut self, name: &str, value: Value<'_>, token: &Token, edits: &mut Edits) {
        let text = value.string();
        match (name, text.as_deref()) {
            ("protected", Some(segment)) => edits.put(value, quoted(&self.header(segment, token))),
            ("payload", Some(payload)) if is_unencoded(token) => {
                edits.put(value, quoted(&self.plain_payload(payload, token)));
            }
            ("payload", Some(segment)) => {
                edits.put(value, quoted(&self.payload(segment, token)));
            }
            (
                "signature" | "ciphertext" | "encrypted_key" | "iv" | "tag" | "aad",
                Some(segment),
            ) => {
                edits.put(value, quoted(&cut(segment)));
            }
            ("signatures" | "recipients", None) => {
                for entry in value.items().unwrap_or_default() {
                    for (name, value) in entry.members().unwrap_or_default() {
                        self.jose_member(&name, value, token, edits);
                    }
                }
            }
            ("header" | "unprotected", None) => {
                let new = self.members(value.text(), Part::Header, Some(token));
                edits.put(value, new);
            }
            _ => {
                let treatment = self.masks.treatment(name);
                self.value(name, value, treatment, Some(token), edits);
            }
        }
    }

    /// A header segment; one that needs no mask stays as it was spelt.
    fn header(&mut self, segment: &str, token: &Token) -> String {
        let (bytes, _) = base64url::decode(segment);
        let (document, broken) = Document::read(bytes);
        if document.is_empty() && broken.is_some() {
            let start = if segment.starts_with("eyJ") {
                "eyJ"
            } else {
                ""
            };
            return format!("{start}{}", cut(&segment[start.len()..]));
        }
        // Of a token whose beginning was cut off, the claims come first.
        let is_header = ["alg", "enc", "typ"].iter().any(|name| document.has(name));
        let part = match is_header {
            true => Part::Header,
            false => Part::Claims,
        };
        self.segment(segment, &document, broken.as_ref(), part, token)
    }

    fn payload(&mut self, segment: &str, token: &Token) -> String {
        let (bytes, _) = base64url::decode(segment);
        if bytes.is_empty() {
            return if segment.is_empty() {
                String::new()
            } else {
                cut(segment)
            };
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (document, broken) = Document::read(bytes);
        if document.is_empty() && broken.is_some() {
            return respell(segment, &self.other_payload(&text));
        }
        self.segment(segment, &document, broken.as_ref(), Part::Claims, token)
    }

    /// A payload that is not base64url (RFC 7797).
    fn plain_payload(&mut self, text: &str, token: &Token) -> String {
        let (document, broken) = Document::parse(text);
        match (document.is_empty(), broken) {
            (true, Some(_)) => self.other_payload(text),
            (_, broken) => self.document(&document, broken.as_ref(), Part::Claims, token),
        }
    }

    /// A payload that is no JSON object: a token, other JSON, or other text.
    fn other_payload(&mut self, text: &str) -> String {
        if text.is_empty() {
            String::new()
        } else if looks_like_jose(text) && !text.contains(char::is_whitespace) {
            self.credential(text)
        } else if serde_json::from_str::<serde_json::Value>(text).is_ok() {
            self.element("", text)
        } else if text.starts_with('{') {
            // Broken from its first member on, and so it stays.
            "{".to_owned()
        } else {
            self.mask(text, false)
        }
    }

    fn segment(
        &mut self,
        segment: &str,
        document: &Document,
        broken: Option<&Break>,
        part: Part,
        token: &Token,
    ) -> String {
        let new = self.document(document, broken, part, token);
        if new == document.text() && broken.is_none() {
            return segment.to_owned();
        }
        respell(segment, &new)
    }

    /// The text of a document with its values masked; what follows the last whole member of a broken
    /// one is lost, and it stays broken.
    fn document(
        &mut self,
        document: &Document,
        broken: Option<&Break>,
        part: Part,
        token: &Token,
    ) -> String {
        let text = document.text();
        match broken {
            None | Some(Break::TooDeep { .. } | Break::NotAnObject { .. }) => {
                self.members(text, part, Some(token))
            }
            Some(Break::TrailingData { at }) => {
                let (object, rest) = text.split_at(*at);
                let object = self.members(object, part, Some(token));
                format!("{object} {}", self.masks.fingerprint(rest))
            }
            Some(Break::Syntax { .. } | Break::NotUtf8 { .. }) => {
                let end = document
                    .members()
                    .last()
                    .map_or(0, |(_, value)| value.at() + value.text().len());
                self.members(&text[..end], part, Some(token))
            }
        }
    }
}

fn is_unencoded(token: &Token) -> bool {
    token
        .header()
        .is_some_and(|header| header.get("b64").and_then(|value| value.boolean()) == Some(false))
}

/// base64url of a text, with the same damage as the segment that it stands for.
fn respell(segment: &str, text: &str) -> String {
    let mut new = base64url::encode(text.as_bytes());
    let (_, flaws) = base64url::decode(segment);
    for flaw in flaws {
        match flaw {
            Flaw::Padding { .. } => {
                while !new.len().is_multiple_of(4) {
                    new.push('=');
                }
            }
            Flaw::InvalidCharacter { found, .. } => new.push(found),
            Flaw::ImpossibleLength { .. } => {
                while new.len() % 4 != 1 {
                    new.push('A');
                }
            }
            Flaw::StandardAlphabet { .. } | Flaw::Whitespace { .. } | Flaw::TrailingBits { .. } => {
            }
        }
    }
    new
}
