//! Claims with their types: absent, present, or there but malformed.

use std::borrow::Cow;

use super::{
    json::{Document, JsonKind, Value},
    time::NumericDate,
};

/// A claim read as a type. A malformed claim is something a rule can talk about.
#[derive(Debug, Clone, PartialEq)]
pub enum Claim<'a, T> {
    /// No such member, or `null` (which OIDC Core §13.3 reads as absent).
    Absent,
    /// A value of the right JSON type.
    Present(T),
    /// A value of another JSON type.
    Malformed(Value<'a>),
}

impl<'a, T> Claim<'a, T> {
    fn read(value: Option<Value<'a>>, convert: impl FnOnce(Value<'a>) -> Option<T>) -> Self {
        match value {
            None => Self::Absent,
            Some(value) if value.is_null() => Self::Absent,
            Some(value) => convert(value).map_or(Self::Malformed(value), Self::Present),
        }
    }

    /// The value, if it is there with the right type.
    pub fn present(self) -> Option<T> {
        match self {
            Self::Present(value) => Some(value),
            Self::Absent | Self::Malformed(_) => None,
        }
    }

    /// Whether there is no such claim.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

impl Document {
    /// A string member.
    pub fn text_claim(&self, name: &str) -> Claim<'_, Cow<'_, str>> {
        Claim::read(self.get(name), |value| value.string())
    }

    /// A string member, if present with that type.
    pub fn str(&self, name: &str) -> Option<Cow<'_, str>> {
        self.get(name)?.string()
    }

    /// A NumericDate member (RFC 7519 §2), seconds since the epoch, fractions allowed.
    pub fn date(&self, name: &str) -> Claim<'_, NumericDate> {
        Claim::read(self.get(name), |value| {
            (value.kind() == JsonKind::Number)
                .then(|| NumericDate::parse(value.text()))
                .flatten()
        })
    }

    /// A member that is a string or an array of strings, such as `aud` (RFC 7519 §4.1.3).
    pub fn strings(&self, name: &str) -> Claim<'_, Vec<Cow<'_, str>>> {
        Claim::read(self.get(name), |value| match value.kind() {
            JsonKind::String => Some(vec![value.string()?]),
            JsonKind::Array => value.items()?.iter().map(Value::string).collect(),
            _ => None,
        })
    }

    /// The audience: empty when absent, malformed or an empty array.
    pub fn audience(&self) -> Vec<Cow<'_, str>> {
        self.strings("aud").present().unwrap_or_default()
    }

    /// The scopes of a `scope` string (RFC 8693 §4.2) or of the vendors' `scp` string or array.
    pub fn scopes(&self) -> Vec<String> {
        ["scope", "scp"]
            .iter()
            .filter_map(|name| self.strings(name).present())
            .flatten()
            .flat_map(|text| {
                text.split_ascii_whitespace()
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(text: &str) -> Document {
        Document::parse(text).0
    }

    #[test]
    fn absent_present_and_malformed_are_told_apart() {
        let claims = document(r#"{"exp":"1767225600","iat":1767225600.5,"sub":null,"iss":7}"#);
        assert!(
            matches!(claims.date("exp"), Claim::Malformed(value) if value.kind() == JsonKind::String)
        );
        assert_eq!(
            claims.date("iat").present().unwrap().seconds(),
            1_767_225_600
        );
        assert!(claims.text_claim("sub").is_absent());
        assert!(matches!(claims.text_claim("iss"), Claim::Malformed(_)));
        assert!(claims.date("nbf").is_absent());
    }

    #[test]
    fn audiences_and_scopes_come_as_strings_or_arrays() {
        assert_eq!(document(r#"{"aud":"a"}"#).audience(), ["a"]);
        assert_eq!(document(r#"{"aud":["a","b"]}"#).audience(), ["a", "b"]);
        assert!(document(r#"{"aud":["a",1]}"#).audience().is_empty());
        assert_eq!(
            document(r#"{"scope":"x y","scp":["z"]}"#).scopes(),
            ["x", "y", "z"]
        );
    }
}
