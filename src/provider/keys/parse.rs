//! From JSON text to keys.

use thiserror::Error;

use super::{Key, KeySet, KeySource, PRIVATE_MEMBERS, Unusable, material, thumbprint};
use crate::token::{Document, JsonKind, Value, json::Break};

/// How many keys of one set are read.
pub const MAX_KEYS: usize = 500;

/// Who can read the place that a key stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Publicity {
    /// A provider's key set, or a copy of it: no place for a secret.
    Published,
    /// A file of the user's own, given as a key.
    Own,
}

/// Why a text is no key set.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum KeySetError {
    /// Not a JSON object.
    #[error("{0}, expected a key set `{{\"keys\":[…]}}`")]
    NotAnObject(Break),
    /// An object without `keys`.
    #[error("it is {found}, expected a key set `{{\"keys\":[…]}}`")]
    NotAKeySet {
        /// What it is instead.
        found: String,
    },
    /// `keys` is no array.
    #[error("`keys` is {found}, expected an array of keys")]
    KeysNotAnArray {
        /// What it is instead.
        found: String,
    },
}

/// Reads a key set (RFC 7517 §5): its keys, usable or not, and remarks on what was odd in it.
///
/// # Errors
/// The text as a whole is something else. No single key is ever an error.
pub fn read_set(
    text: &str,
    source: &KeySource,
    publicity: Publicity,
) -> Result<(KeySet, Vec<String>), KeySetError> {
    let (document, broken) = Document::parse(text);
    match broken {
        None | Some(Break::TooDeep { .. }) => {}
        Some(broken) => return Err(KeySetError::NotAnObject(broken)),
    }
    let Some(value) = document.get("keys") else {
        return Err(KeySetError::NotAKeySet {
            found: describe(&document),
        });
    };
    let Some(items) = value.items() else {
        return Err(KeySetError::KeysNotAnArray {
            found: match value.kind() {
                JsonKind::Array => "nested too deep".to_owned(),
                other => other.to_string(),
            },
        });
    };
    let mut notes = Vec::new();
    if items.len() > MAX_KEYS {
        notes.push(format!(
            "the key set has {} keys; the first {MAX_KEYS} are read",
            items.len()
        ));
    }
    let keys = items
        .into_iter()
        .take(MAX_KEYS)
        .enumerate()
        .map(|(index, item)| {
            let reader = Reader {
                name: format!("key {}", index + 1),
                source,
                publicity,
                notes: &mut notes,
            };
            reader.read(item)
        })
        .collect();
    Ok((KeySet { keys }, notes))
}

/// Reads one JWK (RFC 7517 §4), with remarks on what was odd in it.
pub fn one_key(jwk: &Document, source: &KeySource, publicity: Publicity) -> (Key, Vec<String>) {
    let mut notes = Vec::new();
    let reader = Reader {
        name: "the key".to_owned(),
        source,
        publicity,
        notes: &mut notes,
    };
    let key = reader.read_object(jwk);
    (key, notes)
}

/// What a JSON object is, if not a key set.
fn describe(document: &Document) -> String {
    if document.has("kty") {
        "a single key (`kty`)".to_owned()
    } else if document.has("jwks_uri") || document.has("issuer") {
        "a discovery document (`issuer`, `jwks_uri`)".to_owned()
    } else if document.has("error") {
        "an error message (`error`)".to_owned()
    } else if document.has("access_token") || document.has("id_token") {
        "a token response".to_owned()
    } else if document.is_empty() {
        "an empty object".to_owned()
    } else {
        "an object without `keys`".to_owned()
    }
}

struct Reader<'a> {
    /// `key 3`, for remarks.
    name: String,
    source: &'a KeySource,
    publicity: Publicity,
    notes: &'a mut Vec<String>,
}

impl Reader<'_> {
    fn read(self, item: Value<'_>) -> Key {
        if item.kind() != JsonKind::Object {
            let why = Unusable(format!("it is {}, expected an object", item.kind()));
            return self.unusable(why);
        }
        let (jwk, broken) = Document::parse(item.text());
        match broken {
            None => self.read_object(&jwk),
            Some(broken) => self.unusable(Unusable(broken.to_string())),
        }
    }

    fn unusable(&self, why: Unusable) -> Key {
        Key {
            publicity: self.publicity,
            ..Key::unusable(why, self.source.clone())
        }
    }

    fn read_object(mut self, jwk: &Document) -> Key {
        let id = self.text(jwk, "kid").filter(|id| !id.is_empty());
        if let Some(id) = &id {
            self.name = format!("{} (`{}`)", self.name, id.escape_debug());
        }
        for name in jwk.duplicates() {
            let name = name.escape_debug();
            self.note(format!("has `{name}` more than once; the last counts"));
        }
        let kind = self.text(jwk, "kty");
        let material = material::read(jwk, self.publicity);
        if kind.as_deref() != Some("oct") && (jwk.has("d") || jwk.has("priv")) {
            self.note(match self.publicity {
                Publicity::Published => {
                    "publishes its private part: whoever read it can sign with it".to_owned()
                }
                Publicity::Own => "holds a private part; only its public part is used".to_owned(),
            });
        }
        Key {
            id,
            curve: self.text(jwk, "crv"),
            algorithm: self.text(jwk, "alg"),
            usage: self.text(jwk, "use"),
            operations: self.texts(jwk, "key_ops"),
            thumbprint: material.as_ref().ok().and_then(thumbprint),
            source: self.source.clone(),
            publicity: self.publicity,
            jwk: self.kept(jwk),
            kind,
            material,
        }
    }

    /// The JWK itself, unless it holds a secret of the user's own.
    fn kept(&self, jwk: &Document) -> Option<Document> {
        let is_secret = PRIVATE_MEMBERS.iter().any(|name| jwk.has(name));
        (self.publicity == Publicity::Published || !is_secret).then(|| jwk.clone())
    }

    fn text(&mut self, jwk: &Document, name: &str) -> Option<String> {
        let value = jwk.get(name).filter(|value| !value.is_null())?;
        let text = value.string();
        if text.is_none() {
            let kind = value.kind();
            self.note(format!(
                "has a `{name}` that is {kind}, expected a string; it is passed over"
            ));
        }
        text.map(Into::into)
    }

    fn texts(&mut self, jwk: &Document, name: &str) -> Option<Vec<String>> {
        let value = jwk.get(name).filter(|value| !value.is_null())?;
        let texts = value.items().and_then(|items| {
            items
                .iter()
                .map(|item| item.string().map(Into::into))
                .collect()
        });
        if texts.is_none() {
            self.note(format!(
                "has a `{name}` that is no array of strings; it is passed over"
            ));
        }
        texts
    }

    fn note(&mut self, what: String) {
        self.notes.push(format!("{} {what}", self.name));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{provider::keys::Material, secret::SecretBytes};

    fn source() -> KeySource {
        KeySource::File {
            path: "keys.json".to_owned(),
        }
    }

    fn read(jwk: &str, publicity: Publicity) -> (Key, Vec<String>) {
        let text = format!(r#"{{"keys":[{jwk}]}}"#);
        let (mut set, notes) = read_set(&text, &source(), publicity).unwrap();
        (set.keys.remove(0), notes)
    }

    fn why(jwk: &str) -> String {
        let (key, _) = read(jwk, Publicity::Published);
        key.material.expect_err(jwk).0
    }

    #[test]
    fn every_captured_key_is_usable() {
        let text = include_str!("../../../fixtures/providers/captured/jwks.json");
        let (set, notes) = read_set(text, &source(), Publicity::Published).unwrap();
        assert!(set.keys.iter().all(|key| key.material.is_ok()));
        assert!(notes.is_empty(), "{notes:?}");
        let ids: Vec<_> = set
            .keys
            .iter()
            .filter_map(|key| key.id.as_deref())
            .collect();
        assert_eq!(ids[0], "op-rs256");
        assert_eq!(set.keys[7].usage.as_deref(), Some("enc"));
        assert_eq!(set.keys[5].curve.as_deref(), Some("P-521"));
    }

    #[test]
    fn an_odd_key_says_why_and_sinks_nobody() {
        let odd = [
            (r#"7"#, "it is a number, expected an object"),
            (r#"{}"#, "it has no key type (`kty`)"),
            (r#"{"kty":["RSA"]}"#, "its `kty` is no string"),
            (r#"{"kty":"LWE"}"#, "key type `LWE` is not known here"),
            (r#"{"kty":"RSA","e":"AQAB"}"#, "it has no `n`"),
            (r#"{"kty":"RSA","n":"AAAA","e":"AQAB"}"#, "its `n` is zero"),
            (
                r#"{"kty":"RSA","n":7,"e":"AQAB"}"#,
                "its `n` is a number, expected base64url",
            ),
            (
                r#"{"kty":"RSA","n":"w--5","e":"AQAB=="}"#,
                "its `e` is not base64url (RFC 7515 §2): padding `=` at character 5",
            ),
            (
                r#"{"kty":"RSA","n":"w++5","e":"AQAB"}"#,
                "its `n` is not base64url (RFC 7515 §2): `+` or `/` of standard base64 at \
                 character 2",
            ),
            (
                r#"{"kty":"EC","crv":"P-256","x":"AAAA","y":"AAAA"}"#,
                "its `x` has 3 octets, expected 32 for P-256",
            ),
            (
                r#"{"kty":"EC","crv":"P-192"}"#,
                "curve `P-192` is not known here",
            ),
            (
                r#"{"kty":"OKP","crv":"Ed448"}"#,
                "curve `Ed448` is not implemented here",
            ),
            (
                r#"{"kty":"OKP","crv":"X25519"}"#,
                "curve `X25519` is for key agreement, not for signatures",
            ),
            (
                r#"{"kty":"AKP","pub":"AAAA"}"#,
                "it has no `alg`, which a key of type `AKP` must have (RFC 9964)",
            ),
            (
                r#"{"kty":"AKP","alg":"ML-DSA-44","pub":"AAAA"}"#,
                "its `pub` has 3 octets, expected 1312 for ML-DSA-44",
            ),
        ];
        for (jwk, expected) in odd {
            assert_eq!(why(jwk), expected, "{jwk}");
        }
        let all: Vec<&str> = odd.iter().map(|(jwk, _)| *jwk).collect();
        let good = r#"{"kty":"RSA","kid":"good","n":"w--5","e":"AQAB"}"#;
        let text = format!(r#"{{"keys":[{},{good}]}}"#, all.join(","));
        let (set, _) = read_set(&text, &source(), Publicity::Published).unwrap();
        assert_eq!(set.keys.len(), odd.len() + 1);
        assert!(set.keys[odd.len()].material.is_ok());
    }

    #[test]
    fn leading_zero_octets_are_taken_off_an_rsa_key() {
        let (key, _) = read(
            r#"{"kty":"RSA","n":"AMPvuQ","e":"AAEAAQ"}"#,
            Publicity::Published,
        );
        let expected = Material::Rsa {
            modulus: vec![0xc3, 0xef, 0xb9],
            exponent: vec![1, 0, 1],
        };
        assert_eq!(key.material, Ok(expected));
    }

    #[test]
    fn members_of_a_wrong_type_are_noted_and_passed_over() {
        let (key, notes) = read(
            r#"{"kty":"RSA","kid":7,"use":["sig"],"alg":{},"key_ops":"verify","n":"w--5","e":"AQAB"}"#,
            Publicity::Published,
        );
        assert!(key.material.is_ok());
        assert_eq!(
            (key.id, key.usage, key.algorithm, key.operations),
            (None, None, None, None)
        );
        assert_eq!(notes.len(), 4, "{notes:?}");
        assert!(
            notes[0].starts_with("key 1 has a `kid` that is a number"),
            "{notes:?}"
        );
    }

    #[test]
    fn a_symmetric_key_is_a_secret_only_where_it_is_not_published() {
        let jwk = r#"{"kty":"oct","k":"aHVzaA"}"#;
        assert!(why(jwk).contains("no secret"));
        let (key, _) = read(jwk, Publicity::Own);
        assert_eq!(
            key.material,
            Ok(Material::Symmetric(SecretBytes::new(*b"hush")))
        );
        assert_eq!(key.thumbprint, None);
    }

    #[test]
    fn a_published_private_part_is_noted() {
        let (key, notes) = read(
            r#"{"kty":"RSA","kid":"a","n":"w--5","e":"AQAB","d":"AAAA"}"#,
            Publicity::Published,
        );
        assert!(key.material.is_ok());
        assert!(notes[0].contains("publishes its private part"), "{notes:?}");
    }

    #[test]
    fn what_is_no_key_set_is_named() {
        let error = |text: &str| {
            read_set(text, &source(), Publicity::Published)
                .unwrap_err()
                .to_string()
        };
        assert!(error("<!DOCTYPE html>").contains("no JSON at byte 0"));
        assert!(error("[]").contains("an array where a JSON object was expected"));
        assert!(error(r#"{"kty":"RSA"}"#).contains("it is a single key"));
        assert!(error(r#"{"issuer":"x"}"#).contains("it is a discovery document"));
        assert!(error(r#"{"keys":{}}"#).contains("`keys` is an object, expected an array"));
    }

    #[test]
    fn the_number_of_keys_is_capped() {
        let keys = vec!["{}"; MAX_KEYS + 3].join(",");
        let text = format!(r#"{{"keys":[{keys}]}}"#);
        let (set, notes) = read_set(&text, &source(), Publicity::Published).unwrap();
        assert_eq!(set.keys.len(), MAX_KEYS);
        assert!(notes[0].contains("503 keys"), "{notes:?}");
    }
}
