//! `crit` (RFC 7515 §4.1.11) and the one extension that is understood: `b64` (RFC 7797).

use super::{Reason, header::Header};
use crate::token::{Document, Signature, Value};

/// Names that RFC 7515 §4.1, RFC 7516 §4.1 and RFC 7518 §4 define; `crit` must not list them.
const REGISTERED: [&str; 18] = [
    "alg", "jku", "jwk", "kid", "x5u", "x5c", "x5t", "x5t#S256", "typ", "cty", "crit", "enc",
    "zip", "epk", "apu", "apv", "p2s", "p2c",
];

/// What is wrong with the critical extensions of a header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Complaint {
    /// What was found, as a clause.
    pub(crate) why: String,
    /// Whether the header is in order, and only this tool lacks the extension.
    pub(crate) is_unknown_extension: bool,
}

impl Complaint {
    fn new(why: impl Into<String>) -> Self {
        Self {
            why: why.into(),
            is_unknown_extension: false,
        }
    }
}

/// What is wrong with `crit` and `b64` of a signature, if anything.
pub(crate) fn of_signature(signature: &Signature) -> Option<Complaint> {
    let mut header = Header::default();
    header.collect(signature);
    complaint(&header, signature)
}

/// What is wrong with `crit` of an encrypted object, for which no extension is known.
pub(crate) fn of_encrypted(header: &Document) -> Option<Complaint> {
    match names(header.get("crit")?) {
        Ok(names) => complaint_about(&names, Some(header)),
        Err(complaint) => Some(Complaint::new(complaint)),
    }
}

/// Why the critical extensions forbid to judge the signature, if they do.
pub(super) fn objection(header: &Header<'_>, signature: &Signature) -> Option<Reason> {
    complaint(header, signature).map(|complaint| Reason::CriticalExtension(complaint.why))
}

fn complaint(header: &Header<'_>, signature: &Signature) -> Option<Complaint> {
    if header.critical.is_none() && header.unencoded.is_none() && header.misplaced.is_none() {
        return None;
    }
    if let Some(name) = header.misplaced {
        return Some(Complaint::new(format!(
            "`{name}` stands in the unprotected header, where anybody can change it"
        )));
    }
    let names = match header.critical.map(names) {
        None => Vec::new(),
        Some(Ok(names)) => names,
        Some(Err(complaint)) => return Some(Complaint::new(complaint)),
    };
    if let Some(complaint) = complaint_about(&names, signature.protected.as_ref()) {
        return Some(complaint);
    }
    let unencoded = header.unencoded?;
    match unencoded.boolean() {
        None => Some(Complaint::new(format!(
            "`b64` is {}, not a boolean",
            unencoded.kind()
        ))),
        Some(false) if !names.iter().any(|name| name == "b64") => Some(Complaint::new(
            "`b64` is false and `crit` does not name it, so that verifiers disagree on what is \
             signed",
        )),
        Some(_) => None,
    }
}

fn complaint_about(names: &[String], protected: Option<&Document>) -> Option<Complaint> {
    // A header that is wrong in itself says more than an extension that is merely unknown.
    let mut unknown = None;
    for (index, name) in names.iter().enumerate() {
        let complaint = if names[..index].contains(name) {
            "twice"
        } else if REGISTERED.contains(&name.as_str()) {
            "which every verifier knows and `crit` must not list"
        } else if !protected.is_some_and(|protected| protected.has(name)) {
            "which the protected header does not have"
        } else {
            if name != "b64" && unknown.is_none() {
                unknown = Some(name);
            }
            continue;
        };
        return Some(Complaint::new(format!(
            "`crit` names `{name}`, {complaint}"
        )));
    }
    unknown.map(|name| Complaint {
        why: format!("`crit` names `{name}`, an extension that is not implemented here"),
        is_unknown_extension: true,
    })
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
