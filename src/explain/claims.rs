//! Every header member and claim in a few words, and its value fit to be shown.

use std::borrow::Cow;

use crate::{
    report::{Line, escape},
    token::{Body, Document, NumericDate, Token, time},
};

/// Which part of a token a member stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The JOSE header.
    Header,
    /// The claims.
    Claims,
}

/// One line a member, in the order they were written.
pub fn lines(document: &Document, part: Part, now: NumericDate) -> Vec<Line> {
    document
        .members()
        .map(|(name, value)| {
            let shown = match value.string() {
                Some(text) => shown_text(&text).into_owned(),
                None => value.text().to_owned(),
            };
            let time = matches!(
                name.as_ref(),
                "exp" | "nbf" | "iat" | "auth_time" | "updated_at"
            )
            .then(|| NumericDate::parse(value.text()))
            .flatten()
            .map(|date| format!("{date}, {}", time::relative(date, now)));
            Line {
                meaning: meaning(part, &name),
                name: escape::terminal(&name).into_owned(),
                value: escape::terminal(&shown).into_owned(),
                time,
            }
        })
        .collect()
}

/// A string value with any token inside cut out.
pub fn shown_text(text: &str) -> Cow<'_, str> {
    escape::without_tokens(text)
}

/// What can be said of a token without claims.
pub fn shape(token: &Token) -> Option<String> {
    match token.body() {
        Body::Opaque(opaque) => Some(format!(
            "{} characters of {}",
            opaque.length, opaque.alphabet
        )),
        _ => None,
    }
}

/// What a member means, in a few words.
pub fn meaning(part: Part, name: &str) -> Option<&'static str> {
    let _ = (part, name);
    None
}
