//! What differs between two tokens, or between the tokens of two responses.
//!
//! The same are tokens with the same members of header, claims and disclosures, the same kind,
//! format and state of the signature, and the same findings. The order of members, that of lists of
//! strings, and the bytes of signatures do not count: two tokens that say the same are rarely signed
//! alike. An id such as `jti` counts, since it may be what a receiver stumbles over.

mod members;
mod pairs;

use serde::Serialize;

use super::{FindingReport, SignatureReport, TokenReport, Tool, escape};
use crate::{
    redact::Masks,
    token::{NumericDate, Token},
};

pub use members::{Change, MemberChange, Shift};

/// One side of a comparison.
#[derive(Debug, Default)]
pub struct Side {
    /// `argument`, `stdin`, or a file's path.
    pub input: String,
    /// Its tokens, each with what was said of it.
    pub tokens: Vec<(TokenReport, Token)>,
}

/// The comparison.
#[derive(Debug, Serialize)]
pub struct Diff {
    /// `whichtoken/diff/v1`
    pub schema: &'static str,
    /// The program.
    pub tool: Tool,
    /// The time of judgement, RFC 3339.
    pub now: String,
    /// The input that A names.
    pub a: String,
    /// The input that B names.
    pub b: String,
    /// Whether nothing differs.
    pub same: bool,
    /// Tokens that stand for each other, in the order of A.
    pub pairs: Vec<Pair>,
    /// Tokens of A without one in B.
    pub only_a: Vec<Which>,
    /// Tokens of B without one in A.
    pub only_b: Vec<Which>,
    /// The exit status.
    pub exit: u8,
}

/// Two tokens that stand for each other.
#[derive(Debug, Serialize)]
pub struct Pair {
    /// The first.
    pub a: Which,
    /// The second.
    pub b: Which,
    /// Whether nothing differs.
    pub same: bool,
    /// Whether the text is the same where it cannot be read (opaque, encrypted, damaged); `null` for
    /// tokens that were compared claim by claim.
    pub same_text: Option<bool>,
    /// Header members that differ.
    pub header: Vec<MemberChange>,
    /// Claims that differ.
    pub claims: Vec<MemberChange>,
    /// What the disclosures of SD-JWTs show otherwise.
    pub disclosed: Vec<MemberChange>,
    /// Names of claims that are in both and say the same.
    pub unchanged: Vec<String>,
    /// Where the times only moved together.
    pub shift: Option<Shift>,
    /// The state of the signatures.
    pub signature: Signatures,
    /// Findings about A that B does not draw.
    pub lost: Vec<FindingReport>,
    /// Findings about B that A does not draw.
    pub gained: Vec<FindingReport>,
}

/// Which token it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Which {
    /// Its number in its input.
    pub id: String,
    /// The field or header it stood in.
    pub slot: Option<String>,
    /// The serialization.
    pub format: &'static str,
    /// Fixed name of the kind.
    pub kind: &'static str,
    /// `certain`, `likely` or `ambiguous`.
    pub certainty: &'static str,
    /// For an access token: `rfc9068` or `de-facto`.
    pub profile: Option<&'static str>,
    /// The kind in words, for people.
    #[serde(skip)]
    pub label: &'static str,
}

/// The state of both signatures.
#[derive(Debug, Serialize)]
pub struct Signatures {
    /// Whether status, algorithm or key differ.
    pub changed: bool,
    /// That of the first.
    pub a: SignatureReport,
    /// That of the second.
    pub b: SignatureReport,
}

/// Compares two sides. The exit status is `otherwise` where something could not be done.
pub fn compare(a: Side, b: Side, now: NumericDate, otherwise: u8) -> Diff {
    let (inputs, matched) = ((a.input, b.input), pairs::matched(a.tokens, b.tokens));
    let pairs: Vec<Pair> = matched
        .pairs
        .into_iter()
        .map(|(one, other)| pair(one, other))
        .collect();
    let same = pairs.iter().all(|pair| pair.same)
        && matched.only_a.is_empty()
        && matched.only_b.is_empty();
    let names = |tokens: Vec<TokenReport>| tokens.iter().map(Which::of).collect();
    Diff {
        schema: "whichtoken/diff/v1",
        tool: Tool {
            version: env!("CARGO_PKG_VERSION"),
        },
        now: now.to_string(),
        a: inputs.0,
        b: inputs.1,
        same,
        pairs,
        only_a: names(matched.only_a),
        only_b: names(matched.only_b),
        exit: match (otherwise, same) {
            (0, same) => u8::from(!same),
            (otherwise, _) => otherwise,
        },
    }
}

/// The comparison as pretty-printed JSON, with a final line break; tokens cut as in a report.
pub fn json(diff: &Diff) -> String {
    let text = serde_json::to_string_pretty(diff)
        .expect("a comparison holds strings, numbers and JSON text that was parsed before");
    let text = escape::without_tokens(&text);
    let mut text = escape::json(&text).into_owned();
    text.push('\n');
    text
}

/// Masks reports on their way into a comparison.
pub fn mask<'a>(
    reports: impl Iterator<Item = &'a mut TokenReport>,
    now: NumericDate,
    masks: &Masks,
) {
    super::redact::tokens(reports, now, masks, |_| ());
}

impl Which {
    fn of(report: &TokenReport) -> Self {
        Self {
            id: report.id.clone(),
            slot: report.place.slot.clone(),
            format: report.format,
            kind: report.classification.kind,
            certainty: report.classification.certainty,
            profile: report.classification.profile,
            label: report.classification.label,
        }
    }

    /// Whether both are of one kind, on evidence that is as good.
    fn is_like(&self, other: &Self) -> bool {
        (self.format, self.kind, self.certainty, self.profile)
            == (other.format, other.kind, other.certainty, other.profile)
    }
}

fn pair((a, token_a): (TokenReport, Token), (b, token_b): (TokenReport, Token)) -> Pair {
    let names = (Which::of(&a), Which::of(&b));
    let (header, _) = members::compare(token_a.header(), token_b.header());
    let (claims, unchanged) = members::compare(token_a.claims(), token_b.claims());
    let shown = (members::disclosed(&token_a), members::disclosed(&token_b));
    let (disclosed, _) = members::compare(Some(&shown.0), Some(&shown.1));
    let is_read = |token: &Token, format| format != "damaged" && token.claims().is_some();
    let same_text = (!(is_read(&token_a, a.format) && is_read(&token_b, b.format)))
        .then(|| unreadable(&token_a) == unreadable(&token_b));
    let signature = Signatures {
        changed: !is_like(&a.signature, &b.signature),
        a: a.signature.into_inner(),
        b: b.signature.into_inner(),
    };
    let (lost, gained) = findings(a.findings.into_inner(), b.findings.into_inner());
    let same = names.0.is_like(&names.1)
        && [&header, &claims, &disclosed]
            .iter()
            .all(|all| all.is_empty())
        && same_text != Some(false)
        && !signature.changed
        && lost.is_empty()
        && gained.is_empty();
    Pair {
        a: names.0,
        b: names.1,
        same,
        same_text,
        shift: members::shift(&claims, token_a.claims()),
        header,
        claims,
        disclosed,
        unchanged,
        signature,
        lost,
        gained,
    }
}

/// What is compared of a token without readable claims: of a JWS its payload, of others the text.
fn unreadable(token: &Token) -> &[u8] {
    match token.signed().and_then(|signed| signed.signatures.first()) {
        Some(first) => token.signing_input(first),
        None => token.raw().expose().as_bytes(),
    }
}

fn is_like(a: &SignatureReport, b: &SignatureReport) -> bool {
    let key = |signature: &SignatureReport| {
        let key = signature.key.as_ref()?;
        Some((key.kid.clone(), key.thumbprint.clone()))
    };
    a.status == b.status && a.algorithm == b.algorithm && key(a) == key(b)
}

/// Findings of one side alone, by rule, place and severity: texts may quote what differs anyway.
fn findings(
    a: Vec<FindingReport>,
    b: Vec<FindingReport>,
) -> (Vec<FindingReport>, Vec<FindingReport>) {
    type Mark = (&'static str, String, &'static str);
    let marks = |findings: &[FindingReport]| -> Vec<Mark> {
        let mark = |one: &FindingReport| (one.rule, one.pointer.clone(), one.severity);
        findings.iter().map(mark).collect()
    };
    let without = |findings: Vec<FindingReport>, mut known: Vec<Mark>| {
        let mut is_new = |one: &FindingReport| {
            let found = known
                .iter()
                .position(|mark| *mark == (one.rule, one.pointer.clone(), one.severity));
            found.map(|at| known.swap_remove(at)).is_none()
        };
        findings.into_iter().filter(|one| is_new(one)).collect()
    };
    let (known_a, known_b) = (marks(&a), marks(&b));
    (without(a, known_b), without(b, known_a))
}
