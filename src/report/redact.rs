//! Masking a report: values about persons and sessions become fingerprints, wherever they stand.
//!
//! Header and claims are masked by the names of their members, as `whichtoken redact` does it. What
//! was masked there is then looked for in every text of the report. Issuers, audiences, clients,
//! scopes, algorithms and times stay.

use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap},
};

use super::{FindingReport, JsonText, Line, Report, TokenReport, escape, verdict::VerdictReport};
use crate::{
    explain::claims::{self, Part, quoted},
    redact::{Masks, SHORTEST, Values, dictionary::Dictionary},
    rules::words::{LONGEST, quote},
    token::{Document, NumericDate},
};

/// Masks all that a report says of persons and sessions. Equal values get equal masks.
pub fn apply(report: &mut Report, masks: &Masks) {
    let now: Option<jiff::Timestamp> = report.now.parse().ok();
    let now = NumericDate::from_seconds(now.unwrap_or_default().as_second());
    tokens(report.tokens.iter_mut(), now, masks, |words| {
        let provider = report.provider.iter_mut();
        let provider = provider.flat_map(|one| {
            let suppressed = one.suppressed.iter_mut();
            suppressed
                .map(|known| &mut known.finding)
                .chain(&mut one.findings)
        });
        for finding in provider {
            words.finding(finding);
        }
        for unreadable in report.unreadable.iter_mut().chain(&mut report.skipped) {
            words.text(&mut unreadable.error);
        }
    });
}

/// The same for one token, which is written alone.
pub fn token(token: &mut TokenReport, now: NumericDate, masks: &Masks) {
    tokens(std::iter::once(token), now, masks, |_| {});
}

/// The same for tokens that stand in no report. `rest` masks what else quotes them.
pub(super) fn tokens<'a>(
    tokens: impl Iterator<Item = &'a mut TokenReport>,
    now: NumericDate,
    masks: &Masks,
    rest: impl FnOnce(&Words<'_>),
) {
    let mut tokens: Vec<&mut TokenReport> = tokens.collect();
    let mut values = Values::new(masks);
    let own: Vec<BTreeSet<String>> = tokens
        .iter()
        .map(|token| {
            token
                .claims
                .as_ref()
                .map(|claims| values.note(claims.get()))
        })
        .map(Option::unwrap_or_default)
        .collect();
    for token in &mut tokens {
        members(token, now, &mut values);
    }
    let mut words = Words::of(&values, masks);
    for (token, own) in tokens.iter_mut().zip(own) {
        words.own = own;
        words.token(token);
    }
    words.own.clear();
    rest(&words);
}

/// Header and claims, and what is shown of them.
fn members(token: &mut TokenReport, now: NumericDate, values: &mut Values<'_>) {
    if let Some(header) = &*token.header {
        let text = values.header(header.get());
        token.explained.header = lines(&text, Part::Header, now);
        token.header = raw(text).into();
    }
    if let Some(claims) = &token.claims {
        let text = values.claims(claims.get());
        token.explained.claims = lines(&text, Part::Claims, now);
        token.claims = raw(text);
    }
    for line in &mut token.explained.disclosed {
        let member = format!("{{{}:{}}}", quoted(&line.name), quoted(&line.value));
        let (masked, _) = Document::parse(values.claims(&member));
        if let Some(value) = masked.str(&line.name) {
            line.value = value.into_owned();
        }
    }
}

fn lines(text: &str, part: Part, now: NumericDate) -> Vec<Line> {
    claims::lines(&Document::parse(text).0, part, now)
}

fn raw(text: String) -> Option<JsonText> {
    JsonText::from_string(text).ok()
}

/// What is replaced in texts, and what is passed over there.
pub(super) struct Words<'m> {
    masks: &'m Masks,
    /// Each with its mask, if it has one, and whether it is an identifier of some token.
    words: Dictionary<(Option<String>, bool)>,
    /// Values too short to be looked for inside of texts.
    short: HashMap<String, String>,
    /// Identifiers of the token that is spoken of, which stay.
    own: BTreeSet<String>,
}

impl<'m> Words<'m> {
    fn of(values: &Values<'_>, masks: &'m Masks) -> Self {
        let mut kept: BTreeSet<&str> = BTreeSet::new();
        kept.extend(values.kept());
        let mut words = Vec::new();
        let mut parts = Vec::new();
        let mut short = HashMap::new();
        let stated = masks.stated().iter();
        let stated: Vec<(&str, String)> = stated
            .map(|value| (value.as_str(), masks.mask(value)))
            .collect();
        let stated = stated.iter().map(|(value, mask)| (*value, mask.as_str()));
        for (value, mask) in values.masked().chain(stated) {
            // Messages quote the beginning of what is long.
            if let Some((end, _)) = value.char_indices().nth(LONGEST) {
                parts.push((value[..end].to_owned(), mask.to_owned()));
            }
            if let Some((local, _)) = value.split_once('@')
                && local.chars().count() >= SHORTEST
            {
                parts.push((local.to_owned(), masks.fingerprint(local)));
            }
            if value.chars().count() < SHORTEST {
                short.insert(value.to_owned(), mask.to_owned());
            } else {
                let entry = (Some(mask.to_owned()), kept.contains(value));
                words.push((value.to_owned(), entry));
            }
        }
        // Of equal words the first holds: a value before an identifier, and this before a part.
        words.extend(kept.iter().map(|kept| ((*kept).to_owned(), (None, true))));
        words.extend(
            parts
                .into_iter()
                .map(|(part, mask)| (part, (Some(mask), false))),
        );
        Self {
            masks,
            words: Dictionary::new(words),
            short,
            own: BTreeSet::new(),
        }
    }

    fn token(&self, token: &mut TokenReport) {
        let who = token.who.to_mut();
        for text in [&mut who.issued_by, &mut who.about, &mut who.issued_to]
            .into_iter()
            .flatten()
            .chain(&mut who.issued_for)
            .chain(&mut token.damage)
            .chain(&mut token.explained.shape)
            .chain([&mut token.signature.to_mut().reason])
        {
            self.text(text);
        }
        let classification = token.classification.to_mut();
        for evidence in &mut classification.evidence {
            self.either(&mut evidence.because);
        }
        if let Some(likely) = &mut classification.likely {
            self.text(&mut likely.because);
        }
        let suppressed = token.suppressed.iter_mut();
        for finding in suppressed
            .map(|known| &mut known.finding)
            .chain(token.findings.to_mut())
        {
            self.finding(finding);
        }
        if let Some(verdict) = &mut token.verdict {
            self.verdict(verdict);
        }
    }

    pub(super) fn finding(&self, finding: &mut FindingReport) {
        self.text(&mut finding.message);
        self.either(&mut finding.fix);
        for text in [&mut finding.expected, &mut finding.actual]
            .into_iter()
            .flatten()
        {
            self.text(text);
        }
        if self
            .masks
            .is_personal(finding.pointer.rsplit('/').next().unwrap_or_default())
        {
            self.quoted_values(finding);
        }
        self.text(&mut finding.pointer);
    }

    /// What a finding about a personal claim quotes and no claim of the report holds: a nonce that
    /// the user stated, a claim of a proof inside of the token.
    fn quoted_values(&self, finding: &mut FindingReport) {
        let (message, fix) = (&mut finding.message, &mut finding.fix);
        for value in [&mut finding.expected, &mut finding.actual]
            .into_iter()
            .flatten()
        {
            let is_masked = value.starts_with("masked-");
            let is_kept = self.words.get(value).is_some();
            let quoted = quote(value);
            if is_masked || is_kept || !message.contains(&quoted) {
                continue;
            }
            let mask = self.masks.mask(value);
            *message = message.replace(&quoted, &quote(&mask));
            if fix.contains(&quoted) {
                *fix = fix.replace(&quoted, &quote(&mask)).into();
            }
            *value = mask;
        }
    }

    fn verdict(&self, verdict: &mut VerdictReport) {
        let concerns = verdict.concerns.iter_mut().map(|one| &mut one.reason);
        let arguments = verdict.pro.iter_mut().chain(&mut verdict.against);
        let conditions = verdict.conditions.iter_mut().map(|one| &mut one.text);
        for text in concerns
            .chain(arguments.map(|one| &mut one.text))
            .chain(conditions)
            .chain(&mut verdict.fix)
            .chain(
                verdict
                    .facts
                    .iter_mut()
                    .filter_map(|fact| fact.value.as_mut()),
            )
        {
            self.text(text);
        }
        if let Some(other) = &mut verdict.counterfactual {
            self.text(&mut other.token);
            for against in &mut other.against {
                self.text(&mut against.reason);
            }
        }
    }

    /// The same for a text that may be our own, which quotes nothing.
    fn either(&self, text: &mut Cow<'static, str>) {
        if let Cow::Owned(text) = text {
            self.text(text);
        }
    }

    /// Replaces every occurrence of what is masked. Tokens are cut first, as every renderer does, so
    /// that a value with a token in it is found by what is left of it.
    pub(super) fn text(&self, text: &mut String) {
        if let Some(mask) = self.short.get(text.as_str()) {
            text.clone_from(mask);
            return;
        }
        let clean = escape::without_tokens(text);
        let mut masked = String::with_capacity(clean.len());
        let mut rest: &str = &clean;
        while let Some(first) = rest.chars().next() {
            let found = self.words.longest(rest, |end| rest.is_char_boundary(end));
            let (length, mask) = match found {
                Some((length, (mask, is_kept))) => {
                    let word = &rest[..length];
                    let is_own = *is_kept && self.own.contains(word);
                    let mask = mask.as_deref().filter(|_| !is_own);
                    (length, Cow::Borrowed(mask.unwrap_or(word)))
                }
                None => match self.short_at(rest) {
                    Some((length, mask)) => (length, Cow::Owned(mask)),
                    None => (first.len_utf8(), Cow::Borrowed(&rest[..first.len_utf8()])),
                },
            };
            masked.push_str(&mask);
            rest = &rest[length..];
        }
        *text = masked;
    }

    /// A short value where it is quoted.
    fn short_at(&self, rest: &str) -> Option<(usize, String)> {
        let inside = rest.strip_prefix('`')?;
        let (quoted, _) = inside.split_once('`')?;
        let mask = self.short.get(quoted)?;
        Some((quoted.len() + 2, format!("`{mask}`")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(claims: &str, text: &str) -> String {
        let masks = Masks::new(&[1; 32], []);
        let mut values = Values::new(&masks);
        let own = values.note(claims);
        values.claims(claims);
        let mut text = text.to_owned();
        let mut words = Words::of(&values, &masks);
        words.own = own;
        words.text(&mut text);
        text
    }

    #[test]
    fn every_occurrence_of_a_masked_value_goes_and_identifiers_stay() {
        let claims = r#"{"iss":"https://alice.example","sub":"alice","email":"alice@a.example",
            "jti":"al","aud":"web","n":123456}"#;
        let text = "`alice` of `https://alice.example`, mail:alice@a.example, n 123456, `al`, web";
        let text = masked(claims, text);
        assert!(
            text.contains("of `https://alice.example`, mail:masked-"),
            "{text}"
        );
        assert!(text.ends_with("`, web"), "{text}");
        assert_eq!(text.matches("alice").count(), 1, "{text}");
        assert!(!text.contains("123456") && !text.contains("`al`"), "{text}");
        assert!(masked(claims, "al").starts_with("masked-"));
    }

    /// Looked for one by one, they would take minutes.
    #[test]
    fn tens_of_thousands_of_members_are_found_in_time() {
        let members = (0..20_000).map(|at| format!(r#""c{at}":"value-{at}-of-many""#));
        let claims = format!("{{{}}}", members.collect::<Vec<_>>().join(","));
        let text = masked(&claims, &"`value-19999-of-many` ".repeat(5_000));
        assert!(!text.contains("value-"));
        assert_eq!(text.matches("masked-").count(), 5_000);
    }

    #[test]
    fn the_beginning_of_a_long_value_goes_too() {
        let long = "x1".repeat(100);
        let text = masked(&format!(r#"{{"sub":"{long}"}}"#), &quote(&long));
        assert!(!text.contains("x1x1"), "{text}");
    }
}
