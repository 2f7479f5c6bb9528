//! Compact serializations: three segments signed (RFC 7515 §7.1), five encrypted (RFC 7516 §7.1).

use super::{
    Body, Damage, Document, Encrypted, Fault, Format, Fragments, Part, Payload, PayloadBytes,
    Signature, Signed, SigningInput, base64url, json::Break,
};

/// Whether a string means to be a JOSE object: its first segment decodes to text that begins with
/// `{`, or it starts with `eyJ` and so meant to; or the second of three does, where the beginning
/// was cut off.
pub(crate) fn looks_like_jose(text: &str) -> bool {
    let first = text.split('.').next().unwrap_or_default();
    if text.starts_with("eyJ") || is_headless(text) {
        return true;
    }
    text.contains('.')
        && base64url::decode(first.get(..4).unwrap_or(first)).0.first() == Some(&b'{')
}

fn is_headless(text: &str) -> bool {
    let is_base64url = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    match text.split('.').collect::<Vec<_>>().as_slice() {
        [_, payload, _] => {
            payload.starts_with("eyJ") && text.bytes().all(|b| b == b'.' || is_base64url(b))
        }
        _ => false,
    }
}

/// Decodes a compact object that stands at byte `base` of the raw token. A header that was read
/// before from the same segment need not be read again.
pub(super) fn decode(
    text: &str,
    base: usize,
    known: Option<(&str, &Document)>,
) -> (Format, Body, Vec<Damage>) {
    let segments = segments(text);
    let mut reader = Reader {
        base,
        damage: Vec::new(),
    };
    let header = match known {
        Some((segment, header)) if segment == segments[0] => Some(header.clone()),
        _ => reader.document(Part::Header, segments[0], 0),
    };
    match (segments.as_slice(), header) {
        ([_, payload, signature], Some(header)) => {
            let signed = reader.signed(header, segments[0], payload, Some(signature));
            (Format::JwsCompact, Body::Signed(signed), reader.damage)
        }
        ([_, payload], Some(header)) if says_unsigned(&header) => {
            reader.note(Part::Whole, text.len(), Fault::FinalDotMissing);
            let signed = reader.signed(header, segments[0], payload, None);
            (Format::JwsCompact, Body::Signed(signed), reader.damage)
        }
        ([_, key, vector, ciphertext, tag], Some(header)) => {
            let mut at = segments[0].len() + 1;
            let lengths = [key, vector, ciphertext, tag].map(|segment| {
                let bytes = reader.bytes(Part::Ciphertext, segment, at);
                at += segment.len() + 1;
                bytes.len()
            });
            let body = Body::Encrypted(Encrypted { header, lengths });
            (Format::JweCompact, body, reader.damage)
        }
        (_, header) => {
            if !matches!(segments.len(), 3 | 5) {
                let found = segments.len();
                reader.note(Part::Whole, 0, Fault::SegmentCount { found });
            }
            // The second of five segments is an encrypted key, so only the others can be claims.
            let claims = segments
                .get(1)
                .filter(|segment| segments.len() != 5 && !segment.is_empty())
                .and_then(|segment| reader.claims(segment, segments[0].len() + 1));
            let fragments = Fragments { header, claims };
            (Format::Damaged, Body::Damaged(fragments), reader.damage)
        }
    }
}

/// The parts between the dots.
fn segments(text: &str) -> Vec<&str> {
    let mut segments = Vec::with_capacity(5);
    let mut start = 0;
    for dot in memchr::memchr_iter(b'.', text.as_bytes()) {
        segments.push(&text[start..dot]);
        start = dot + 1;
    }
    segments.push(&text[start..]);
    segments
}

fn says_unsigned(header: &Document) -> bool {
    header
        .str("alg")
        .is_some_and(|algorithm| algorithm.eq_ignore_ascii_case("none"))
}

/// Whether the header asks for an unencoded payload (RFC 7797 §3).
pub(super) fn is_unencoded(header: &Document) -> bool {
    header.get("b64").and_then(|value| value.boolean()) == Some(false)
}

/// Decodes segments and keeps what was wrong with them.
pub(super) struct Reader {
    /// Where the object begins in the raw token.
    pub(super) base: usize,
    pub(super) damage: Vec<Damage>,
}

impl Reader {
    pub(super) fn note(&mut self, part: Part, at: usize, fault: Fault) {
        let at = self.base + at;
        self.damage.push(Damage { part, at, fault });
    }

    /// A segment that must be one JSON object; what was saved of a broken one, `None` of nothing.
    pub(super) fn document(&mut self, part: Part, segment: &str, at: usize) -> Option<Document> {
        let bytes = self.bytes(part, segment, at);
        let (document, broken) = Document::read(bytes);
        if let Some(broken) = broken {
            let usable = is_usable(&document, &broken);
            self.note(part, at, Fault::Json(broken));
            return usable.then_some(document);
        }
        Some(document)
    }

    pub(super) fn bytes(&mut self, part: Part, segment: &str, at: usize) -> Vec<u8> {
        let (bytes, flaws) = base64url::decode(segment);
        for flaw in flaws {
            self.note(part, at + flaw.at(), Fault::Encoding(flaw));
        }
        bytes
    }

    /// Whether the damage from the given index on leaves a signature that cannot be checked.
    pub(super) fn is_signature_damaged(&self, since: usize) -> bool {
        self.damage[since..].iter().any(|damage| {
            matches!(damage.part, Part::Header | Part::Signature) && damage.fault.is_fatal()
        })
    }

    fn claims(&mut self, segment: &str, at: usize) -> Option<Document> {
        self.document(Part::Payload, segment, at)
    }

    fn signed(
        &mut self,
        header: Document,
        header_segment: &str,
        payload: &str,
        signature: Option<&str>,
    ) -> Signed {
        let at = header_segment.len() + 1;
        let end = at + payload.len();
        let payload = if is_unencoded(&header) {
            self.payload(payload.as_bytes().to_vec(), at)
        } else {
            let bytes = self.bytes(Part::Payload, payload, at);
            self.payload(bytes, at)
        };
        let bytes = signature
            .map(|segment| self.bytes(Part::Signature, segment, end + 1))
            .unwrap_or_default();
        let damaged = self.is_signature_damaged(0);
        Signed {
            signatures: vec![Signature {
                protected: Some(header),
                unprotected: None,
                bytes,
                damaged,
                input: SigningInput::Span(self.base..self.base + end),
            }],
            payload,
        }
    }

    pub(super) fn payload(&mut self, bytes: Vec<u8>, at: usize) -> Payload {
        // An object costs nothing to keep as text only; anything else keeps its bytes as they are,
        // since any payload can be signed.
        let (copy, (document, broken)) = match String::from_utf8(bytes) {
            Ok(text) if text.starts_with('{') => (None, Document::parse(text)),
            Ok(text) => (Some(text.clone().into_bytes()), Document::parse(text)),
            Err(error) => {
                let bytes = error.into_bytes();
                (Some(bytes.clone()), Document::read(bytes))
            }
        };
        let mut usable = true;
        if let Some(broken) = broken {
            usable = is_usable(&document, &broken);
            self.note(Part::Payload, at, Fault::Json(broken));
        }
        Payload {
            bytes: copy.map_or(PayloadBytes::Claims, PayloadBytes::Other),
            claims: usable.then_some(document),
        }
    }
}

fn is_usable(document: &Document, broken: &Break) -> bool {
    !document.is_empty() || matches!(broken, Break::TrailingData { .. } | Break::TooDeep { .. })
}
