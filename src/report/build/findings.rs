//! What the rules found, with what their names stand for.

use std::borrow::Cow;

use crate::{
    provider::vendors::Vendor,
    report::{
        Extent, FindingReport, NeedsReport, NotApplicableReport, Outcomes, ReferenceReport, ndjson,
    },
    rules::{Finding, Judgement, Outcome, Rule, Told},
};

pub(super) fn findings(
    judgement: &Judgement,
    vendors: Vendors,
    extent: Extent,
) -> Vec<FindingReport> {
    judgement
        .findings()
        .into_iter()
        .map(|(rule, finding)| self::finding(rule, finding, vendors, extent))
        .collect()
}

/// Who issued the token, and who receives it; the former knows better.
pub(super) type Vendors = [Option<&'static Vendor>; 2];

/// The vendor's own fix instead of the rule's general one; a fix that was made for this very finding
/// stays, before the vendor's.
fn fix(rule: &Rule, finding: &Finding, vendors: Vendors) -> Cow<'static, str> {
    let mut vendors = vendors.into_iter().flatten();
    let remedy = vendors.find_map(|vendor| {
        let advice = vendor.remedy(rule.name)?;
        Some(format!("{}: {advice}", vendor.name))
    });
    match (&finding.fix, remedy) {
        (Some(fix), Some(remedy)) => Cow::Owned(format!("{fix} {remedy}")),
        (Some(fix), None) => Cow::Owned(fix.clone()),
        (None, Some(remedy)) => Cow::Owned(remedy),
        (None, None) => Cow::Borrowed(rule.doc.fix),
    }
}

fn finding(
    rule: &'static Rule,
    finding: &Finding,
    vendors: Vendors,
    extent: Extent,
) -> FindingReport {
    let is_whole = extent == Extent::Whole;
    FindingReport {
        rule: rule.name,
        family: rule.family.code(),
        severity: finding.severity.name(),
        confidence: finding.confidence.name(),
        message: finding.message.clone(),
        pointer: finding.pointer.clone(),
        expected: finding.expected.clone(),
        actual: finding.actual.clone(),
        fix: fix(rule, finding, vendors),
        references: if is_whole {
            references(rule)
        } else {
            Vec::new()
        },
        article: if is_whole { article(rule) } else { Vec::new() },
        why: rule.doc.why,
        but: rule.doc.but,
        threats: match extent {
            Extent::Whole => rule.doc.threats.iter().map(|one| one.code()).collect(),
            Extent::Line => Vec::new(),
        },
        level: finding.severity,
    }
}

/// The specifications that a rule goes by.
pub(in crate::report) fn references(rule: &Rule) -> Vec<ReferenceReport> {
    let references = rule.references.iter().map(|reference| ReferenceReport {
        spec: reference.spec.name(),
        section: reference.section,
        url: reference.url(),
    });
    references.collect()
}

/// The passages of the article that a rule mirrors.
pub(in crate::report) fn article(rule: &Rule) -> Vec<String> {
    rule.article.iter().map(ToString::to_string).collect()
}

pub(super) fn outcomes(judgement: &Judgement, extent: Extent) -> Outcomes {
    let lacks = |told: &Told| matches!(told.outcome, Outcome::Needs(_));
    let mut outcomes = Outcomes {
        is_incomplete: judgement.told.iter().any(lacks),
        off: judgement.off.iter().map(|rule| rule.name).collect(),
        ..Outcomes::default()
    };
    if extent == Extent::Line {
        outcomes.line = ndjson::outcomes(judgement);
        return outcomes;
    }
    for told in &judgement.told {
        let name = told.rule.name;
        match &told.outcome {
            Outcome::Fires(_) => outcomes.fires.push(name),
            Outcome::Silent => outcomes.silent.push(name),
            Outcome::NotApplicable(why) => outcomes
                .not_applicable
                .push(NotApplicableReport { rule: name, why }),
            Outcome::Needs(facts) => outcomes.needs.push(NeedsReport {
                rule: name,
                facts: facts.iter().map(|fact| fact.name()).collect(),
                flags: facts.iter().map(|fact| fact.flag()).collect(),
            }),
        }
    }
    outcomes
}
