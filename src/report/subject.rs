//! What the formats of CI have in common: what findings are about, and the counts in words.

use std::sync::LazyLock;

use super::{
    FindingReport, Outcomes, PlaceReport, PolicyReport, ProviderReport, Report, SuppressedReport,
    TokenReport, verdict::VerdictReport,
};

/// What findings are about: a token, or the provider.
#[derive(Debug)]
pub(super) struct Subject<'a> {
    /// Such as `token 1: id_token of stdin`, as it was found.
    pub(super) title: String,
    /// `argument`, `stdin`, a file's path, or for a provider where it comes from.
    pub(super) input: &'a str,
    /// The line on which it begins, counted from 1, where that is known.
    pub(super) line: Option<usize>,
    /// Who issued it, by its own word.
    pub(super) issuer: Option<&'a str>,
    /// What the rules found, worst first.
    pub(super) findings: &'a [FindingReport],
    /// The verdict on a token, where it was asked for, as one more thing said about it.
    pub(super) verdict: Option<FindingReport>,
    /// What a policy suppresses.
    pub(super) suppressed: &'a [SuppressedReport],
    /// What every rule answered.
    pub(super) outcomes: &'a Outcomes,
}

impl Subject<'_> {
    /// The verdict, then the findings, worst first.
    pub(super) fn said(&self) -> impl Iterator<Item = &FindingReport> {
        self.verdict.iter().chain(self.findings)
    }

    /// The path of the file that it stands in, if it does.
    pub(super) fn file(&self) -> Option<&str> {
        file(self.input)
    }
}

impl Report {
    /// The tokens in their order, then the provider, then the policy.
    pub(super) fn subjects(&self) -> Vec<Subject<'_>> {
        let tokens = self.tokens.iter().map(TokenReport::subject);
        let provider = self.provider.iter().map(ProviderReport::subject);
        let policy = self.policy.iter().map(PolicyReport::subject);
        tokens.chain(provider).chain(policy).collect()
    }

    /// How much was looked at and what was found: `2 tokens: 1 error, 0 warnings, 0 infos, 0 notes`.
    pub(super) fn counts(&self) -> String {
        let summary = &self.summary;
        let subject = match (&self.provider, summary.tokens) {
            (Some(provider), 0) => counted(provider.keys.len(), "key"),
            (_, tokens) => counted(tokens, "token"),
        };
        let mut text = format!(
            "{subject}: {}, {}, {}, {}",
            counted(summary.errors, "error"),
            counted(summary.warnings, "warning"),
            counted(summary.infos, "info"),
            counted(summary.notes, "note"),
        );
        if summary.suppressed > 0 {
            text += &format!(", {} suppressed", summary.suppressed);
        }
        if !self.unreadable.is_empty() {
            let inputs = counted(self.unreadable.len(), "input");
            text += &format!(" · {inputs} could not be read");
        }
        if !self.undone.is_empty() {
            text += &format!(" · {} not done", self.undone.len());
        }
        text
    }
}

impl TokenReport {
    fn subject(&self) -> Subject<'_> {
        Subject {
            title: format!("token {}: {}", self.id, self.place.in_words()),
            input: &self.place.input,
            line: self.place.line(),
            issuer: self.who.issued_by.as_deref(),
            findings: &self.findings,
            verdict: self.verdict.as_ref().map(VerdictReport::as_finding),
            suppressed: &self.suppressed,
            outcomes: &self.outcomes,
        }
    }
}

impl PlaceReport {
    fn in_words(&self) -> String {
        match self.slot.as_ref().or(self.pointer.as_ref()) {
            Some(inside) => format!("{inside} of {}", self.input),
            None => self.input.clone(),
        }
    }

    /// A token that is the whole of a file begins on its first line; of others the line is not known.
    fn line(&self) -> Option<usize> {
        (file(&self.input).is_some() && self.slot.is_none() && self.pointer.is_none()).then_some(1)
    }
}

impl ProviderReport {
    fn subject(&self) -> Subject<'_> {
        let issuer = self.issuer.as_deref();
        Subject {
            title: format!("provider {}", issuer.unwrap_or("without an issuer")),
            // Where it was put together, its first source stands for all.
            input: self.source.split(", ").next().unwrap_or_default(),
            line: None,
            issuer,
            findings: &self.findings,
            verdict: None,
            suppressed: &self.suppressed,
            outcomes: &self.outcomes,
        }
    }
}

/// Of a subject about which no rule was asked.
static NO_RULES: LazyLock<Outcomes> = LazyLock::new(Outcomes::default);

impl PolicyReport {
    fn subject(&self) -> Subject<'_> {
        Subject {
            title: format!("policy {}", self.source),
            input: &self.source,
            line: None,
            issuer: None,
            findings: &self.findings,
            verdict: None,
            suppressed: &[],
            outcomes: &NO_RULES,
        }
    }
}

/// The path, if an input is a file.
pub(super) fn file(input: &str) -> Option<&str> {
    let is_file = !matches!(input, "" | "argument" | "stdin") && !input.contains("://");
    is_file.then_some(input)
}

/// `1 token`, `2 tokens`.
pub(super) fn counted(count: usize, name: &str) -> String {
    match count {
        1 => format!("1 {name}"),
        _ => format!("{count} {name}s"),
    }
}
