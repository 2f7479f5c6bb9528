//! What a token is: lenient and complete decoding of JOSE objects, SD-JWTs and opaque strings.
//!
//! Decoding never stops at the first oddity. What could be saved is kept, and every [`Damage`] says
//! where it stands and what was lost.

pub mod base64url;
pub mod claims;
mod compact;
mod damage;
pub mod json;
mod json_serialization;
mod noted;
mod opaque;
mod sd_jwt;
pub mod time;

use std::{borrow::Cow, ops::Range};

pub use claims::Claim;
pub(crate) use compact::looks_like_jose;
pub use damage::{Damage, Fault, Part};
pub use json::{Document, JsonKind, MemberSet, Value};
pub(crate) use json_serialization::is_jose as is_jose_json;
pub use noted::{Noted, Notes};
pub use opaque::{Marks, Opaque, Prefix};
pub use sd_jwt::{Disclosure, SelectiveDisclosure};
pub use time::NumericDate;

use crate::secret::RawToken;

/// A decoded token and what was wrong with its spelling.
#[derive(Debug, Clone)]
pub struct Token {
    raw: RawToken,
    format: Format,
    body: Body,
    damage: Vec<Damage>,
}

/// The serialization (the names are those of the JSON report).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Three segments (RFC 7515 §7.1); two for an unsigned token without its final dot.
    JwsCompact,
    /// `payload` and `signatures` or `signature` (RFC 7515 §7.2).
    JwsJson,
    /// Five segments (RFC 7516 §7.1).
    JweCompact,
    /// `ciphertext` in a JSON object (RFC 7516 §7.2).
    JweJson,
    /// A JWS, disclosures and perhaps a key-binding JWT, split at `~` (RFC 9901 §4).
    SdJwt,
    /// Not JOSE at all.
    Opaque,
    /// JOSE by its looks, but too broken to be one.
    Damaged,
}

impl Format {
    /// The fixed name.
    pub fn name(self) -> &'static str {
        match self {
            Self::JwsCompact => "jws-compact",
            Self::JwsJson => "jws-json",
            Self::JweCompact => "jwe-compact",
            Self::JweJson => "jwe-json",
            Self::SdJwt => "sd-jwt",
            Self::Opaque => "opaque",
            Self::Damaged => "damaged",
        }
    }
}

/// What kind of object the string is.
#[derive(Debug, Clone)]
pub enum Body {
    /// A JWS (RFC 7515), signed or not.
    Signed(Signed),
    /// A JWE (RFC 7516); its content stays closed without a key.
    Encrypted(Encrypted),
    /// An SD-JWT (RFC 9901).
    SelectiveDisclosure(SelectiveDisclosure),
    /// Another string.
    Opaque(Opaque),
    /// What was saved of a broken JOSE object.
    Damaged(Fragments),
}

/// A JWS: one payload under one or more signatures.
#[derive(Debug, Clone)]
pub struct Signed {
    /// One for the compact and flattened forms, any number for the general form.
    pub signatures: Vec<Signature>,
    /// What is signed.
    pub payload: Payload,
}

/// One signature with its headers.
#[derive(Debug, Clone)]
pub struct Signature {
    /// The integrity-protected header.
    pub protected: Option<Document>,
    /// The unprotected header of the JSON forms.
    pub unprotected: Option<Document>,
    /// The signature bytes, as far as they could be decoded; empty for an unsigned token. Looking at
    /// more than their number goes with a look at [`Token::signing_input`].
    pub bytes: Vec<u8>,
    /// Whether its protected header or its bytes are broken, so that it cannot be checked.
    pub damaged: bool,
    input: SigningInput,
}

impl Signature {
    /// A header member, from the protected header first.
    pub fn header(&self, name: &str) -> Option<Value<'_>> {
        let from = |document: &'_ Option<Document>| document.as_ref().is_some_and(|d| d.has(name));
        if from(&self.protected) {
            self.protected.as_ref()?.get(name)
        } else {
            self.unprotected.as_ref()?.get(name)
        }
    }

    /// `alg`, if it is a string.
    pub fn algorithm(&self) -> Option<Cow<'_, str>> {
        self.header("alg")?.string()
    }
}

#[derive(Debug, Clone)]
enum SigningInput {
    /// A part of the raw text (compact form).
    Span(Range<usize>),
    /// Put together from the members of a JSON form.
    Built(Vec<u8>),
}

/// The payload of a JWS: bytes, and the claims if the bytes are a JSON object.
#[derive(Debug, Clone, Default)]
pub struct Payload {
    /// The octets that are signed (before base64url).
    pub bytes: PayloadBytes,
    /// The claims; for a broken object those before the break.
    pub claims: Option<Document>,
}

/// Payload octets; those of a JSON object live in its document and are not kept twice.
#[derive(Debug, Clone, Default)]
pub enum PayloadBytes {
    /// The text of [`Payload::claims`].
    #[default]
    Claims,
    /// Anything else.
    Other(Vec<u8>),
}

/// The readable parts of a JWE.
#[derive(Debug, Clone)]
pub struct Encrypted {
    /// The protected header.
    pub header: Document,
    /// Lengths in bytes of encrypted key, initialization vector, ciphertext and tag.
    pub lengths: [usize; 4],
}

/// What was saved of a broken JOSE object.
#[derive(Debug, Clone, Default)]
pub struct Fragments {
    /// The header, or its first members.
    pub header: Option<Document>,
    /// The claims, or the first of them.
    pub claims: Option<Document>,
}

impl Token {
    /// Decodes a string, whatever it is. The string must be trimmed of its surroundings already
    /// (see [`crate::input`]); inside, nothing is expected of it.
    pub fn decode(raw: RawToken) -> Self {
        Self::decode_after(raw, std::iter::empty())
    }

    /// The same after other tokens: a header that one of them has need not be read again.
    pub fn decode_after<'a>(raw: RawToken, mut others: impl Iterator<Item = &'a Self>) -> Self {
        let text = raw.expose();
        let (format, body, damage) = if text.starts_with('{') {
            json_serialization::decode(text)
        } else if memchr::memchr(b'~', text.as_bytes()).is_some() {
            sd_jwt::decode(text)
        } else if compact::looks_like_jose(text) {
            let segment = text.split('.').next().unwrap_or_default();
            let known = others.find_map(|other| other.header_of(segment));
            compact::decode(text, 0, known.map(|header| (segment, header)))
        } else {
            (
                Format::Opaque,
                Body::Opaque(Opaque::describe(text)),
                Vec::new(),
            )
        };
        Self {
            raw,
            format,
            body,
            damage,
        }
    }

    /// The header, if it was read from this very segment without any damage.
    fn header_of(&self, segment: &str) -> Option<&Document> {
        let is_sound = self.format == Format::JwsCompact && self.damage.is_empty();
        let rest = self.raw.expose().strip_prefix(segment);
        let is_same = is_sound && rest.is_some_and(|rest| rest.starts_with('.'));
        is_same.then(|| self.header()).flatten()
    }

    /// The text it was decoded from.
    pub fn raw(&self) -> &RawToken {
        self.note_all();
        &self.raw
    }

    /// Does something, and gives the claims whose values were looked at for it. Looks at the raw text
    /// count as looks at all of them; looks at the header are not noted.
    pub fn noting<T>(&self, read: impl FnOnce() -> T) -> (T, MemberSet) {
        // What was looked at before is no matter of this.
        self.take_notes();
        let value = read();
        (value, self.take_notes())
    }

    /// The claims whose values were looked at since this was last asked, as [`Token::noting`] has it.
    pub fn take_notes(&self) -> MemberSet {
        self.claims()
            .map_or(MemberSet::NONE, |claims| claims.take_notes())
    }

    fn note_all(&self) {
        if let Some(claims) = self.claims() {
            claims.note_all();
        }
    }

    /// The claims whose values differ from those of another token of the same shape: a sound JWS
    /// with the same header and a signature of the same length, whose claims are
    /// [alike](Document::differing). `None` if the shape is another one.
    pub fn differing(&self, other: &Self) -> Option<MemberSet> {
        let plain = |token: &'_ Self| token.format == Format::JwsCompact && token.damage.is_empty();
        if !plain(self) || !plain(other) {
            return None;
        }
        let (own, others) = (self.signed()?, other.signed()?);
        let ([signature], [others_signature]) =
            (own.signatures.as_slice(), others.signatures.as_slice())
        else {
            return None;
        };
        let is_same_header = match (&signature.protected, &others_signature.protected) {
            (Some(own), Some(others)) => own.text() == others.text(),
            _ => false,
        };
        if !is_same_header || signature.bytes.len() != others_signature.bytes.len() {
            return None;
        }
        let claims = own.payload.claims.as_ref()?;
        claims.differing(others.payload.claims.as_ref()?)
    }

    /// Its serialization.
    pub fn format(&self) -> Format {
        self.format
    }

    /// What kind of object it is, with its parts.
    pub fn body(&self) -> &Body {
        &self.body
    }

    /// Everything that was odd in its spelling, in the order of the text.
    pub fn damage(&self) -> &[Damage] {
        &self.damage
    }

    /// The JWS inside: the token itself, or the issuer-signed part of an SD-JWT.
    pub fn signed(&self) -> Option<&Signed> {
        match &self.body {
            Body::Signed(signed) => Some(signed),
            Body::SelectiveDisclosure(sd_jwt) => Some(&sd_jwt.issuer_signed),
            Body::Encrypted(_) | Body::Opaque(_) | Body::Damaged(_) => None,
        }
    }

    /// Puts one of several signatures first, so that [`Token::header`] is the header of a signature
    /// that holds and not one that anybody wrote beside it.
    pub fn lead_with(&mut self, signature: usize) {
        if let Body::Signed(signed) = &mut self.body
            && signature < signed.signatures.len()
        {
            signed.signatures[..=signature].rotate_right(1);
        }
    }

    /// The first (for a token: the only) header.
    pub fn header(&self) -> Option<&Document> {
        match &self.body {
            Body::Encrypted(encrypted) => Some(&encrypted.header),
            Body::Damaged(fragments) => fragments.header.as_ref(),
            _ => {
                let first = self.signed()?.signatures.first()?;
                first.protected.as_ref().or(first.unprotected.as_ref())
            }
        }
    }

    /// The claims, if the payload is readable and a JSON object (or begins as one).
    pub fn claims(&self) -> Option<&Document> {
        match &self.body {
            Body::Damaged(fragments) => fragments.claims.as_ref(),
            _ => self.signed()?.payload.claims.as_ref(),
        }
    }

    /// The bytes that a signature covers (RFC 7515 §5.2 item 8).
    pub fn signing_input<'a>(&'a self, signature: &'a Signature) -> &'a [u8] {
        self.note_all();
        match &signature.input {
            SigningInput::Span(range) => &self.raw.expose().as_bytes()[range.clone()],
            SigningInput::Built(bytes) => bytes,
        }
    }

    /// The `typ` header in lower case without its `application/` prefix (RFC 7515 §4.1.9).
    pub fn media_type(&self) -> Option<String> {
        let typ = self.header()?.str("typ")?;
        Some(short_media_type(&typ).to_ascii_lowercase())
    }
}

/// A media type without its `application/` prefix, which `typ` and `cty` may leave out
/// (RFC 7515 §4.1.9).
pub fn short_media_type(typ: &str) -> &str {
    const PREFIX: &str = "application/";
    match typ.get(..PREFIX.len()) {
        Some(start) if start.eq_ignore_ascii_case(PREFIX) => &typ[PREFIX.len()..],
        _ => typ,
    }
}
