//! `--format ndjson`: one report a line, each with one token, and just what `--format json` says
//! about that token alone.
//!
//! Lines are written by hand, member by member, since at a hundred thousand tokens a second the
//! writing is most of the work: what a rule's name stands for is rendered once a run. Tests compare
//! lines with `--format json`.

use std::{
    borrow::Cow,
    cell::RefCell,
    collections::HashMap,
    fmt::Write as _,
    sync::{Arc, LazyLock},
};

use serde::Serialize;

use super::{
    ClassificationReport, EvidenceReport, FindingReport, JsonText, OutcomesLine, PlaceReport,
    ProviderReport, Report, SignatureReport, Summary, SuppressedReport, TokenReport, Unreadable,
    Who, build,
    escape::{self, first_but},
};
use crate::{
    rules::{self, Judgement, Outcome, Rule, Told},
    situation::FactName,
};

/// Writes lines. What is the same in each of them is rendered once.
#[derive(Debug)]
pub struct Lines {
    head: String,
    provider: String,
}

impl Lines {
    /// For the lines of one run, with the issuer's side that belongs to them.
    pub fn new(version: &str, now: &str, provider: Option<&ProviderReport>) -> Self {
        let head = format!(
            r#"{{"schema":"whichtoken/report/v1","tool":{{"version":{}}},"now":{},"tokens":["#,
            json(version),
            json(now)
        );
        Self {
            head,
            provider: harmless(&json(&provider)),
        }
    }

    /// Adds the line of a token.
    pub fn token(&self, text: &mut String, token: &TokenReport, summary: &Summary) {
        text.push_str(&self.head);
        self::token(text, token);
        self.end(text, None, summary);
    }

    /// Adds the line of an input, or of a line, that gave no token.
    pub fn unreadable(&self, text: &mut String, unreadable: &Unreadable, summary: &Summary) {
        text.push_str(&self.head);
        self.end(text, Some(unreadable), summary);
    }

    fn end(&self, text: &mut String, unreadable: Option<&Unreadable>, summary: &Summary) {
        text.push_str("],\"provider\":");
        text.push_str(&self.provider);
        // What a policy matches is known at the end of a run, and told there.
        text.push_str(",\"policy\":null");
        if let Some(unreadable) = unreadable {
            text.push_str(",\"unreadable\":[");
            text.push_str(&harmless(&json(unreadable)));
            text.push(']');
        }
        let counts = [
            (",\"summary\":{\"tokens\":", summary.tokens),
            (",\"errors\":", summary.errors),
            (",\"warnings\":", summary.warnings),
            (",\"infos\":", summary.infos),
            (",\"notes\":", summary.notes),
            (",\"suppressed\":", summary.suppressed),
            (",\"exit\":", usize::from(summary.exit)),
        ];
        for (name, count) in counts {
            text.push_str(name);
            number(text, count);
        }
        text.push_str("}}\n");
    }
}

/// A report that is at hand as a whole, in one line: what a command that judges one thing says.
pub fn render(report: &Report) -> String {
    let mut text = harmless(&json(report));
    text.push('\n');
    text
}

fn token(text: &mut String, token: &TokenReport) {
    text.push_str("{\"id\":");
    string(text, &token.id);
    place(text, &token.place);
    own(text, ",\"format\":", token.format);
    text.push_str(
        token
            .header
            .json(|text, header| written(text, ",\"header\":", header.as_ref())),
    );
    written(text, ",\"claims\":", token.claims.as_ref());
    if !token.damage.is_empty() {
        list(text, ",\"damage\":[", &token.damage, |text, one| {
            string(text, one)
        });
    }
    text.push_str(token.who.json(who));
    if let Some(vendor) = &token.vendor {
        own(text, ",\"vendor\":{\"key\":", vendor.key);
        text.push_str(",\"name\":");
        string(text, vendor.name);
        text.push('}');
    }
    text.push_str(token.classification.json(classification));
    text.push_str(token.signature.json(signature));
    text.push_str(token.findings.json(|text, findings| {
        list(text, ",\"findings\":[", findings, finding);
    }));
    if !token.suppressed.is_empty() {
        list(text, ",\"suppressed\":[", &token.suppressed, suppressed);
    }
    text.push_str(",\"outcomes\":");
    text.push_str(&token.outcomes.line.names);
    text.push_str(&token.outcomes.line.needs);
    text.push(']');
    if !token.outcomes.off.is_empty() {
        list(text, ",\"off\":[", &token.outcomes.off, |text, name| {
            own(text, "", name);
        });
    }
    text.push_str("},\"verdict\":");
    match &token.verdict {
        Some(verdict) => text.push_str(&harmless(&json(verdict))),
        None => text.push_str("null"),
    }
    text.push('}');
}

fn place(text: &mut String, place: &PlaceReport) {
    text.push_str(",\"place\":{\"input\":");
    string(text, &place.input);
    if let Some(slot) = &place.slot {
        text.push_str(",\"slot\":");
        string(text, slot);
    }
    if let Some(pointer) = &place.pointer {
        text.push_str(",\"pointer\":");
        string(text, pointer);
    }
    text.push('}');
}

fn who(text: &mut String, who: &Who) {
    optional(text, ",\"who\":{\"issued_by\":", who.issued_by.as_deref());
    optional(text, ",\"about\":", who.about.as_deref());
    optional(text, ",\"issued_to\":", who.issued_to.as_deref());
    list(text, ",\"issued_for\":[", &who.issued_for, |text, one| {
        string(text, one)
    });
    text.push('}');
}

fn classification(text: &mut String, found: &ClassificationReport) {
    own(text, ",\"classification\":{\"kind\":", found.kind);
    own(text, ",\"certainty\":", found.certainty);
    match found.runner_up {
        Some(kind) => own(text, ",\"runner_up\":", kind),
        None => text.push_str(",\"runner_up\":null"),
    }
    if let Some(profile) = found.profile {
        own(text, ",\"profile\":", profile);
    }
    if let Some(likely) = &found.likely {
        own(text, ",\"likely\":{\"kind\":", likely.kind);
        text.push_str(",\"because\":");
        string(text, &likely.because);
        text.push('}');
    }
    if let Some(kind) = found.overridden {
        own(text, ",\"overridden\":", kind);
    }
    list(text, ",\"evidence\":[", &found.evidence, evidence);
    text.push('}');
}

fn evidence(text: &mut String, evidence: &EvidenceReport) {
    own(text, "{\"id\":", evidence.id);
    if let Some(kind) = evidence.speaks_for {
        own(text, ",\"for\":", kind);
    }
    if let Some(kind) = evidence.speaks_against {
        own(text, ",\"against\":", kind);
    }
    text.push_str(",\"weight\":");
    number(text, usize::try_from(evidence.weight).unwrap_or_default());
    text.push_str(",\"because\":");
    either(text, &evidence.because);
    text.push_str(",\"pointer\":");
    string(text, &evidence.pointer);
    text.push('}');
}

fn signature(text: &mut String, signature: &SignatureReport) {
    own(text, ",\"signature\":{\"status\":", signature.status);
    optional(text, ",\"algorithm\":", signature.algorithm.as_deref());
    match &signature.key {
        None => text.push_str(",\"key\":null"),
        Some(key) => {
            optional(text, ",\"key\":{\"kid\":", key.kid.as_deref());
            text.push_str(",\"source\":");
            string(text, &key.source);
            optional(text, ",\"thumbprint\":", key.thumbprint.as_deref());
            text.push('}');
        }
    }
    text.push_str(",\"reason\":");
    string(text, &signature.reason);
    text.push('}');
}

fn finding(text: &mut String, finding: &FindingReport) {
    own(text, "{\"rule\":", finding.rule);
    own(text, ",\"family\":", finding.family);
    own(text, ",\"severity\":", finding.severity);
    own(text, ",\"confidence\":", finding.confidence);
    text.push_str(",\"message\":");
    string(text, &finding.message);
    text.push_str(",\"pointer\":");
    string(text, &finding.pointer);
    optional(text, ",\"expected\":", finding.expected.as_deref());
    optional(text, ",\"actual\":", finding.actual.as_deref());
    text.push_str(",\"fix\":");
    either(text, &finding.fix);
    text.push_str(SOURCES.get(finding.rule).map_or("", String::as_str));
    text.push('}');
}

fn suppressed(text: &mut String, known: &SuppressedReport) {
    finding(text, &known.finding);
    // The members of the finding stand beside these.
    text.pop();
    text.push_str(",\"reason\":");
    string(text, &known.reason);
    optional(text, ",\"expires\":", known.expires.as_deref());
    text.push('}');
}

/// By the name of a rule: the references and passages that its findings carry, as members.
static SOURCES: LazyLock<HashMap<&str, String>> = LazyLock::new(|| {
    let rendered = |rule: &&'static Rule| {
        let references = harmless(&json(&build::references(rule)));
        let article = harmless(&json(&build::article(rule)));
        let members = format!(",\"references\":{references},\"article\":{article}");
        (rule.name, members)
    };
    rules::ALL.iter().map(rendered).collect()
});

/// What every rule answered, as the value of `outcomes`. The names are the same for most tokens of a
/// log, and then they are not written anew.
pub(super) fn outcomes(judgement: &Judgement) -> OutcomesLine {
    let told = &judgement.told;
    let mut pattern = [0u64; PATTERN];
    for (index, told) in told.iter().enumerate() {
        pattern[index / 32] |= (list_of(&told.outcome) as u64) << (2 * (index % 32));
    }
    let names = NAMES.with_borrow_mut(|known| {
        // Rules that are off are not there, and the others move up.
        let off = judgement.off.iter().map(|rule| rule.name).collect();
        let pattern = (off, pattern);
        if let Some(names) = known.get(&pattern) {
            return Arc::clone(names);
        }
        let names: Arc<str> = Arc::from(names(told));
        if known.len() < MAX_PATTERNS {
            known.insert(pattern, Arc::clone(&names));
        }
        names
    });
    let mut needs = String::with_capacity(1 << 10);
    for told in told {
        if let Outcome::Needs(facts) = &told.outcome {
            let open = if needs.is_empty() {
                "{\"rule\":"
            } else {
                ",{\"rule\":"
            };
            own(&mut needs, open, told.rule.name);
            let fact = |text: &mut String, fact: &FactName| own(text, "", fact.name());
            list(&mut needs, ",\"facts\":[", facts, fact);
            needs.push('}');
        }
    }
    OutcomesLine { names, needs }
}

/// Words of a pattern: two bits a rule.
const PATTERN: usize = 8;
const _: () = assert!(
    rules::ALL.len() <= PATTERN * 32,
    "a pattern holds all rules"
);

/// The rules that are off, and of each other one its list.
type Pattern = (Vec<&'static str>, [u64; PATTERN]);

/// Patterns whose names are kept; one takes 4 KiB.
const MAX_PATTERNS: usize = 256;

thread_local! {
    static NAMES: RefCell<HashMap<Pattern, Arc<str>>> = RefCell::default();
}

/// Which list of names a rule is in; the last is that of `needs`.
fn list_of(outcome: &Outcome) -> usize {
    match outcome {
        Outcome::Fires(_) => 0,
        Outcome::Silent => 1,
        Outcome::NotApplicable(_) => 2,
        Outcome::Needs(_) => 3,
    }
}

fn names(told: &[Told]) -> String {
    let mut text = String::new();
    let lists = ["{\"fires\":[", "],\"silent\":[", "],\"not_applicable\":["];
    for (index, open) in lists.into_iter().enumerate() {
        text.push_str(open);
        let mut separator = "";
        for told in told.iter().filter(|told| list_of(&told.outcome) == index) {
            own(&mut text, separator, told.rule.name);
            separator = ",";
        }
    }
    text.push_str("],\"needs\":[");
    text
}

/// A member whose value is JSON that was parsed before.
fn written(text: &mut String, name: &str, value: Option<&JsonText>) {
    text.push_str(name);
    match value {
        Some(value) if value.is_clean => text.push_str(&escape::json(value.get())),
        Some(value) => push_harmless(text, value.get()),
        None => text.push_str("null"),
    }
}

fn list<T>(text: &mut String, open: &str, items: &[T], write: impl Fn(&mut String, &T)) {
    text.push_str(open);
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        write(text, item);
    }
    text.push(']');
}

fn optional(text: &mut String, name: &str, value: Option<&str>) {
    text.push_str(name);
    match value {
        Some(value) => string(text, value),
        None => text.push_str("null"),
    }
}

/// A member whose value is a name of our own: letters, digits and hyphens.
fn own(text: &mut String, member: &str, name: &'static str) {
    text.push_str(member);
    text.push('"');
    text.push_str(name);
    text.push('"');
}

fn number(text: &mut String, number: usize) {
    match u8::try_from(number) {
        Ok(digit @ 0..=9) => text.push(char::from(b'0' + digit)),
        _ => write!(text, "{number}").expect("a string takes all that is written"),
    }
}

/// Text that may be our own, which holds neither tokens nor hostile characters.
#[expect(clippy::ptr_arg, reason = "whether the text is our own is what counts")]
fn either(text: &mut String, value: &Cow<'static, str>) {
    let is_plain = |byte: u8| (byte >= b' ') & (byte != b'"') & (byte != b'\\');
    match value {
        Cow::Borrowed(ours) if first_but(ours.as_bytes(), is_plain).is_none() => {
            own(text, "", ours);
        }
        value => string(text, value),
    }
}

/// The one door for text that is not our own.
fn string(text: &mut String, value: &str) {
    let is_plain = |byte: u8| (b' '..=b'~').contains(&byte) & (byte != b'"') & (byte != b'\\');
    if first_but(value.as_bytes(), is_plain).is_none() {
        text.push('"');
        text.push_str(&escape::without_tokens(value));
        text.push('"');
    } else {
        push_harmless(text, &json(value));
    }
}

fn push_harmless(text: &mut String, json: &str) {
    let json = escape::without_tokens(json);
    text.push_str(&escape::json(&json));
}

/// Tokens cut and hostile characters escaped in a text as a whole, so that no member can be
/// forgotten.
fn harmless(json: &str) -> String {
    let mut text = String::new();
    push_harmless(&mut text, json);
    text
}

fn json(value: &(impl Serialize + ?Sized)) -> String {
    serde_json::to_string(value)
        .expect("a report holds strings, numbers and JSON text that was parsed before")
}
