//! Documents compared member by member.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::value::RawValue;

use crate::{
    explain::claims::{compact, quoted},
    token::{Body, Document, JsonKind, NumericDate, Token, Value, time::human_span},
};

/// Strings that are lists, their items separated by blanks (RFC 6749 §3.3, OIDC Core §3.1.2.1).
const SPACED: &[&str] = &["acr_values", "prompt", "response_type", "scope", "scp"];

/// Members that are a date (RFC 7519 §2, OIDC Core §2 and §5.1, RFC 8417 §2.2).
const DATES: &[&str] = &["exp", "nbf", "iat", "auth_time", "updated_at", "toe"];

/// Dates that move together where a token is issued anew.
const LIFE: &[&str] = &["iat", "nbf", "exp"];

/// How a member differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// It is in the second document only.
    Added,
    /// It is in the first document only.
    Removed,
    /// It is in both, with different values.
    Changed,
}

/// One member that differs.
#[derive(Debug, Serialize)]
pub struct MemberChange {
    /// Its name.
    pub name: String,
    /// How.
    pub change: Change,
    /// The value in the first document, tokens cut.
    pub a: Option<Box<RawValue>>,
    /// The value in the second document.
    pub b: Option<Box<RawValue>>,
    /// For lists of strings: items of the second alone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub added: Vec<String>,
    /// For lists of strings: items of the first alone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<String>,
    /// For dates: how many seconds later the second is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seconds: Option<i64>,
    /// What differs where the items are the same: `a string, then an array`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
}

impl MemberChange {
    /// `1h later`, for a date.
    pub fn moved(&self) -> Option<String> {
        self.seconds.map(later)
    }
}

/// The dates of a token that moved by the same time.
#[derive(Debug, Serialize)]
pub struct Shift {
    /// How many seconds later they are in the second token.
    pub seconds: i64,
    /// Their names.
    pub claims: Vec<String>,
}

impl Shift {
    /// `1h later`
    pub fn moved(&self) -> String {
        later(self.seconds)
    }
}

fn later(seconds: i64) -> String {
    let word = if seconds < 0 { "earlier" } else { "later" };
    format!("{} {word}", human_span(seconds))
}

/// The members that differ, those of the first document first, and the names of those that do not.
pub(super) fn compare(
    a: Option<&Document>,
    b: Option<&Document>,
) -> (Vec<MemberChange>, Vec<String>) {
    let names = |document: Option<&Document>| -> Vec<String> {
        let mut seen = BTreeSet::new();
        let members = document.into_iter().flat_map(Document::members);
        members
            .map(|(name, _)| name.into_owned())
            .filter(|name| seen.insert(name.clone()))
            .collect()
    };
    let of_a = names(a);
    let of_b = names(b).into_iter().filter(|name| !of_a.contains(name));
    let (mut changes, mut unchanged) = (Vec::new(), Vec::new());
    for name in of_a.iter().cloned().chain(of_b) {
        let get = |document: Option<&_>| -> Option<_> { document.map(|d: &Document| d.has(&name)) };
        let values = (
            a.filter(|_| get(a) == Some(true))
                .and_then(|d| d.get(&name)),
            b.filter(|_| get(b) == Some(true))
                .and_then(|d| d.get(&name)),
        );
        match member(&name, values.0, values.1) {
            Some(change) => changes.push(change),
            None => unchanged.push(name),
        }
    }
    (changes, unchanged)
}

/// What the disclosures of an SD-JWT show, as members; array elements under a name of their own.
pub(super) fn disclosed(token: &Token) -> Document {
    let Body::SelectiveDisclosure(parts) = token.body() else {
        return Document::default();
    };
    let named = parts.disclosures.iter().filter_map(|one| {
        let name = one.name.as_deref()?;
        Some(format!("{}:{}", quoted(name), one.value))
    });
    let elements: Vec<&str> = parts
        .disclosures
        .iter()
        .filter(|one| one.name.is_none())
        .map(|one| one.value.as_str())
        .collect();
    let elements = (!elements.is_empty())
        .then(|| format!("{}:[{}]", quoted("(array elements)"), elements.join(",")));
    let members: Vec<String> = named.chain(elements).collect();
    Document::parse(format!("{{{}}}", members.join(","))).0
}

/// The dates that moved together, if all that both tokens have did.
pub(super) fn shift(changes: &[MemberChange], a: Option<&Document>) -> Option<Shift> {
    let moved: Vec<&MemberChange> = changes
        .iter()
        .filter(|change| LIFE.contains(&change.name.as_str()))
        .collect();
    let seconds = moved.first()?.seconds?;
    let present = LIFE.iter().filter(|name| a.is_some_and(|a| a.has(name)));
    let all_moved = moved.len() > 1 && moved.len() == present.count();
    (all_moved && moved.iter().all(|one| one.seconds == Some(seconds))).then(|| Shift {
        seconds,
        claims: moved.iter().map(|one| one.name.clone()).collect(),
    })
}

fn member(name: &str, a: Option<Value<'_>>, b: Option<Value<'_>>) -> Option<MemberChange> {
    let raw = |value: Option<Value<'_>>| {
        let text = compact(value?);
        RawValue::from_string(text).ok()
    };
    let mut found = MemberChange {
        name: name.to_owned(),
        change: Change::Changed,
        a: raw(a),
        b: raw(b),
        added: Vec::new(),
        removed: Vec::new(),
        seconds: None,
        form: None,
    };
    let (a, b) = match (a, b) {
        (Some(a), Some(b)) => (a, b),
        (Some(_), None) => {
            found.change = Change::Removed;
            return Some(found);
        }
        (None, Some(_)) => {
            found.change = Change::Added;
            return Some(found);
        }
        (None, None) => return None,
    };
    if is_same(a, b) {
        return None;
    }
    if let (Some(items_a), Some(items_b)) = (items(name, a, b), items(name, b, a)) {
        found.added = items_b.difference(&items_a).cloned().collect();
        found.removed = items_a.difference(&items_b).cloned().collect();
        if found.added.is_empty() && found.removed.is_empty() {
            if a.kind() == b.kind() {
                return None;
            }
            found.form = Some(format!("{}, then {}", a.kind(), b.kind()));
        }
    }
    if DATES.contains(&name) {
        let date = |value: Value<'_>| {
            (value.kind() == JsonKind::Number).then(|| NumericDate::parse(value.text()))?
        };
        found.seconds = date(a).zip(date(b)).map(|(a, b)| b.since(a));
    }
    Some(found)
}

/// The items of a value where it, or the value it is compared with, is a list of strings.
fn items(name: &str, value: Value<'_>, other: Value<'_>) -> Option<BTreeSet<String>> {
    let is_list = |value: Value<'_>| value.kind() == JsonKind::Array;
    match value.string() {
        Some(text) if SPACED.contains(&name) => {
            Some(text.split_ascii_whitespace().map(str::to_owned).collect())
        }
        Some(text) if is_list(other) => Some(BTreeSet::from([text.into_owned()])),
        Some(_) => None,
        None => value
            .items()?
            .iter()
            .map(|item| item.string().map(|text| text.into_owned()))
            .collect(),
    }
}

/// Whether two values say the same: numbers digit by digit, members in any order.
fn is_same(a: Value<'_>, b: Value<'_>) -> bool {
    if a.text() == b.text() {
        return true;
    }
    if a.kind() != b.kind() {
        return false;
    }
    if let (Some(a), Some(b)) = (a.string(), b.string()) {
        return a == b;
    }
    if let (Some(a), Some(b)) = (a.items(), b.items()) {
        return a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(*a, b));
    }
    if let (Some(members), Some(others)) = (a.members(), b.members()) {
        return members.len() == others.len()
            && members
                .iter()
                .all(|(name, value)| b.member(name).is_some_and(|other| is_same(*value, other)));
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changes(a: &str, b: &str) -> Vec<MemberChange> {
        let (a, b) = (Document::parse(a).0, Document::parse(b).0);
        compare(Some(&a), Some(&b)).0
    }

    fn only(a: &str, b: &str) -> MemberChange {
        let mut changes = changes(a, b);
        assert_eq!(changes.len(), 1, "{changes:?}");
        changes.remove(0)
    }

    #[test]
    fn spelling_and_order_do_not_count() {
        for (a, b) in [
            (r#"{"a":1,"b":"x"}"#, r#"{ "b" : "\u0078", "a":1 }"#),
            (r#"{"aud":["a","b"]}"#, r#"{"aud":["b","a"]}"#),
            (r#"{"scope":"a b"}"#, r#"{"scope":"b  a"}"#),
            (r#"{"o":{"x":1,"y":[2]}}"#, r#"{"o":{"y":[2],"x":1}}"#),
        ] {
            assert!(changes(a, b).is_empty(), "{a} {b}");
        }
        for (a, b) in [
            (
                r#"{"n":18446744073709551616}"#,
                r#"{"n":18446744073709551617}"#,
            ),
            (r#"{"o":{"x":[1,2]}}"#, r#"{"o":{"x":[2,1]}}"#),
            (r#"{"a":null}"#, r#"{}"#),
            (r#"{"a":"1"}"#, r#"{"a":1}"#),
        ] {
            assert_eq!(changes(a, b).len(), 1, "{a} {b}");
        }
    }

    #[test]
    fn lists_are_compared_as_sets() {
        let found = only(r#"{"aud":"a"}"#, r#"{"aud":["a","b"]}"#);
        assert_eq!((found.added, found.removed), (vec!["b".to_owned()], vec![]));
        let found = only(r#"{"scope":"a b"}"#, r#"{"scope":"b c"}"#);
        assert_eq!(found.added, ["c"]);
        assert_eq!(found.removed, ["a"]);
        let found = only(r#"{"aud":"a"}"#, r#"{"aud":["a"]}"#);
        assert_eq!(found.form.as_deref(), Some("a string, then an array"));
    }

    #[test]
    fn dates_are_told_by_how_far_they_moved() {
        assert_eq!(
            only(r#"{"exp":100}"#, r#"{"exp":3700}"#).moved().as_deref(),
            Some("1h later")
        );
        assert_eq!(
            only(r#"{"exp":100}"#, r#"{"exp":40}"#).moved().as_deref(),
            Some("1m earlier")
        );
        assert_eq!(only(r#"{"exp":100}"#, r#"{"exp":"40"}"#).moved(), None);
        let moved = |a: &str, b: &str| {
            let a = Document::parse(a).0;
            let (changes, _) = compare(Some(&a), Some(&Document::parse(b).0));
            shift(&changes, Some(&a)).map(|shift| (shift.seconds, shift.claims.len()))
        };
        let a = r#"{"iat":1,"exp":2,"nbf":1}"#;
        assert_eq!(moved(a, r#"{"iat":11,"exp":12,"nbf":11}"#), Some((10, 3)));
        assert_eq!(moved(a, r#"{"iat":11,"exp":13,"nbf":11}"#), None);
        assert_eq!(moved(a, r#"{"iat":11,"exp":12,"nbf":1}"#), None);
        assert_eq!(moved(r#"{"exp":2}"#, r#"{"exp":12}"#), None);
    }
}
