//! JSON with its values masked: what is not masked stays byte for byte.

use std::{collections::BTreeSet, ops::Range};

use super::{
    Masker,
    claims::{IDENTIFIERS, PRIVATE_KEY, Treatment, is_email, is_telephone},
    shape,
};
use crate::{
    explain::claims::quoted,
    order,
    token::{self, Document, JsonKind, Prefix, Token, Value, looks_like_jose},
};

/// Which part of a token a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// The JOSE header: what is not known to be personal stays.
    Header,
    Claims,
}

/// Replacements in a text, in its order.
#[derive(Debug, Default)]
pub(super) struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    pub(super) fn put(&mut self, value: Value<'_>, text: String) {
        if text != value.text() {
            self.0
                .push((value.at()..value.at() + value.text().len(), text));
        }
    }

    pub(super) fn apply(mut self, text: &str) -> String {
        order::sort_by_key(&mut self.0, |(range, _)| range.start);
        let mut edited = String::with_capacity(text.len());
        let mut kept = 0;
        for (range, new) in self.0 {
            edited.push_str(&text[kept..range.start]);
            edited.push_str(&new);
            kept = range.end;
        }
        edited.push_str(&text[kept..]);
        edited
    }
}

impl Masker<'_> {
    /// The text of a JSON object with its values masked. `holder` is the token that it is a part of.
    pub(super) fn members(&mut self, text: &str, part: Part, holder: Option<&Token>) -> String {
        let (document, _) = Document::parse(text);
        let mut edits = Edits::default();
        let mut own = identifiers(&document);
        own.extend(self.own.iter().cloned());
        if holder.is_some_and(is_of_client) {
            // If another token of the text names the client, as the proof beside an attestation does.
            let subject = document.str("sub").map(|subject| subject.into_owned());
            own.extend(subject.filter(|subject| self.identifiers.contains(subject)));
        }
        let outer = std::mem::replace(&mut self.own, own);
        for (name, value) in document.members() {
            let mut treatment = self.masks.treatment(&name);
            if part == Part::Header && treatment == Treatment::Unknown {
                treatment = Treatment::Keep;
            }
            self.value(&name, value, treatment, holder, &mut edits);
        }
        self.own = outer;
        edits.apply(text)
    }

    /// Any other JSON, as the value of a member of this name.
    pub(super) fn element(&mut self, name: &str, text: &str) -> String {
        const BEFORE: &str = "{\"v\":";
        let (wrapped, broken) = Document::parse(format!("{BEFORE}{text}}}"));
        let Some(value) = wrapped.get("v").filter(|_| broken.is_none()) else {
            return quoted(&self.masks.fingerprint(text));
        };
        let mut edits = Edits::default();
        let treatment = self.masks.treatment(name);
        self.value(name, value, treatment, None, &mut edits);
        let edited = edits.apply(wrapped.text());
        edited[BEFORE.len()..edited.len() - 1].to_owned()
    }

    pub(super) fn value(
        &mut self,
        name: &str,
        value: Value<'_>,
        treatment: Treatment,
        holder: Option<&Token>,
        edits: &mut Edits,
    ) {
        let treatment = match treatment {
            Treatment::Keep if !shape::fits(name, value) => Treatment::Unknown,
            treatment => treatment,
        };
        match value.kind() {
            JsonKind::Null | JsonKind::Boolean => {}
            JsonKind::Number => {
                let is_kept = matches!(
                    treatment,
                    Treatment::Keep | Treatment::Asked | Treatment::Identifier
                );
                if !is_kept {
                    let mask = self.masks.number(value.text());
                    let number = value.text().to_owned();
                    self.masked.insert(number, (mask.clone(), false));
                    edits.put(value, mask);
                }
            }
            JsonKind::String => {
                let text = value.string().unwrap_or_default();
                let new = self.string(name, &text, treatment, holder);
                if new != text {
                    edits.put(value, quoted(&new));
                }
            }
            JsonKind::Array => match value.items() {
                Some(items) => {
                    for item in items {
                        self.value(name, item, treatment, holder, edits);
                    }
                }
                None => edits.put(value, "[]".to_owned()),
            },
            JsonKind::Object if token::is_jose_json(&Document::parse(value.text()).0) => {
                edits.put(value, self.credential(value.text()));
            }
            JsonKind::Object => match value.members() {
                Some(members) => {
                    for (inner, value) in members {
                        let treatment = self.inner_treatment(&inner, treatment);
                        self.value(&inner, value, treatment, holder, edits);
                    }
                }
                None => edits.put(value, "{}".to_owned()),
            },
        }
    }

    /// What a kept object holds is kept with it, but for private keys.
    fn inner_treatment(&self, name: &str, outer: Treatment) -> Treatment {
        match outer {
            Treatment::Keep | Treatment::Asked if PRIVATE_KEY.contains(&name) => Treatment::Secret,
            Treatment::Keep | Treatment::Asked => outer,
            _ => self.masks.treatment(name),
        }
    }

    fn string(
        &mut self,
        name: &str,
        text: &str,
        treatment: Treatment,
        holder: Option<&Token>,
    ) -> String {
        if is_credential(text) {
            return self.credential(text);
        }
        match treatment {
            Treatment::Keep | Treatment::Asked => self.inside(text),
            Treatment::Identifier if is_person(text) => self.mask(text, true),
            Treatment::Identifier => {
                let kept = self.inside(text);
                if kept == text && !text.is_empty() {
                    self.identifiers.insert(kept.clone());
                }
                kept
            }
            Treatment::Personal => self.mask(text, true),
            Treatment::Unknown => self.mask(text, false),
            Treatment::Url => self.url(text),
            Treatment::TokenHash if !self.remakes_hashes => text.to_owned(),
            Treatment::TokenHash => self.token_hash(name, text, holder),
            Treatment::Digests => self
                .digests
                .get(text)
                .cloned()
                .unwrap_or_else(|| text.to_owned()),
            Treatment::Secret if text.is_empty() => String::new(),
            Treatment::Secret => {
                let mask = self.credential(text);
                self.masked.insert(text.to_owned(), (mask.clone(), true));
                mask
            }
        }
    }

    /// Scheme and host, and that there is a path, a query or a fragment.
    fn url(&mut self, text: &str) -> String {
        let Some((scheme, rest)) = text.split_once("://") else {
            return self.mask(text, false);
        };
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (host, rest) = rest.split_at(end);
        let host = match host.rsplit_once('@') {
            Some((user, host)) => format!("{}@{host}", self.mask(user, true)),
            None => host.to_owned(),
        };
        let mut masked = format!("{scheme}://{host}");
        for part in rest.split_inclusive(['/', '?', '#', '&', '=']) {
            let word = part.trim_end_matches(['/', '?', '#', '&', '=']);
            masked.push_str(&self.mask(word, false));
            masked.push_str(&part[word.len()..]);
        }
        self.masked.insert(text.to_owned(), (masked.clone(), false));
        masked
    }
}

/// Issuer, audiences and clients among the members of a document, but for addresses and numbers of
/// people.
pub(super) fn identifiers(document: &Document) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (name, value) in document.members() {
        if !IDENTIFIERS.contains(&name.as_ref()) {
            continue;
        }
        let items = match value.kind() {
            JsonKind::Array => value.items().unwrap_or_default(),
            _ => vec![value],
        };
        let texts = items.iter().filter_map(|item| item.string());
        found.extend(
            texts
                .filter(|text| !text.is_empty() && !is_person(text))
                .map(|text| text.into_owned()),
        );
    }
    found
}

/// Whether the subject of a token is a client by its type (draft-ietf-oauth-attestation-based-client-auth).
fn is_of_client(token: &Token) -> bool {
    let kind = token.header().and_then(|header| header.str("typ"));
    kind.is_some_and(|kind| kind == "oauth-client-attestation+jwt")
}

fn is_person(text: &str) -> bool {
    is_email(text) || is_telephone(text)
}

/// Whether a string is a token by its look.
fn is_credential(text: &str) -> bool {
    let is_word = !text.contains(char::is_whitespace);
    is_word && text.len() >= 16 && looks_like_jose(text)
        || is_word && text.len() >= 20 && Prefix::of(text).is_some()
}
