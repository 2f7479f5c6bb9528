//! JSON in a text: the credentials in its strings replaced, and all else left byte for byte.

use serde_json::value::RawValue;

use super::{
    Masker,
    claims::PRIVATE_KEY,
    document::Edits,
    scan::{is_prefixed, is_secret},
};
use crate::{
    explain::claims::quoted,
    token::{self, Document, JsonKind, Value},
};

/// How often something that begins like JSON and is none is read before it is taken for text.
pub(super) const MAX_BROKEN: usize = 200;

/// Headers whose values are read as the whole line would be.
const HEADERS: &[&str] = &[
    "authorization",
    "proxy-authorization",
    "cookie",
    "set-cookie",
];

impl Masker<'_> {
    /// The JSON that begins here, with the credentials in its strings replaced; or else how much it
    /// counts that there is none.
    pub(super) fn json(&mut self, rest: &str) -> Result<(usize, String), usize> {
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<&RawValue>();
        match values.next() {
            Some(Ok(value)) => self.whole_json(value.get()).ok_or(1),
            // It was read to the end of the text.
            Some(Err(error)) if error.is_eof() => Err(MAX_BROKEN / 8),
            _ => Err(1),
        }
    }

    fn whole_json(&mut self, text: &str) -> Option<(usize, String)> {
        const BEFORE: &str = "{\"v\":";
        let (wrapped, broken) = Document::parse(format!("{BEFORE}{text}}}"));
        let value = wrapped.get("v").filter(|_| broken.is_none())?;
        let mut edits = Edits::default();
        self.outer("", value, &mut edits);
        let edited = edits.apply(wrapped.text());
        let edited = &edited[BEFORE.len()..edited.len() - 1];
        Some((text.len(), edited.to_owned()))
    }

    fn outer(&mut self, name: &str, value: Value<'_>, edits: &mut Edits) {
        match value.kind() {
            JsonKind::String => {
                let text = value.string().unwrap_or_default();
                let is_known = self.known.contains(text.trim());
                let new = if is_known || is_secret(name, &text) || is_prefixed(&text) {
                    self.opaque_run(&text)
                } else {
                    self.beside(name, &text)
                };
                if new != text {
                    edits.put(value, quoted(&new));
                }
            }
            JsonKind::Array => {
                for item in value.items().unwrap_or_default() {
                    self.outer(name, item, edits);
                }
            }
            JsonKind::Object if token::is_jose_json(&Document::parse(value.text()).0) => {
                edits.put(value, self.credential(value.text()));
            }
            JsonKind::Object => self.object(value, edits),
            JsonKind::Null | JsonKind::Boolean | JsonKind::Number => {}
        }
    }

    fn object(&mut self, value: Value<'_>, edits: &mut Edits) {
        let members = value.members().unwrap_or_default();
        let text = |wanted: &str| {
            let found = members.iter().find(|(name, _)| name == wanted)?;
            found.1.string()
        };
        let is_key = text("kty").is_some();
        // How captures and manifests write headers, cookies and variables.
        let named = text("name").or_else(|| text("key"));
        for (inner, value) in &members {
            match (inner.as_ref(), &named) {
                (name, _) if is_key && PRIVATE_KEY.contains(&name) => {
                    let mut secrets = Vec::new();
                    strings(*value, &mut secrets);
                    for secret in secrets {
                        let text = secret.string().unwrap_or_default();
                        edits.put(secret, quoted(&self.opaque_run(&text)));
                    }
                }
                ("value", Some(named)) => self.outer(named, *value, edits),
                (name, _) => self.outer(name, *value, edits),
            }
        }
    }

    /// A text under a name that says how to read it: the value of a header, say.
    fn beside(&mut self, name: &str, text: &str) -> String {
        if HEADERS.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            let line = self.text(&format!("{name}: {text}"));
            let value = line.strip_prefix(name);
            if let Some(value) = value.and_then(|rest| rest.strip_prefix(": ")) {
                return value.to_owned();
            }
        }
        self.text(text)
    }
}

/// All strings in a value, such as those of `oth`.
fn strings<'v>(value: Value<'v>, found: &mut Vec<Value<'v>>) {
    match value.kind() {
        JsonKind::String => found.push(value),
        JsonKind::Array => {
            for item in value.items().unwrap_or_default() {
                strings(item, found);
            }
        }
        JsonKind::Object => {
            for (_, value) in value.members().unwrap_or_default() {
                strings(value, found);
            }
        }
        JsonKind::Null | JsonKind::Boolean | JsonKind::Number => {}
    }
}
