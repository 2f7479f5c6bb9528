//! JSON serializations: JWS flattened and general (RFC 7515 §7.2), JWE (RFC 7516 §7.2).

use super::{
    Body, Damage, Document, Encrypted, Fault, Format, Fragments, Part, Signature, Signed,
    SigningInput, Value, compact::Reader,
};

/// More signatures than this are not read: each has its own copy of what it signs.
const MAX_SIGNATURES: usize = 16;

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
    let count = object
        .get("signatures")
        .and_then(|list| list.items())
        .map_or(1, |all| all.len());
    if count > MAX_SIGNATURES {
        let expected = "at most 16 signatures; the rest is not read";
        reader.note(
            Part::Whole,
            0,
            Fault::Member {
                name: "signatures",
                expected,
            },
        );
    }
    let entries: Vec<Entry> = match object.get("signatures") {
        None => vec![Entry::read(|name| object.get(name))],
        Some(list) => match list.items() {
            Some(items) => items
                .iter()
                .take(MAX_SIGNATURES)
                .map(|item| Entry::read(|name| item.member(name)))
                .collect(),
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
    let mut unencoded = false;
    let mut signatures = Vec::new();
    for entry in entries {
        let known_damage = reader.damage.len();
        let protected_text = entry.protected.unwrap_or_default();
        let protected = (!protected_text.is_empty())
            .then(|| reader.document(Part::Header, &protected_text, entry.at))
            .flatten();
        unencoded |= protected.as_ref().is_some_and(super::compact::is_unencoded);
        let mut input = protected_text.into_bytes();
        input.push(b'.');
        input.extend_from_slice(payload_text.as_bytes());
        let bytes = match entry.signature {
            Some(text) => reader.bytes(Part::Signature, &text, entry.at),
            None => {
                let expected = "a base64url string";
                reader.note(
                    Part::Signature,
                    entry.at,
                    Fault::Member {
                        name: "signature",
                        expected,
                    },
                );
                Vec::new()
            }
        };
        signatures.push(Signature {
            protected,
            unprotected: entry.unprotected,
            bytes,
            damaged: reader.is_signature_damaged(known_damage),
            input: SigningInput::Built(input),
        });
    }
    let at = object.get("payload").map_or(0, |value| value.at());
    let bytes = if unencoded {
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

fn encrypted(object: &Document, mut reader: Reader) -> (Format, Body, Vec<Damage>) {
    let protected = match object.get("protected").and_then(|value| value.string()) {
        Some(text) => reader.document(Part::Header, &text, 0),
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
        let text = part.and_then(|value| value.string()).unwrap_or_default();
        let at = part.map_or(0, |value| value.at());
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
    protected: Option<String>,
    unprotected: Option<Document>,
    signature: Option<String>,
    at: usize,
}

impl Entry {
    fn read<'a>(member: impl Fn(&str) -> Option<Value<'a>>) -> Self {
        let text = |name| {
            member(name)
                .and_then(|value| value.string())
                .map(|text| text.into_owned())
        };
        Self {
            protected: text("protected"),
            unprotected: nested(member("header")),
            signature: text("signature"),
            at: member("protected").map_or(0, |value| value.at()),
        }
    }
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
