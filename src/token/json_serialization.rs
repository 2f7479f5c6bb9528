//! JSON serializations: JWS flattened and general (RFC 7515 §7.2), JWE (RFC 7516 §7.2).

use super::{
    Body, Damage, Document, Encrypted, Fault, Format, Fragments, Part, Signature, Signed,
    SigningInput, Value,
    compact::{Reader, is_unencoded},
};

/// How many signatures of one object are read: each is signed with its own copy of the payload.
const MAX_SIGNATURES: usize = 20;

/// Whether a JSON object has the members of a JOSE object.
pub(crate) fn is_jose(document: &Document) -> bool {
    document.has("ciphertext")
        || (document.has("payload") && (document.has("signatures") || document.has("signature")))
}

/// Decodes a text that begins with `{`.
pub(super) fn decode(text: &str) -> (Format, Body, Vec<Damage>) {
    let mut reader = Reader {
        base: 0,
        damage: Vec::new(),
    };
    let (object, broken) = Document::parse(text);
    if let Some(broken) = broken {
        reader.note(Part::Whole, 0, Fault::Json(broken));
    }
    if object.has("ciphertext") {
        encrypted(&object, reader)
    } else {
        signed(&object, reader)
    }
}

fn signed(object: &Document, mut reader: Reader) -> (Format, Body, Vec<Damage>) {
    let payload_text = text_member(object, "payload", &mut reader);
    let entries: Vec<Entry> = match object.get("signatures") {
        None => vec![Entry::read(|name| object.get(name))],
        Some(list) => match list.items() {
            Some(items) => {
                if items.len() > MAX_SIGNATURES {
                    let name = "signatures";
                    let expected = "at most 20 of them";
                    reader.note(Part::Whole, list.at(), Fault::Member { name, expected });
                }
                items
                    .iter()
                    .take(MAX_SIGNATURES)
                    .map(|item| Entry::read(|name| item.member(name)))
                    .collect()
            }
            None => {
                let expected = "an array of objects";
                reader.note(
                    Part::Whole,
                    list.at(),
                    Fault::Member {
                        name: "signatures",
                        expected,
                    },
                );
                Vec::new()
            }
        },
    };
    let mut unencoded = None;
    let mut signatures = Vec::new();
    for entry in entries {
        let mut signature = reader.entry(entry, &payload_text);
        let is_unencoded = signature.protected.as_ref().is_some_and(is_unencoded);
        // All must agree (RFC 7797 §3): otherwise a signature that anybody adds would change how the
        // payload of the others is read.
        if *unencoded.get_or_insert(is_unencoded) != is_unencoded {
            signature.damaged = true;
            let name = "b64";
            let expected = "the same value in all protected headers";
            reader.note(Part::Header, 0, Fault::Member { name, expected });
        }
        signatures.push(signature);
    }
    let at = object.get("payload").map_or(0, inside);
    let bytes = if unencoded == Some(true) {
        payload_text.into_bytes()
    } else {
        reader.bytes(Part::Payload, &payload_text, at)
    };
    let payload = reader.payload(bytes, at);
    if signatures
        .iter()
        .all(|one| one.protected.is_none() && one.unprotected.is_none())
    {
        let fragments = Fragments {
            header: None,
            claims: payload.claims,
        };
        return (Format::Damaged, Body::Damaged(fragments), reader.damage);
    }
    let body = Body::Signed(Signed {
        signatures,
        payload,
    });
    (Format::JwsJson, body, reader.damage)
}

impl Reader {
    /// One signature over the payload, with its headers.
    fn entry(&mut self, entry: Entry, payload: &str) -> Signature {
        let known_damage = self.damage.len();
        let (protected_text, protected_at) = entry.protected.unwrap_or_default();
        let protected = (!protected_text.is_empty())
            .then(|| self.document(Part::Header, &protected_text, protected_at))
            .flatten();
        let mut input = protected_text.into_bytes();
        input.push(b'.');
        input.extend_from_slice(payload.as_bytes());
        let bytes = match entry.signature {
            Some((text, at)) => self.bytes(Part::Signature, &text, at),
            None => {
                let name = "signature";
                let expected = "a base64url string";
                self.note(Part::Signature, entry.at, Fault::Member { name, expected });
                Vec::new()
            }
        };
        Signature {
            protected,
            unprotected: entry.unprotected,
            bytes,
            damaged: self.is_signature_damaged(known_damage),
            input: SigningInput::Built(input),
        }
    }
}

fn encrypted(object: &Document, mut reader: Reader) -> (Format, Body, Vec<Damage>) {
    let protected = match located(object.get("protected")) {
        Some((text, at)) => reader.document(Part::Header, &text, at),
        None => nested(object.get("unprotected")),
    };
    let recipient = object
        .get("recipients")
        .and_then(|value| value.items())
        .and_then(|items| items.first().copied());
    let key = match recipient {
        Some(recipient) => recipient.member("encrypted_key"),
        None => object.get("encrypted_key"),
    };
    let parts = [
        key,
        object.get("iv"),
        object.get("ciphertext"),
        object.get("tag"),
    ];
    let lengths = parts.map(|part| {
        let (text, at) = located(part).unwrap_or_default();
        reader.bytes(Part::Ciphertext, &text, at).len()
    });
    match protected {
        Some(header) => {
            let body = Body::Encrypted(Encrypted { header, lengths });
            (Format::JweJson, body, reader.damage)
        }
        None => {
            let expected = "a base64url header";
            reader.note(
                Part::Header,
                0,
                Fault::Member {
                    name: "protected",
                    expected,
                },
            );
            (
                Format::Damaged,
                Body::Damaged(Fragments::default()),
                reader.damage,
            )
        }
    }
}

/// The members of one signature, in the object itself (flattened) or in an entry (general).
struct Entry {
    /// The text, and where it begins.
    protected: Option<(String, usize)>,
    unprotected: Option<Document>,
    /// Likewise.
    signature: Option<(String, usize)>,
    /// Where something of it stands, for what is missing.
    at: usize,
}

impl Entry {
    fn read<'a>(member: impl Fn(&str) -> Option<Value<'a>>) -> Self {
        Self {
            protected: located(member("protected")),
            unprotected: nested(member("header")),
            signature: located(member("signature")),
            at: ["signature", "protected", "header"]
                .into_iter()
                .find_map(&member)
                .map_or(0, |value| value.at()),
        }
    }
}

/// A string and the byte where it begins in the raw text.
fn located(value: Option<Value<'_>>) -> Option<(String, usize)> {
    let value = value?;
    Some((value.string()?.into_owned(), inside(value)))
}

/// The byte after the quote of a string; base64url, unlike other text, has no escapes in it.
fn inside(value: Value<'_>) -> usize {
    value.at() + 1
}

fn nested(value: Option<Value<'_>>) -> Option<Document> {
    let (document, broken) = Document::parse(value?.text());
    broken.is_none().then_some(document)
}

fn text_member(object: &Document, name: &'static str, reader: &mut Reader) -> String {
    match object.get(name).and_then(|value| value.string()) {
        Some(text) => text.into_owned(),
        None => {
            let expected = "a base64url string";
            reader.note(Part::Payload, 0, Fault::Member { name, expected });
            String::new()
        }
    }
}
