//! Every header member and claim in a few words, and its value fit to be read.

use super::glossary::{self, Group};
use crate::{
    report::{Line, escape},
    token::{self, Body, Document, JsonKind, NumericDate, Token, Value, time},
};

/// Which part of a token a member stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The JOSE header.
    Header,
    /// The claims.
    Claims,
}

/// One line a member, in the order they were written; of duplicates each.
pub fn lines(document: &Document, part: Part, now: NumericDate) -> Vec<Line> {
    document
        .members()
        .map(|(name, value)| Line {
            meaning: meaning(part, &name),
            time: is_date(&name).then(|| in_words(value, now)).flatten(),
            value: match value.string() {
                Some(text) if escape::is_credential(&name, &text) => {
                    format!("[token of {} bytes]", text.len())
                }
                _ => shown(value),
            },
            name: name.into_owned(),
        })
        .collect()
}

/// What the holder of an SD-JWT chose to show (RFC 9901 §4.2), one line a disclosure.
pub fn disclosed(token: &Token, now: NumericDate) -> Vec<Line> {
    let Body::SelectiveDisclosure(sd_jwt) = token.body() else {
        return Vec::new();
    };
    let as_member = |disclosure: &token::Disclosure| {
        let name = disclosure.name.as_deref().unwrap_or("(array element)");
        Document::parse(format!("{{{}:{}}}", quoted(name), disclosure.value)).0
    };
    let members = sd_jwt.disclosures.iter().map(as_member);
    members
        .flat_map(|member| lines(&member, Part::Claims, now))
        .collect()
}

/// What a member means, in a few words. Requests, responses and statements about software carry
/// parameters and metadata as claims, encrypted tokens repeat claims in the header (RFC 7519 §5.3).
pub fn meaning(part: Part, name: &str) -> Option<&'static str> {
    let groups: &[Group] = match part {
        Part::Header => &[Group::Header, Group::Claim],
        Part::Claims => &[Group::Claim, Group::Parameter, Group::Metadata],
    };
    groups
        .iter()
        .find_map(|group| glossary::find(*group, name))
        .map(|entry| entry.meaning)
}

/// Members that are a NumericDate wherever they stand (RFC 7519 §2, OIDC Core §2 and §5.1,
/// RFC 8417 §2.2).
fn is_date(name: &str) -> bool {
    matches!(
        name,
        "exp" | "nbf" | "iat" | "auth_time" | "updated_at" | "toe"
    )
}

/// A date and how far off it is. What is no whole number keeps its exact text beside.
fn in_words(value: Value<'_>, now: NumericDate) -> Option<String> {
    if value.kind() != JsonKind::Number {
        return None;
    }
    let text = value.text();
    let parsed = NumericDate::parse(text);
    let Some(date) = parsed.filter(|date| date.timestamp().is_some()) else {
        let milliseconds = parsed.map(|date| NumericDate::from_seconds(date.seconds() / 1000));
        return Some(
            match milliseconds.filter(|date| date.timestamp().is_some()) {
                Some(date) => format!("{text}, as milliseconds {date}"),
                None => format!("{text}, which no calendar holds"),
            },
        );
    };
    let relative = time::relative(date, now);
    if text == date.seconds().to_string() {
        Some(format!("{date}, {relative}"))
    } else {
        Some(format!("{date}, {relative} ({text})"))
    }
}

/// A value for people: strings bare where nothing else looks like them, arrays of several plain
/// values joined by commas, everything else as JSON that can be wrapped at its commas. An array of
/// one stays an array: libraries stumble over the difference.
fn shown(value: Value<'_>) -> String {
    if let Some(text) = value.string() {
        return bare(&text);
    }
    match value.items().as_deref() {
        Some(items) if items.len() > 1 && items.iter().all(is_plain) => {
            let items: Vec<String> = items.iter().map(|item| shown(*item)).collect();
            items.join(", ")
        }
        _ => {
            let mut text = String::new();
            write(&mut text, value, ", ");
            text
        }
    }
}

fn is_plain(value: &Value<'_>) -> bool {
    !matches!(value.kind(), JsonKind::Array | JsonKind::Object)
        && value.string().is_none_or(|text| !text.contains(','))
}

/// A string without its quotes, unless it then reads like another value or like nothing.
fn bare(text: &str) -> String {
    let misleading = text.trim() != text
        || text.is_empty()
        || matches!(text, "true" | "false" | "null")
        || text.starts_with(['[', '{', '"'])
        || text.parse::<f64>().is_ok();
    if misleading {
        quoted(text)
    } else {
        text.to_owned()
    }
}

/// A value as compact JSON: members in the order they were written, numbers digit by digit, nested
/// tokens cut.
pub(crate) fn compact(value: Value<'_>) -> String {
    let mut text = String::new();
    write(&mut text, value, ",");
    text
}

fn write(text: &mut String, value: Value<'_>, separator: &str) {
    if let Some(string) = value.string() {
        text.push_str(&quoted(&escape::without_tokens(&string)));
    } else if is_token(value) {
        text.push_str(&quoted("[token in JSON form]"));
    } else if let Some(items) = value.items() {
        text.push('[');
        for (index, item) in items.into_iter().enumerate() {
            if index > 0 {
                text.push_str(separator);
            }
            write(text, item, separator);
        }
        text.push(']');
    } else if let Some(members) = value.members() {
        text.push('{');
        for (index, (name, value)) in members.into_iter().enumerate() {
            if index > 0 {
                text.push_str(separator);
            }
            text.push_str(&quoted(&escape::without_tokens(&name)));
            text.push(':');
            write(text, value, separator);
        }
        text.push('}');
    } else if matches!(value.kind(), JsonKind::Array | JsonKind::Object) {
        text.push_str(&quoted("[nested too deep to be shown]"));
    } else {
        text.push_str(value.text());
    }
}

/// A JWS or JWE in JSON serialization, whose signature is a member like any other.
fn is_token(value: Value<'_>) -> bool {
    value.kind() == JsonKind::Object && token::is_jose_json(&Document::parse(value.text()).0)
}

/// A string as JSON.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// What can be said of a token without claims; `None` for a token with some.
pub fn shape(token: &Token) -> Option<String> {
    match token.body() {
        Body::Opaque(opaque) => {
            let mut text = match opaque.is_uuid {
                true => "a UUID".to_owned(),
                false => format!("{} characters of {}", opaque.length, opaque.alphabet),
            };
            match opaque.prefix {
                Some(prefix) => text.push_str(&format!(
                    "; {} uses the prefix `{}` for {}",
                    prefix.issuer, prefix.text, prefix.marks
                )),
                None => text.push_str("; no prefix that an issuer is known for"),
            }
            Some(text)
        }
        Body::Encrypted(encrypted) => {
            let member = |name| match encrypted.header.str(name) {
                Some(algorithm) => format!("`{algorithm}`"),
                None => "an unnamed algorithm".to_owned(),
            };
            let [_, _, ciphertext, _] = encrypted.lengths;
            Some(format!(
                "{ciphertext} bytes encrypted by {}, key management by {}; closed without the \
                 recipient's key",
                member("enc"),
                member("alg"),
            ))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::RawToken;

    fn line(json: &str) -> Line {
        let (document, _) = Document::parse(json);
        let now = NumericDate::from_seconds(1_795_341_520);
        lines(&document, Part::Claims, now).remove(0)
    }

    #[test]
    fn values_read_plainly_and_do_not_pass_for_others() {
        for (json, expected) in [
            (r#"{"sub":"alice"}"#, "alice"),
            (r#"{"sub":"true"}"#, "\"true\""),
            (r#"{"exp":"1795341520"}"#, "\"1795341520\""),
            (r#"{"sub":""}"#, "\"\""),
            (r#"{"sub":" a"}"#, "\" a\""),
            (r#"{"aud":["a","b"]}"#, "a, b"),
            (r#"{"aud":[]}"#, "[]"),
            (r#"{"aud":["a"]}"#, r#"["a"]"#),
            (r#"{"aud":["a,b","c"]}"#, r#"["a,b", "c"]"#),
            (r#"{"n":18446744073709551616}"#, "18446744073709551616"),
            (r#"{"n":[1.50,true]}"#, "1.50, true"),
            (
                r#"{"cnf": {"jkt": "x", "n": 1.50}}"#,
                r#"{"jkt":"x", "n":1.50}"#,
            ),
        ] {
            assert_eq!(line(json).value, expected);
        }
    }

    #[test]
    fn dates_are_told_in_words_and_keep_their_fraction() {
        let time = |json| line(json).time;
        assert_eq!(
            time(r#"{"exp":1795345120}"#).unwrap(),
            "2026-11-22T10:58:40Z, in 1h"
        );
        assert_eq!(
            time(r#"{"iat":1795341510.250}"#).unwrap(),
            "2026-11-22T09:58:30Z, 10s ago (1795341510.250)"
        );
        assert_eq!(
            time(r#"{"exp":1700000000000000}"#).unwrap(),
            "1700000000000000, which no calendar holds"
        );
        assert_eq!(
            time(r#"{"exp":1795345120000}"#).unwrap(),
            "1795345120000, as milliseconds 2026-11-22T10:58:40Z"
        );
        assert_eq!(time(r#"{"exp":"1795345120"}"#), None);
        assert_eq!(time(r#"{"jti":1795345120}"#), None);
    }

    #[test]
    fn tokens_inside_values_are_cut_in_every_form() {
        let value = line(
            r#"{"x":{"payload":"eyJhIjoxfQ","protected":"eyJhIjoxfQ","signature":"c2lnbmF0dXJl"},
                "y":1}"#,
        );
        assert_eq!(value.value, r#""[token in JSON form]""#);
        let nested = line(r#"{"x":[["eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"]]}"#);
        assert_eq!(nested.value, r#"[["[token of 48 bytes]"]]"#);
    }

    #[test]
    fn words_are_looked_up_where_they_stand() {
        let about = |part, name| meaning(part, name).unwrap_or_default();
        assert_eq!(about(Part::Header, "typ"), "what kind of object this is");
        assert!(about(Part::Claims, "typ").starts_with("kind of token"));
        assert_eq!(about(Part::Header, "iss"), "who issued it");
        assert_eq!(about(Part::Claims, "redirect_uri"), "where the answer goes");
        assert_eq!(meaning(Part::Claims, "kid"), None);
    }

    #[test]
    fn disclosures_are_told_like_claims() {
        let encode = |json: &str| token::base64url::encode(json.as_bytes());
        let token = Token::decode(RawToken::new(format!(
            "{}.{}.AAAA~{}~{}~",
            encode(r#"{"alg":"ES256"}"#),
            encode(r#"{"_sd":["x"]}"#),
            encode(r#"["salt", "given_name", "Alice"]"#),
            encode(r#"["salt", "DE"]"#),
        )));
        let told: Vec<_> = disclosed(&token, NumericDate::from_seconds(0))
            .into_iter()
            .map(|line| (line.name, line.value))
            .collect();
        let line = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            told,
            [line("given_name", "Alice"), line("(array element)", "DE")]
        );
    }

    #[test]
    fn tokens_without_claims_have_a_shape() {
        let shape = |text: &str| shape(&Token::decode(RawToken::new(text)));
        assert_eq!(
            shape("gho_16C7e42F292c6912E7710c838347Ae178B4a").unwrap(),
            "40 characters of base64url; GitHub uses the prefix `gho_` for an access token"
        );
        assert!(
            shape("0fcb1a8a-2d3c-4a0b-9a8e-0d5f6a7b8c9d")
                .unwrap()
                .starts_with("a UUID")
        );
        let header = token::base64url::encode(br#"{"alg":"RSA-OAEP","enc":"A256GCM"}"#);
        let text = shape(&format!("{header}.AAAA.AAAA.AAAAAAAA.AAAA")).unwrap();
        assert!(
            text.starts_with("6 bytes encrypted by `A256GCM`, key management by `RSA-OAEP`"),
            "{text}"
        );
    }
}
