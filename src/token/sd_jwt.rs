//! SD-JWT (RFC 9901 §4): an issuer-signed JWT, disclosures, and perhaps a key-binding JWT.

use super::{
    Body, Damage, Document, Fault, Format, Opaque, Part, Signed, base64url, compact,
    json::{Break, JsonKind},
};

/// The parts of an SD-JWT.
#[derive(Debug, Clone)]
pub struct SelectiveDisclosure {
    /// What the issuer signed.
    pub issuer_signed: Signed,
    /// What the holder chose to show, in order.
    pub disclosures: Vec<Disclosure>,
    /// The holder's proof (RFC 9901 §4.3), if one is attached.
    pub key_binding: Option<Signed>,
}

/// One disclosure (RFC 9901 §4.2): `[salt, name, value]`, or `[salt, value]` for an array element.
#[derive(Debug, Clone)]
pub struct Disclosure {
    /// The claim name; none for an array element.
    pub name: Option<String>,
    /// The disclosed value as JSON text.
    pub value: String,
    /// The base64url text that the digest in `_sd` is taken over.
    pub encoded: String,
}

/// How many disclosures are read; an issuer of a person's data has some dozens.
const MAX_DISCLOSURES: usize = 1000;

/// Decodes a text that holds a `~`.
pub(super) fn decode(text: &str) -> (Format, Body, Vec<Damage>) {
    let parts: Vec<&str> = text.split('~').collect();
    if !compact::looks_like_jose(parts[0]) {
        let body = Body::Opaque(Opaque::describe(text));
        return (Format::Opaque, body, Vec::new());
    }
    let (format, body, mut damage) = compact::decode(parts[0], 0, None);
    let Body::Signed(issuer_signed) = body else {
        return (format, body, damage);
    };
    let mut at = parts[0].len() + 1;
    let mut disclosures = Vec::new();
    let (between, last) = parts[1..].split_at(parts.len() - 2);
    for (index, encoded) in between.iter().enumerate().take(MAX_DISCLOSURES + 1) {
        let read = if index < MAX_DISCLOSURES {
            disclosure(encoded)
        } else {
            let name = "disclosure";
            let expected = "at most 1000 of them";
            Err(Fault::Member { name, expected })
        };
        match read {
            Ok(disclosure) => disclosures.push(disclosure),
            Err(fault) => damage.push(Damage {
                part: Part::Disclosure(index + 1),
                at,
                fault,
            }),
        }
        at += encoded.len() + 1;
    }
    let key_binding = match last {
        [""] | [] => None,
        [proof, ..] => {
            let (_, body, found) = compact::decode(proof, text.len() - proof.len(), None);
            damage.extend(found.into_iter().map(|one| Damage {
                part: one.part.of_key_binding(),
                ..one
            }));
            match body {
                Body::Signed(signed) => Some(signed),
                _ => None,
            }
        }
    };
    let body = Body::SelectiveDisclosure(SelectiveDisclosure {
        issuer_signed,
        disclosures,
        key_binding,
    });
    (Format::SdJwt, body, damage)
}

fn disclosure(encoded: &str) -> Result<Disclosure, Fault> {
    let (bytes, flaws) = base64url::decode(encoded);
    if let Some(flaw) = flaws.into_iter().find(base64url::Flaw::loses_data) {
        return Err(Fault::Encoding(flaw));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Fault::Json(Break::NotUtf8 { at })
    })?;
    // A disclosure is an array; wrapped, it reads like any other member.
    let (wrapped, broken) = Document::parse(format!("{{\"d\":{text}}}"));
    if let Some(broken) = broken {
        return Err(Fault::Json(broken));
    }
    let Some(value) = wrapped.get("d") else {
        return Err(Fault::Json(Break::NotAnObject {
            kind: JsonKind::Null,
        }));
    };
    let items = value.items().unwrap_or_default();
    let (name, shown) = match items.as_slice() {
        [_salt, shown] => (None, shown),
        [_salt, name, shown] => (name.string().map(|name| name.into_owned()), shown),
        _ => {
            let expected = "an array of two or three elements";
            return Err(Fault::Member {
                name: "disclosure",
                expected,
            });
        }
    };
    Ok(Disclosure {
        name,
        value: shown.text().to_owned(),
        encoded: encoded.to_owned(),
    })
}
