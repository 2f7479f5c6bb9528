//! Lines of tokens: a record in JSON, or a token alone.
//!
//! A record is `{"token": …}` with, if it is known, an `id`, the `slot` that the token stood in, the
//! `situation` as facts by their dotted names, and the `request` that carried it. Other members are
//! passed over, so that the lines of a log can go in as they are.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::{Value, error::Category, value::RawValue};

use super::{
    Connection, InputError, InputSet, Slot, authorization,
    detect::{connection_to, token_alone, tokens_by_line},
};

/// One line: its token, and what the line says about it.
#[derive(Debug)]
pub struct Line {
    /// The token, alone in its set.
    pub set: InputSet,
    /// The name that the line gives it.
    pub id: Option<String>,
    /// Facts by their dotted names, as [`Situation::state`](crate::situation::Situation::state)
    /// takes them.
    pub facts: Vec<(String, String)>,
}

/// The members that are read.
#[derive(Deserialize)]
struct Record<'a> {
    #[serde(borrow)]
    token: Cow<'a, str>,
    #[serde(borrow, default)]
    id: Option<&'a RawValue>,
    #[serde(borrow, default)]
    slot: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    situation: Option<&'a RawValue>,
    #[serde(default)]
    request: Option<Request>,
}

/// What is used of a request: its URL tells the connection, and that a token was in the query; the
/// scheme of its `Authorization` header tells how the token travelled.
#[derive(Deserialize)]
struct Request {
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    headers: Option<serde_json::Map<String, Value>>,
}

/// Reads one line. `place` names it in errors and reports.
pub fn line(text: &[u8], place: &str) -> Result<Line, InputError> {
    let text = std::str::from_utf8(text)
        .map_err(|error| InputError::NotText {
            place: place.to_owned(),
            at: error.valid_up_to(),
        })?
        .trim();
    if !text.starts_with('{') {
        return Ok(Line {
            set: token_alone(text, place)?,
            id: None,
            facts: Vec::new(),
        });
    }
    let broken = |found: String| InputError::Record {
        place: place.to_owned(),
        found,
    };
    let record: Record<'_> =
        serde_json::from_str(text).map_err(|error| broken(why(text, &error)))?;
    let mut set = token_alone(&record.token, place)?;
    let facts = match record.situation {
        Some(situation) => facts(situation).map_err(broken)?,
        None => Vec::new(),
    };
    let sighting = set.sightings.first_mut().expect("a token alone is one");
    if let Some(request) = &record.request {
        let url = request.url.as_deref().unwrap_or_default();
        set.connection = connection_of(url);
        sighting.place.pointer = part_of_url(url, sighting.raw.expose());
        if let Some(slot) = request.scheme() {
            sighting.slot = Some(slot);
        }
    }
    if let Some(name) = &record.slot {
        sighting.slot = Some(Slot::named(name));
    }
    let id = record.id.map(RawValue::get).filter(|id| *id != "null");
    Ok(Line {
        set,
        id: id.map(|id| serde_json::from_str(id).unwrap_or_else(|_| id.to_owned())),
        facts,
    })
}

/// Whether the beginning of an input shows lines to be judged one by one. `is_whole` says that there
/// is no more of it.
pub fn is_ndjson(head: &[u8], is_whole: bool) -> bool {
    // What is cut in the middle of a character is text all the same.
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default(),
    };
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    if !first.starts_with('{') {
        return !first.contains(char::is_whitespace) && tokens_by_line(text).is_some();
    }
    let Ok(members) = serde_json::from_str::<serde_json::Map<String, Value>>(first) else {
        return false;
    };
    if !members.get("token").is_some_and(Value::is_string) {
        return false;
    }
    // One object alone may be the answer of an endpoint that calls its token so.
    let known = |name: &String| ["token", "id", "slot", "situation", "request"].contains(&&**name);
    let is_alone = is_whole && rest.trim().is_empty();
    !is_alone || (members.len() > 1 && members.keys().all(known))
}

impl Request {
    /// The slot of the `Authorization` header's scheme.
    fn scheme(&self) -> Option<Slot> {
        let mut headers = self.headers.iter().flatten();
        let (_, value) = headers.find(|(name, _)| name.eq_ignore_ascii_case("authorization"))?;
        authorization::scheme(value.as_str()?.split_whitespace().next()?)
    }
}

fn connection_of(url: &str) -> Option<Connection> {
    let (scheme, _) = url.split_once("://")?;
    connection_to(scheme, url)
}

/// Where in a URL the token stands, as a pointer such as `query/access_token`.
fn part_of_url(url: &str, token: &str) -> Option<String> {
    let at = url.find(token)?;
    let before = &url[..at];
    let begins = before.rfind(['?', '#', '&'])?;
    let part = if before.contains('#') {
        "fragment"
    } else {
        "query"
    };
    let name = before[begins + 1..].trim_end_matches('=');
    Some(format!("{part}/{name}"))
}

/// Dotted names with their values; of nested objects the names are joined, of lists each item is
/// stated.
fn facts(situation: &RawValue) -> Result<Vec<(String, String)>, String> {
    let text = situation.get();
    let value: Value = serde_json::from_str(text).map_err(|error| why(text, &error))?;
    let mut facts = Vec::new();
    if !value.is_object() {
        return Err("`situation` is no object, expected facts by their names".to_owned());
    }
    flatten("", &value, &mut facts)?;
    Ok(facts)
}

fn flatten(name: &str, value: &Value, facts: &mut Vec<(String, String)>) -> Result<(), String> {
    match value {
        Value::Object(members) => {
            for (member, value) in members {
                let name = match name {
                    "" => member.clone(),
                    outer => format!("{outer}.{member}"),
                };
                flatten(&name, value, facts)?;
            }
        }
        Value::Array(items) => {
            for item in items {
                if item.is_object() || item.is_array() {
                    return Err(format!("`{name}` holds a list of lists, expected words"));
                }
                flatten(name, item, facts)?;
            }
        }
        Value::Null => {}
        Value::String(text) => facts.push((name.to_owned(), text.clone())),
        Value::Bool(_) | Value::Number(_) => facts.push((name.to_owned(), value.to_string())),
    }
    Ok(())
}

/// What is wrong with a record, or with JSON in it. A line has no other, so bytes are counted alone.
fn why(text: &str, error: &serde_json::Error) -> String {
    let at = error.column();
    let told = error.to_string();
    let told = told.split(" at line ").next().unwrap_or_default();
    match error.classify() {
        Category::Eof => format!("its JSON ends at byte {at}, expected more: {told}"),
        Category::Syntax | Category::Io => format!("its JSON is broken at byte {at}: {told}"),
        Category::Data => match told.strip_prefix("duplicate field ") {
            Some(member) => format!("{member} stands there twice, expected once"),
            None => misplaced(text).unwrap_or_else(|| told.to_owned()),
        },
    }
}

/// The member of a record that is missing or of a wrong type.
fn misplaced(text: &str) -> Option<String> {
    let record: Value = serde_json::from_str(text).ok()?;
    if record.get("token").is_none() {
        return Some("it has no `token`, expected the token in it".to_owned());
    }
    [
        ("/token", "a string"),
        ("/slot", "a string"),
        ("/request", "an object"),
        ("/request/url", "a string"),
        ("/request/headers", "an object"),
    ]
    .iter()
    .find_map(|(pointer, expected)| {
        let found = kind(record.pointer(pointer)?);
        // What is null is as good as absent, but for the token.
        let fits = found == *expected || (found == "null" && *pointer != "/token");
        let name = pointer[1..].replace('/', ".");
        (!fits).then(|| format!("`{name}` is {found}, expected {expected}"))
    })
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.";

    fn read(text: &str) -> Line {
        line(text.as_bytes(), "log:1").unwrap()
    }

    #[test]
    fn a_line_is_a_token_or_a_record_of_one() {
        for text in [
            TOKEN.to_owned(),
            format!("Bearer {TOKEN}\r"),
            format!(r#"{{"token":"{TOKEN}"}}"#),
            format!(r#" {{"at":"2026-01-01","token":"Bearer {TOKEN}","status":401}}"#),
        ] {
            let line = read(&text);
            assert_eq!(line.set.sightings[0].raw.expose(), TOKEN, "{text}");
            assert_eq!(line.set.sightings[0].place.input, "log:1");
            assert_eq!(line.id, None);
        }
        let id = |id: &str| read(&format!(r#"{{"id":{id},"token":"{TOKEN}"}}"#)).id;
        assert_eq!(id(r#""a\u0062""#).as_deref(), Some("ab"));
        assert_eq!(id("17").as_deref(), Some("17"));
        assert_eq!(id("null"), None);
    }

    #[test]
    fn a_record_says_where_the_token_stood_and_how_it_travelled() {
        let line = read(&format!(
            r#"{{"token":"{TOKEN}","request":{{"method":"GET","url":"http://api.example/a",
            "headers":{{"authorization":"DPoP [cut]"}}}}}}"#
        ));
        assert_eq!(line.set.connection, Some(Connection::Cleartext));
        assert_eq!(line.set.sightings[0].slot, Some(Slot::AuthorizationDpop));
        let line = read(&format!(
            r#"{{"token":"{TOKEN}","slot":"id_token","request":
            {{"url":"https://api.example/a?b=c&t={TOKEN}"}}}}"#
        ));
        let place = &line.set.sightings[0].place;
        assert_eq!(line.set.connection, Some(Connection::Tls));
        assert_eq!(place.pointer.as_deref(), Some("query/t"));
        assert_eq!(line.set.sightings[0].slot, Some(Slot::IdToken));
    }

    #[test]
    fn facts_are_dotted_or_nested() {
        let line = read(&format!(
            r#"{{"token":"{TOKEN}","situation":{{"receiver.role":"client","receiver":
            {{"ids":["a","b"]}},"need.max_auth_age":300,"introspects":false,"nonce":null}}}}"#
        ));
        let facts: Vec<_> = line.facts.iter().map(|(a, b)| (&**a, &**b)).collect();
        assert_eq!(
            facts,
            [
                ("receiver.role", "client"),
                ("receiver.ids", "a"),
                ("receiver.ids", "b"),
                ("need.max_auth_age", "300"),
                ("introspects", "false"),
            ]
        );
    }

    #[test]
    fn what_is_no_record_is_said_without_its_text() {
        let secret = "hush-hush-hush";
        for (text, expected) in [
            (
                format!(r#"{{"toke":"{secret}"}}"#),
                "it has no `token`, expected",
            ),
            (format!(r#"{{"token":"{secret}""#), "EOF while parsing"),
            (
                format!(r#"{{"token":["{secret}"]}}"#),
                "`token` is a list, expected a string",
            ),
            (
                format!(r#"{{"token":"{TOKEN}","slot":{{"{secret}":1}}}}"#),
                "`slot` is an object, expected a string",
            ),
            (
                format!(r#"{{"token":"{TOKEN}","request":"{secret}"}}"#),
                "`request` is a string, expected an object",
            ),
            (
                format!(r#"{{"token":"{TOKEN}","request":{{"headers":["{secret}"]}}}}"#),
                "`request.headers` is a list, expected an object",
            ),
            (
                format!(r#"{{"token":"{TOKEN}","token":"{secret}"}}"#),
                "`token` stands there twice, expected once",
            ),
            (
                format!(r#"{{"token":"{TOKEN}"}} {secret}"#),
                "its JSON is broken at byte 50",
            ),
            (
                format!(r#"{{"token":"{TOKEN}","situation":"{secret}"}}"#),
                "`situation` is no object",
            ),
            (format!("{secret} a"), "white space"),
            (String::new(), "is empty"),
        ] {
            let error = line(text.as_bytes(), "log:7").unwrap_err().to_string();
            assert!(error.contains(expected), "{text}: {error}");
            assert!(error.starts_with("log:7 "), "{error}");
            assert!(!error.contains(secret), "{error}");
        }
    }

    #[test]
    fn lines_are_known_by_their_first() {
        let record = format!(r#"{{"token":"{TOKEN}"}}"#);
        let named = format!(r#"{{"id":"a","token":"{TOKEN}"}}"#);
        for (text, expected) in [
            (format!("{record}\n{record}\n"), true),
            (format!("{record}\nnonsense\n"), true),
            (named.clone(), true),
            (format!("\n{named}\n"), true),
            (format!("{TOKEN}\n{TOKEN}"), true),
            (record.clone(), false),
            (
                format!(r#"{{"token":"{TOKEN}","expires_in":300}}"#) + "\n",
                false,
            ),
            (format!(r#"{{"access_token":"{TOKEN}"}}"#), false),
            (TOKEN.to_owned(), false),
            (TOKEN.replace('.', ".\n"), false),
            (format!("DPoP: {TOKEN}\nDPoP: {TOKEN}"), false),
            ("{\n\"token\":\"a\"}".to_owned(), false),
        ] {
            assert_eq!(is_ndjson(text.as_bytes(), true), expected, "{text}");
        }
        assert!(is_ndjson(record.as_bytes(), false));
    }
}
