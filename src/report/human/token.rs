//! What is said about one token, from its signature to the facts that are missing.

use super::{
    findings, members,
    page::{Page, Span, Tone, dim, plain, strong, toned},
    verdict, worth_listing,
};
use crate::{
    classify::Kind,
    order,
    report::{
        ClassificationReport, EvidenceReport, KeyReport, Report, SignatureReport, TokenReport,
    },
};

/// Columns of the labels of the four lines.
const LABEL: usize = 12;

/// Pieces of evidence that are shown; the rest is in the JSON.
const EVIDENCE: usize = 5;

/// Everything about a token.
pub(super) fn full(page: &mut Page, token: &TokenReport, report: &Report) {
    head(page, token, report);
    signature(page, token, report);
    page.blank();
    classification(page, &token.classification);
    page.blank();
    who(page, token);
    vendor(page, token);
    page.blank();
    damage(page, token);
    members::section(page, "header", &token.explained.header);
    page.blank();
    members::section(page, "claims", &token.explained.claims);
    page.blank();
    members::section(
        page,
        "disclosed by the holder, not compared with the digests",
        &token.explained.disclosed,
    );
    page.blank();
    findings::full(page, &token.findings);
    findings::needs(page, &token.outcomes.needs);
}

/// Which token, whether it is genuine, and the four lines.
pub(super) fn heading(page: &mut Page, token: &TokenReport, report: &Report) {
    summary(page, token, report);
    page.blank();
    who(page, token);
    vendor(page, token);
}

/// One compact block: which token, whether it is genuine, what was found.
pub(super) fn findings_only(page: &mut Page, token: &TokenReport, report: &Report) {
    summary(page, token, report);
    if let Some(told) = &token.verdict {
        verdict::line(page, told);
    }
    findings::compact(page, &token.findings);
    findings::missing(page, &token.outcomes.needs);
}

/// Which token, and whether it is genuine, in one line.
fn summary(page: &mut Page, token: &TokenReport, report: &Report) {
    let mut spans = Vec::new();
    if let Some(place) = place(token, report) {
        spans.push(strong(place));
        spans.push(plain(" · "));
    }
    spans.push(plain(token.classification.label));
    spans.push(plain(format!(" ({})", token.classification.certainty)));
    spans.push(plain(" · "));
    let (tone, _, status) = status(&token.signature);
    spans.push(toned(tone, status));
    page.paragraph(0, 2, &spans);
}

/// Which of several tokens, and where it stood, if that says anything.
fn head(page: &mut Page, token: &TokenReport, report: &Report) {
    if let Some(place) = place(token, report) {
        let mut spans = vec![strong(place)];
        if !token.place.unwrapped.is_empty() {
            spans.push(dim(format!(
                " (taken off: {})",
                token.place.unwrapped.join(", ")
            )));
        }
        page.rule(&spans);
        page.blank();
    }
}

fn place(token: &TokenReport, report: &Report) -> Option<String> {
    let mut parts = Vec::new();
    if report.tokens.len() > 1 {
        parts.push(format!("token {}", token.id));
    }
    let place = &token.place;
    match (
        place.slot.as_deref().or(place.pointer.as_deref()),
        place.input.as_str(),
    ) {
        (Some(inside), input) => parts.push(format!("{inside} of {input}")),
        (None, "argument" | "stdin") if place.unwrapped.is_empty() => {}
        (None, file) => parts.push(file.to_owned()),
    }
    if !matches!(token.format, "jws-compact" | "opaque" | "jwe-compact") {
        parts.push(token.format.to_owned());
    }
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// The status in words, with its mark and colour.
pub(super) fn status(signature: &SignatureReport) -> (Tone, &'static str, &'static str) {
    match signature.status {
        "valid" => (Tone::Good, "✓", "signature valid"),
        "invalid" => (Tone::Error, "✗", "signature INVALID"),
        "unsigned" => (Tone::Error, "✗", "NOT SIGNED"),
        _ => (Tone::Warn, "!", "signature not checked"),
    }
}

/// Loud where the signature proves nothing.
fn signature(page: &mut Page, token: &TokenReport, report: &Report) {
    let signature = &token.signature;
    let (tone, mark, words) = status(signature);
    let mut spans = vec![toned(tone, format!("{mark} {words}"))];
    let by = with_what(signature);
    if signature.status == "valid" {
        spans.push(plain(" · "));
        spans.extend(by);
    } else {
        spans.push(plain(format!(": {}", signature.reason)));
        if signature.status == "invalid" && signature.key.is_some() {
            spans.push(plain(" ("));
            spans.extend(by);
            spans.push(plain(")"));
        }
        spans.push(plain(match (signature.status, token.claims.is_some()) {
            ("invalid", true) => " — do not believe the claims below",
            ("unsigned", true) => " — anybody can have written the claims below",
            ("not-checked", true) => " — the claims below are what the token says of itself",
            _ => "",
        }));
    }
    page.paragraph(0, 2, &spans);
    let by_token = report
        .provider
        .as_ref()
        .is_some_and(|provider| provider.chosen_by_token);
    if by_token && signature.status == "valid" {
        page.paragraph(
            0,
            2,
            &[
                toned(Tone::Warn, "! the token chose the issuer whose key this is"),
                plain(": good for looking, no proof of who issued it"),
            ],
        );
    }
}

/// Algorithm and key, as far as they are known.
fn with_what(signature: &SignatureReport) -> Vec<Span> {
    let algorithm = signature.algorithm.as_deref().unwrap_or("no algorithm");
    let mut spans = vec![plain(algorithm)];
    if let Some(key) = &signature.key {
        spans.push(plain(" · "));
        spans.extend(key_used(key));
    }
    spans
}

fn key_used(key: &KeyReport) -> Vec<Span> {
    let mut spans = match &key.kid {
        Some(kid) => vec![
            plain("key "),
            strong(kid),
            plain(format!(" of {}", key.source)),
        ],
        None if key.source.starts_with("secret") => vec![plain(&key.source)],
        None => vec![plain(format!("key of {}", key.source))],
    };
    if let Some(thumbprint) = key
        .thumbprint
        .as_ref()
        .filter(|_| key.kid != key.thumbprint)
    {
        spans.push(dim(format!(" (thumbprint {thumbprint})")));
    }
    spans
}

/// Which token it is, and the strongest evidence.
fn classification(page: &mut Page, found: &ClassificationReport) {
    page.paragraph(0, 2, &which(found));
    let shown = telling(found);
    let kinds = shown
        .iter()
        .map(|evidence| plain(kind_of(evidence)).width())
        .max()
        .unwrap_or(0);
    for evidence in &shown {
        let evidence = *evidence;
        let kind = kind_of(evidence);
        let spans = [
            plain(kind),
            plain(" ".repeat(kinds + 2 - plain(kind).width())),
            plain(&evidence.because),
        ];
        let label = dim(format!("{:>8}", weight(evidence)));
        row_under(page, &label, kinds + 12, &spans);
    }
    if let more @ 1.. = found.evidence.len() - shown.len() {
        page.paragraph(2, 4, &[dim(format!("… and {more} more in --format json"))]);
    }
}

/// The strongest evidence; what merely excludes kinds that are out of the question comes last.
fn telling(found: &ClassificationReport) -> Vec<&EvidenceReport> {
    let in_question = |evidence: &EvidenceReport| {
        let kind = Some(kind_of(evidence));
        kind == Some(found.kind) || kind == found.runner_up || kind == found.overridden
    };
    let mut evidence: Vec<&EvidenceReport> = found.evidence.iter().collect();
    order::sort_by_key(&mut evidence, |evidence| {
        evidence.weight >= 100 && !in_question(evidence)
    });
    evidence.truncate(worth_listing(evidence.len(), EVIDENCE));
    evidence
}

/// A row whose text has two columns: kind, and reason under which it wraps.
fn row_under(page: &mut Page, label: &Span, indent: usize, spans: &[Span]) {
    let mut line = vec![label.clone(), plain("  ")];
    line.extend_from_slice(spans);
    page.paragraph(2, 2 + indent, &line);
}

fn kind_of(evidence: &EvidenceReport) -> &'static str {
    evidence
        .speaks_for
        .or(evidence.speaks_against)
        .unwrap_or_default()
}

/// Weights as people read them; 100 is not a sum but a decision.
fn weight(evidence: &EvidenceReport) -> String {
    match (evidence.speaks_for.is_some(), evidence.weight) {
        (true, 100..) => "decides".to_owned(),
        (false, 100..) => "excludes".to_owned(),
        (true, weight) => format!("+{weight}"),
        (false, 0) => "0".to_owned(),
        (false, weight) => format!("-{weight}"),
    }
}

fn which(found: &ClassificationReport) -> Vec<Span> {
    let label = |name: &'static str| Kind::from_name(name).map_or(name, Kind::label);
    let next = found.runner_up_label;
    let mut spans = vec![strong(found.label)];
    match found.profile {
        Some("rfc9068") => spans.push(plain(" in the profile of RFC 9068")),
        Some(_) => spans.push(plain(" outside the profile of RFC 9068")),
        None => {}
    }
    let remark = match (found.overridden, found.certainty, next) {
        (Some(evidence), _, _) => {
            format!("stated with --as; the evidence says {}", label(evidence))
        }
        (None, "ambiguous", Some(other)) => {
            spans.push(plain(" or "));
            spans.push(strong(other));
            "ambiguous: the content does not tell, so both are judged".to_owned()
        }
        (None, certainty, Some(other)) => format!("{certainty}; next: {other}"),
        (None, certainty, None) => certainty.to_owned(),
    };
    spans.push(plain(format!(" ({remark})")));
    if let Some(likely) = &found.likely {
        spans.push(plain(", likely "));
        spans.push(strong(label(likely.kind)));
        spans.push(plain(format!(": {}", likely.because)));
    }
    spans
}

/// The four lines on which most quarrels end.
fn who(page: &mut Page, token: &TokenReport) {
    if let Some(shape) = &token.explained.shape {
        page.row(2, &dim("what"), LABEL, &[plain(shape)]);
    }
    if token.claims.is_none() {
        let reader = match token.format {
            "opaque" => "only its issuer can tell",
            "jwe-compact" | "jwe-json" => "only its recipient can read it",
            _ => "the claims cannot be read",
        };
        page.row(2, &dim("who"), LABEL, &[plain("— "), plain(reader)]);
        return;
    }
    let who = &token.who;
    let line = |page: &mut Page, label: &str, value: Option<&str>, rest: &str, absent: &str| {
        let spans = match value {
            Some(value) => vec![strong(value), dim(rest)],
            None => vec![plain("—"), dim(absent)],
        };
        page.row(2, &dim(label), LABEL, &spans);
    };
    let absent = |claim: &str, malformed: &str| {
        let is_there = token.explained.claims.iter().any(|line| line.name == claim);
        match is_there {
            true => format!(" `{claim}` {malformed}"),
            false => format!(" no `{claim}`"),
        }
    };
    let no_issuer = absent("iss", "is no string");
    line(
        page,
        "issued by",
        who.issued_by.as_deref(),
        " (iss)",
        &no_issuer,
    );
    let about = match who.about_note {
        Some(note) => format!(" (sub), {note}"),
        None => " (sub)".to_owned(),
    };
    let no_subject = absent("sub", "is no string");
    line(page, "about", who.about.as_deref(), &about, &no_subject);
    let claim = match who.issued_to_claim {
        Some("aud") => " (aud: the one audience of an ID token is its client)".to_owned(),
        Some(claim) => format!(" ({claim})"),
        None => String::new(),
    };
    let no_client = " no `azp`, `client_id`, `appid` or `cid`";
    line(
        page,
        "issued to",
        who.issued_to.as_deref(),
        &claim,
        no_client,
    );
    let audience = (!who.issued_for.is_empty()).then(|| who.issued_for.join(", "));
    line(
        page,
        "issued for",
        audience.as_deref(),
        " (aud)",
        &absent("aud", "names nobody"),
    );
}

/// Whose software issued it, if its look tells.
fn vendor(page: &mut Page, token: &TokenReport) {
    let Some(vendor) = &token.vendor else {
        return;
    };
    let spans = [
        dim("issuer known: "),
        strong(vendor.name),
        dim(format!(", by its look (whichtoken explain {})", vendor.key)),
    ];
    page.paragraph(2, 4, &spans);
}

/// What was odd in the spelling and is the matter of no finding, and what could be saved of a broken
/// token.
fn damage(page: &mut Page, token: &TokenReport) {
    if token.damage.is_empty() {
        return;
    }
    let is_told = |damage: &String| {
        let mut messages = token.findings.iter().map(|finding| &finding.message);
        messages.any(|message| message.contains(damage))
    };
    let untold: Vec<&String> = token.damage.iter().filter(|one| !is_told(one)).collect();
    if !untold.is_empty() {
        page.paragraph(0, 0, &[strong("damage")]);
    }
    for damage in untold {
        page.paragraph(2, 4, &[toned(Tone::Warn, "- "), plain(damage)]);
    }
    let saved = |name: &str, is_there: bool, members: usize| match (is_there, members) {
        (false, _) => format!("no {name}"),
        (true, 1) => format!("1 member of the {name}"),
        (true, many) => format!("{many} members of the {name}"),
    };
    let header = saved(
        "header",
        token.header.is_some(),
        token.explained.header.len(),
    );
    let claims = saved(
        "claims",
        token.claims.is_some(),
        token.explained.claims.len(),
    );
    page.paragraph(
        2,
        4,
        &[dim("could be read: "), plain(format!("{header}, {claims}"))],
    );
    page.blank();
}
