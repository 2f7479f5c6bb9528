//! `crit` (RFC 7515 §4.1.11) and the one extension that is understood: `b64` (RFC 7797).

use super::{Reason, header::Header};
use crate::token::{Signature, Value};

/// Names that RFC 7515 §4.1, RFC 7516 §4.1 and RFC 7518 §4 define; `crit` must not list them.
const REGISTERED: [&str; 18] = [
    "alg", "jku", "jwk", "kid", "x5u", "x5c", "x5t", "x5t#S256", "typ", "cty", "crit", "enc",
    "zip", "epk", "apu", "apv", "p2s", "p2c",
];

/// Why the critical extensions forbid to judge the signature, if they do.
pub(super) fn objection(header: &Header<'_>, signature: &Signature) -> Option<Reason> {
    if header.critical.is_none() && header.unencoded.is_none() && header.misplaced.is_none() {
        return None;
    }
    complaint(header, signature).map(Reason::CriticalExtension)
}

fn complaint(header: &Header<'_>, signature: &Signature) -> Option<String> {
    if let Some(name) = header.misplaced {
        return Some(format!(
            "`{name}` stands in the unprotected header, where anybody can change it"
        ));
    }
    let names = match header.critical.map(names) {
        None => Vec::new(),
        Some(Ok(names)) => names,
        Some(Err(complaint)) => return Some(complaint),
    };
    for (index, name) in names.iter().enumerate() {
        let complaint = if names[..index].contains(name) {
            "twice"
        } else if REGISTERED.contains(&name.as_str()) {
            "which every verifier knows and `crit` must not list"
        } else if !signature
            .protected
            .as_ref()
            .is_some_and(|protected| protected.has(name))
        {
            "which the protected header does not have"
        } else if name != "b64" {
            "an extension that is not implemented here"
        } else {
            continue;
        };
        return Some(format!("`crit` names `{name}`, {complaint}"));
    }
    let unencoded = header.unencoded?;
    match unencoded.boolean() {
        None => Some(format!("`b64` is {}, not a boolean", unencoded.kind())),
        Some(false) if !names.iter().any(|name| name == "b64") => Some(
            "`b64` is false and `crit` does not name it, so that verifiers disagree on what is \
             signed"
                .to_owned(),
        ),
        Some(_) => None,
    }
}

fn names(critical: Value<'_>) -> Result<Vec<String>, String> {
    let kind = critical.kind();
    let Some(items) = critical.items() else {
        return Err(format!("`crit` is {kind}, not an array of names"));
    };
    if items.is_empty() {
        return Err("`crit` is an empty array".to_owned());
    }
    items
        .iter()
        .map(|item| match item.string() {
            Some(name) => Ok(name.into_owned()),
            None => Err(format!("`crit` holds {}, not a name", item.kind())),
        })
        .collect()
}
