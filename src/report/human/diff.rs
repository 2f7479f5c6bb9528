//! `diff`, for people: what differs, and at last what does not.

use super::{
    findings,
    page::{Page, Span, Tone, WIDTH, dim, plain, strong, toned},
};
use crate::report::{
    SignatureReport,
    diff::{Change, Diff, MemberChange, Pair, Which},
};

/// Columns of the labels.
const LABEL: usize = 11;

/// Columns of the names of members; a longer name pushes its value aside.
const NAME: usize = 16;

/// The comparison as text.
pub fn render(diff: &Diff, color: bool) -> String {
    let mut page = Page::new(color);
    page.row(0, &strong("A"), 3, &[plain(&diff.a)]);
    page.row(0, &strong("B"), 3, &[plain(&diff.b)]);
    page.blank();
    for pair in &diff.pairs {
        self::pair(&mut page, pair);
        page.blank();
    }
    for (side, tokens) in [("A", &diff.only_a), ("B", &diff.only_b)] {
        for token in tokens {
            let mut spans = vec![plain(format!("in {side} only: "))];
            spans.extend(which(token));
            page.paragraph(0, 2, &spans);
        }
    }
    page.blank();
    page.paragraph(0, 2, &[conclusion(diff)]);
    page.finish()
}

fn conclusion(diff: &Diff) -> Span {
    if diff.same {
        return toned(
            Tone::Good,
            "the same (bytes of signatures are not compared)",
        );
    }
    let sum = |count: fn(&Pair) -> usize| diff.pairs.iter().map(count).sum::<usize>();
    let kinds = sum(|pair| usize::from(pair.a.kind != pair.b.kind));
    let alone = diff.only_a.len() + diff.only_b.len();
    let counts = [
        (alone, "token without a partner", "tokens without a partner"),
        (kinds, "kind", "kinds"),
        (
            sum(|pair| pair.header.len()),
            "header member",
            "header members",
        ),
        (sum(|pair| pair.claims.len()), "claim", "claims"),
        (
            sum(|pair| pair.disclosed.len()),
            "disclosure",
            "disclosures",
        ),
        (
            sum(|pair| usize::from(pair.same_text == Some(false))),
            "text",
            "texts",
        ),
        (
            sum(|pair| usize::from(pair.signature.changed)),
            "signature",
            "signatures",
        ),
        (
            sum(|pair| pair.lost.len() + pair.gained.len()),
            "finding",
            "findings",
        ),
    ];
    let told: Vec<String> = counts
        .iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| format!("{count} {}", if *count == 1 { one } else { many }))
        .collect();
    match told.as_slice() {
        [] => strong("different on what evidence the kind rests"),
        told => strong(format!("different: {}", told.join(", "))),
    }
}

fn pair(page: &mut Page, pair: &Pair) {
    let mut heading = which(&pair.a);
    if pair.a.slot != pair.b.slot || pair.a.kind != pair.b.kind {
        heading.push(plain(" → "));
        heading.extend(which(&pair.b));
    }
    page.rule(&heading);
    let row = |page: &mut Page, label: &str, spans: &[Span]| {
        page.row(2, &dim(label), LABEL, spans);
    };
    let became = |page: &mut Page, label: &str, a: &str, b: &str| {
        if a != b {
            row(page, label, &[plain(a), dim(" → "), strong(b)]);
        }
    };
    became(page, "kind", pair.a.kind, pair.b.kind);
    became(page, "certainty", pair.a.certainty, pair.b.certainty);
    let profile = |which: &Which| which.profile.unwrap_or("none");
    became(page, "profile", profile(&pair.a), profile(&pair.b));
    became(page, "format", pair.a.format, pair.b.format);
    if pair.signature.changed {
        let (a, b) = (signature(&pair.signature.a), signature(&pair.signature.b));
        became(page, "signature", &a, &b);
    }
    if pair.same_text == Some(false) {
        let what = "another text, which only its receiver can read";
        row(page, "content", &[plain(what)]);
    }
    if let Some(shift) = &pair.shift {
        let names = list(&shift.claims);
        row(
            page,
            "times",
            &[plain(format!("{names} {}", shift.moved()))],
        );
    }
    members(page, "header", &pair.header, &[]);
    let told: &[String] = pair.shift.as_ref().map_or(&[], |shift| &shift.claims);
    members(page, "claims", &pair.claims, told);
    members(page, "disclosed", &pair.disclosed, &[]);
    for (title, found) in [
        ("A only, findings", &pair.lost),
        ("B only, findings", &pair.gained),
    ] {
        if !found.is_empty() {
            page.blank();
            page.paragraph(0, 2, &[strong(title)]);
        }
        for finding in found {
            findings::headline(page, finding);
        }
    }
    if pair.same {
        row(page, "same", &[plain("nothing differs")]);
    } else if !pair.unchanged.is_empty() {
        page.blank();
        row(page, "same", &[dim(pair.unchanged.join(", "))]);
    }
}

/// `iat, nbf and exp`
fn list(names: &[String]) -> String {
    match names {
        [most @ .., last] if !most.is_empty() => format!("{} and {last}", most.join(", ")),
        names => names.concat(),
    }
}

/// `access_token · access token`
fn which(token: &Which) -> Vec<Span> {
    let mut spans = Vec::new();
    if let Some(slot) = &token.slot {
        spans.push(plain(slot));
        spans.push(dim(" · "));
    }
    spans.push(strong(token.label));
    spans
}

fn signature(signature: &SignatureReport) -> String {
    let status = match signature.status {
        "not-checked" => "not checked",
        status => status,
    };
    let algorithm = signature.algorithm.as_deref().unwrap_or("no algorithm");
    let kid = signature.key.as_ref().and_then(|key| key.kid.as_deref());
    match kid {
        Some(kid) => format!("{status} ({algorithm}, key {kid})"),
        None => format!("{status} ({algorithm})"),
    }
}

/// Members that differ, but for those that were told already.
fn members(page: &mut Page, title: &str, changes: &[MemberChange], told: &[String]) {
    let changes: Vec<&MemberChange> = changes
        .iter()
        .filter(|change| !told.contains(&change.name))
        .collect();
    if changes.is_empty() {
        return;
    }
    page.blank();
    page.paragraph(0, 2, &[strong(title)]);
    for change in changes {
        member(page, change);
    }
}

fn member(page: &mut Page, change: &MemberChange) {
    let value = |raw: &Option<Box<serde_json::value::RawValue>>| {
        raw.as_ref()
            .map_or_else(String::new, |raw| shown(raw.get()))
    };
    let (a, b) = (value(&change.a), value(&change.b));
    let label = |sign: &str, tone| toned(tone, format!("{sign} {}", change.name));
    match change.change {
        Change::Added => page.row(2, &label("+", Tone::Good), NAME, &[plain(b)]),
        Change::Removed => page.row(2, &label("-", Tone::Error), NAME, &[plain(a)]),
        Change::Changed => {
            let name = label("~", Tone::Name);
            if let Some(form) = &change.form {
                page.row(2, &name, NAME, &[plain(form), plain(": "), plain(b)]);
            } else if !change.added.is_empty() || !change.removed.is_empty() {
                page.row(2, &name, NAME, &items(change));
            } else if let Some(moved) = change.moved() {
                let dates = format!(" ({} → {})", date(&a), date(&b));
                page.row(2, &name, NAME, &[plain(moved), dim(dates)]);
            } else {
                both(page, &name, &plain(a), &plain(b));
            }
        }
    }
}

/// Two values in a line where they fit, else in two.
fn both(page: &mut Page, name: &Span, a: &Span, b: &Span) {
    let room = WIDTH.saturating_sub(2 + NAME.max(name.width() + 1));
    if a.width() + b.width() + 3 <= room {
        page.row(2, name, NAME, &[a.clone(), dim(" → "), b.clone()]);
    } else {
        page.row(2, name, NAME, &[dim("A "), a.clone()]);
        page.row(2, &plain(""), NAME, &[dim("B "), b.clone()]);
    }
}

fn items(change: &MemberChange) -> Vec<Span> {
    let added = change.added.iter().map(|item| (Tone::Good, '+', item));
    let removed = change.removed.iter().map(|item| (Tone::Error, '-', item));
    let mut spans = Vec::new();
    for (tone, sign, item) in removed.chain(added) {
        if !spans.is_empty() {
            spans.push(plain("  "));
        }
        spans.push(toned(tone, format!("{sign}{item}")));
    }
    spans
}

fn date(number: &str) -> String {
    crate::token::NumericDate::parse(number)
        .map_or_else(|| number.to_owned(), |date| date.to_string())
}

/// A string bare, anything else as JSON; a string that reads like another value in its quotes.
fn shown(json: &str) -> String {
    let text: Option<String> = serde_json::from_str(json).ok();
    match text {
        Some(text) if !text.is_empty() && text.trim() == text && !reads_as_other(&text) => text,
        _ => json.to_owned(),
    }
}

fn reads_as_other(text: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}
