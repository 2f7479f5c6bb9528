//! From judgements to the report.

use std::{borrow::Cow, collections::HashSet};

use super::{
    ClassificationReport, EvidenceReport, Explained, Extent, FindingReport, JsonText, KeyReport,
    Likely, Line, NeedsReport, NotApplicableReport, Outcomes, PlaceReport, ProviderKeyReport,
    ProviderReport, ReferenceReport, Shared, SignatureReport, TokenReport, VendorReport, Who,
    escape, verdict::VerdictReport,
};
use crate::{
    classify::{Classification, Kind},
    explain,
    input::Sighting,
    provider::{
        ChosenBy, Provider,
        vendors::{self, Vendor},
    },
    rules::{Case, Finding, Judgement, Outcome, Rule, Told, case},
    token::{Document, Members, Value},
    verify::Verification,
};

/// The report on one token.
pub fn token(
    id: String,
    sighting: &SightingPlace<'_>,
    case: &Case<'_>,
    parts: Parts,
    claims: Option<JsonText>,
    verdict: Option<VerdictReport>,
    extent: Extent,
) -> TokenReport {
    let token = case.token;
    TokenReport {
        id,
        place: sighting.report(),
        format: token.format().name(),
        header: parts.header,
        claims,
        damage: token.damage().iter().map(ToString::to_string).collect(),
        who: parts.who,
        vendor: parts.vendor.map(|vendor| VendorReport {
            key: vendor.key,
            name: vendor.name,
        }),
        classification: parts.classification,
        signature: parts.signature,
        findings: parts.findings,
        suppressed: Vec::new(),
        outcomes: parts.outcomes,
        verdict,
        explained: match extent {
            Extent::Whole => explained(case),
            Extent::Line => Explained::default(),
        },
    }
}

/// The claims as they were written. With `alike` the claims before were told just so, and these
/// differ from them in those members only.
pub fn claims(case: &Case<'_>, alike: Option<Members>) -> Option<JsonText> {
    let claims = case.claims()?;
    let parts = alike.filter(|_| claims.is_compact());
    parts
        .and_then(|parts| JsonText::of_alike(claims.text(), claims.parts(parts)))
        .or_else(|| Some(as_written(claims)))
}

/// What the reports on many tokens of a log have in common.
#[derive(Debug, Clone)]
pub struct Parts {
    vendor: Option<&'static Vendor>,
    header: Shared<Option<JsonText>>,
    who: Shared<Who>,
    classification: Shared<ClassificationReport>,
    signature: Shared<SignatureReport>,
    findings: Shared<Vec<FindingReport>>,
    outcomes: Shared<Outcomes>,
}

impl Parts {
    /// The parts of the report on one token.
    pub fn of(case: &Case<'_>, judgement: &Judgement, extent: Extent) -> Self {
        let own = vendors::of_token(case.token);
        Self::new(case, own, who(case), judgement, extent)
    }

    /// The same with what was read from the token before.
    pub fn new(
        case: &Case<'_>,
        own_vendor: Option<&'static Vendor>,
        who: Who,
        judgement: &Judgement,
        extent: Extent,
    ) -> Self {
        let vendor = vendor(case, own_vendor);
        Self {
            vendor,
            header: case.token.header().map(as_written).into(),
            who: who.into(),
            classification: classification(case.classification).into(),
            signature: signature(case.verification).into(),
            findings: findings(judgement, vendors_of(case, vendor), extent).into(),
            outcomes: outcomes(judgement, extent).into(),
        }
    }

    /// For a token of other parties.
    pub fn renew_parties(&mut self, case: &Case<'_>) {
        let known = self.who.to_mut();
        *known = Who {
            about: known.about.take(),
            about_note: known.about_note,
            ..parties(case)
        };
    }

    /// For a token of another subject.
    pub fn renew_subject(&mut self, case: &Case<'_>) {
        tell_subject(case, self.who.to_mut());
    }

    /// For a token of which the rules say something else.
    pub fn renew_findings(&mut self, case: &Case<'_>, judgement: &Judgement, extent: Extent) {
        self.findings = findings(judgement, vendors_of(case, self.vendor), extent).into();
        self.outcomes = outcomes(judgement, extent).into();
    }
}

/// Whose remedies fit: the issuer's, then the receiver's.
fn vendors_of(case: &Case<'_>, vendor: Option<&'static Vendor>) -> Vendors {
    [vendor, case.role().and_then(vendors::of_receiver)]
}

/// Whose software issued the token, by its own marks or else by what is known beside it: one that
/// names no issuer comes from the issuer of the tokens
/// beside it, or else from the issuer that was asked or that is trusted.
fn vendor(case: &Case<'_>, own: Option<&'static Vendor>) -> Option<&'static Vendor> {
    if own.is_some()
        || case
            .claims()
            .is_some_and(|claims| claims.get("iss").is_some())
    {
        return own;
    }
    let beside = || {
        let mut beside = case.siblings.iter();
        beside.find_map(|sibling| vendors::of_token(sibling.token))
    };
    let asked = || case.provider?.issuer.as_deref();
    let trusted = || match case.situation.receiver_issuers.as_slice() {
        [issuer] => Some(issuer.as_str()),
        _ => None,
    };
    let stated = || vendors::of_issuer(asked().or_else(trusted)?, None);
    beside().or_else(stated)
}

/// Where a token stood, kept beside the token itself (whose text has moved on).
#[derive(Debug)]
pub struct SightingPlace<'a> {
    /// `argument`, `stdin`, or a file's path.
    pub input: &'a str,
    /// The field or header.
    pub slot: Option<&'a str>,
    /// The place inside.
    pub pointer: Option<&'a str>,
    /// What was taken off.
    pub unwrapped: &'a [&'static str],
}

impl<'a> From<&'a Sighting> for SightingPlace<'a> {
    fn from(sighting: &'a Sighting) -> Self {
        Self {
            input: &sighting.place.input,
            slot: sighting.slot.as_ref().map(|slot| slot.name()),
            pointer: sighting.place.pointer.as_deref(),
            unwrapped: &sighting.unwrapped,
        }
    }
}

impl SightingPlace<'_> {
    fn report(&self) -> PlaceReport {
        PlaceReport {
            input: self.input.to_owned(),
            slot: self.slot.map(str::to_owned),
            pointer: self.pointer.map(str::to_owned),
            unwrapped: self.unwrapped.to_vec(),
        }
    }
}

/// Members in the order they were written, numbers digit by digit, nested tokens cut; of
/// duplicates the last, as the checks read it.
fn as_written(document: &Document) -> JsonText {
    if document.is_compact()
        && let Some(text) = JsonText::of(document.text())
    {
        return text;
    }
    let mut text = String::from("{");
    let mut later = HashSet::new();
    let mut members: Vec<_> = document
        .members()
        .rev()
        .filter(|(name, _)| later.insert(name.clone()))
        .collect();
    members.reverse();
    for (name, value) in members {
        if text.len() > 1 {
            text.push(',');
        }
        text.push_str(&explain::claims::quoted(&escape::without_tokens(&name)));
        text.push(':');
        text.push_str(&explain::claims::compact(value));
    }
    text.push('}');
    JsonText::from_string(text).unwrap_or_default()
}

/// The four lines.
fn who(case: &Case<'_>) -> Who {
    let mut who = parties(case);
    tell_subject(case, &mut who);
    who
}

/// The line about the subject.
pub fn tell_subject(case: &Case<'_>, who: &mut Who) {
    if let Some(claims) = case.claims() {
        who.about = claims.str("sub").map(Cow::into_owned);
        who.about_note = subject(claims, case.kind);
    }
}

/// The other three.
pub fn parties(case: &Case<'_>) -> Who {
    let Some(claims) = case.claims() else {
        return Who::default();
    };
    let presenter = case::presenter(claims, case.kind);
    Who {
        issued_by: claims.str("iss").map(Cow::into_owned),
        issued_to: presenter.as_ref().map(|one| one.client.to_string()),
        issued_for: claims
            .audience()
            .into_iter()
            .map(|audience| audience.into_owned())
            .collect(),
        issued_to_claim: presenter.map(|one| one.claim),
        ..Who::default()
    }
}

/// What kind of subject it is, where the token tells.
fn subject(claims: &Document, kind: Kind) -> Option<&'static str> {
    const WORKLOAD: &str = "a workload, not a person";
    let is_workload = matches!(
        kind,
        Kind::KubernetesServiceAccount | Kind::GithubActions | Kind::GitlabCi | Kind::SpiffeSvid
    );
    let subject = claims.str("sub")?;
    let is_account = |name| {
        claims
            .str(name)
            .is_some_and(|text| text.ends_with(".gserviceaccount.com"))
    };
    if is_workload
        || subject.starts_with("system:serviceaccount:")
        || subject.starts_with("spiffe://")
        || is_account("sub")
        || is_account("email")
    {
        return Some(WORKLOAD);
    }
    let presenter = case::presenter(claims, kind)?;
    (presenter.claim != "aud" && presenter.client == subject).then_some("a client, not a person")
}

fn classification(found: &Classification) -> ClassificationReport {
    ClassificationReport {
        kind: found.kind.name(),
        certainty: found.certainty.name(),
        runner_up: found.runner_up.map(|kind| kind.name()),
        profile: found.profile.map(|profile| profile.name()),
        likely: found.likely.as_ref().map(|(kind, because)| Likely {
            kind: kind.name(),
            because: because.clone(),
        }),
        overridden: found.overridden.map(|kind| kind.name()),
        evidence: found
            .evidence
            .iter()
            .filter(|evidence| evidence.weight != 0)
            .map(|evidence| {
                let name = evidence.kind.map_or("others", |kind| kind.name());
                EvidenceReport {
                    id: evidence.id,
                    speaks_for: (evidence.weight > 0).then_some(name),
                    speaks_against: (evidence.weight < 0).then_some(name),
                    weight: evidence.weight.abs(),
                    because: evidence.because.clone(),
                    pointer: evidence.pointer.to_owned(),
                }
            })
            .collect(),
        label: found.kind.label(),
        runner_up_label: found.runner_up.map(|kind| kind.label()),
    }
}

fn signature(verification: &Verification) -> SignatureReport {
    SignatureReport {
        status: verification.status.name(),
        algorithm: verification.algorithm.as_deref().map(str::to_owned),
        key: verification.key.as_ref().map(|key| KeyReport {
            kid: key.id.clone(),
            source: key.source.clone(),
            thumbprint: key.thumbprint.clone(),
        }),
        reason: verification.reason.describe(),
    }
}

fn findings(judgement: &Judgement, vendors: Vendors, extent: Extent) -> Vec<FindingReport> {
    judgement
        .findings()
        .into_iter()
        .map(|(rule, finding)| self::finding(rule, finding, vendors, extent))
        .collect()
}

/// Who issued the token, and who receives it; the former knows better.
type Vendors = [Option<&'static Vendor>; 2];

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
pub(super) fn references(rule: &Rule) -> Vec<ReferenceReport> {
    let references = rule.references.iter().map(|reference| ReferenceReport {
        spec: reference.spec.name(),
        section: reference.section,
        url: reference.url(),
    });
    references.collect()
}

/// The passages of the article that a rule mirrors.
pub(super) fn article(rule: &Rule) -> Vec<String> {
    rule.article.iter().map(ToString::to_string).collect()
}

fn outcomes(judgement: &Judgement, extent: Extent) -> Outcomes {
    let lacks = |told: &Told| matches!(told.outcome, Outcome::Needs(_));
    let mut outcomes = Outcomes {
        is_incomplete: judgement.told.iter().any(lacks),
        off: judgement.off.iter().map(|rule| rule.name).collect(),
        ..Outcomes::default()
    };
    if extent == Extent::Line {
        outcomes.line = super::ndjson::outcomes(&judgement.told);
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

fn explained(case: &Case<'_>) -> Explained {
    Explained {
        header: case
            .header()
            .map(|header| explain::claims::lines(header, explain::claims::Part::Header, case.now))
            .unwrap_or_default(),
        claims: case
            .claims()
            .map(|claims| explain::claims::lines(claims, explain::claims::Part::Claims, case.now))
            .unwrap_or_default(),
        disclosed: explain::claims::disclosed(case.token, case.now),
        shape: explain::claims::shape(case.token),
    }
}

/// The report on the issuer's side, with what the rules about providers found.
pub fn provider(provider: &Provider, judgement: &Judgement) -> ProviderReport {
    let vendor = provider
        .issuer
        .as_deref()
        .and_then(|issuer| vendors::of_issuer(issuer, None));
    ProviderReport {
        issuer: provider.issuer.clone(),
        source: provider.source.clone(),
        keys: provider
            .keys
            .keys
            .iter()
            .map(|key| ProviderKeyReport {
                kid: key.id.clone(),
                kty: key.kind.clone(),
                algorithm: key.algorithm.clone(),
                usage: key.usage.clone(),
                thumbprint: key.thumbprint.clone(),
                unusable: key.material.as_ref().err().map(|why| why.0.clone()),
            })
            .collect(),
        findings: findings(judgement, [vendor, None], Extent::Whole),
        outcomes: outcomes(judgement, Extent::Whole),
        suppressed: Vec::new(),
        metadata: None,
        explained: Vec::new(),
        notes: provider.notes.clone(),
        chosen_by_token: provider.chosen_by == ChosenBy::Token,
    }
}

/// The same with the discovery document, for the command that is about the provider.
pub fn whole_provider(provider: &Provider, judgement: &Judgement) -> ProviderReport {
    let metadata = provider.metadata.as_ref();
    let problem = provider.problem.as_ref();
    let missing = problem.map(|why| format!("not obtained: {why}"));
    ProviderReport {
        notes: provider.notes.iter().cloned().chain(missing).collect(),
        metadata: metadata.map(as_written),
        explained: metadata.map(metadata_lines).unwrap_or_default(),
        ..self::provider(provider, judgement)
    }
}

/// Every member in one line, lists by their items.
fn metadata_lines(metadata: &Document) -> Vec<Line> {
    let line = |(name, value): (Cow<'_, str>, Value<'_>)| {
        let items = value.items().map(|items| {
            let texts = items.iter().map(|item| match item.string() {
                Some(text) => text.into_owned(),
                None => explain::claims::compact(*item),
            });
            texts.collect::<Vec<_>>().join(", ")
        });
        let text = items
            .or_else(|| value.string().map(Cow::into_owned))
            .unwrap_or_else(|| explain::claims::compact(value));
        Line {
            name: name.into_owned(),
            value: text,
            time: None,
            meaning: None,
        }
    };
    metadata.members().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_that_is_no_person_is_called_so() {
        let note = |json: &str, kind| subject(&Document::parse(json).0, kind);
        let client = Some("a client, not a person");
        let workload = Some("a workload, not a person");
        let access = Kind::AccessToken;
        assert_eq!(note(r#"{"sub":"svc","client_id":"svc"}"#, access), client);
        assert_eq!(note(r#"{"sub":"svc","azp":"svc"}"#, access), client);
        assert_eq!(note(r#"{"sub":"alice","client_id":"svc"}"#, access), None);
        assert_eq!(note(r#"{"sub":"svc","aud":"svc"}"#, Kind::IdToken), None);
        assert_eq!(note(r#"{"client_id":"svc"}"#, access), None);
        for json in [
            r#"{"sub":"system:serviceaccount:default:web"}"#,
            r#"{"sub":"spiffe://example.org/web"}"#,
            r#"{"sub":"1","email":"web@project.iam.gserviceaccount.com"}"#,
        ] {
            assert_eq!(note(json, Kind::Unknown), workload, "{json}");
        }
        let job = r#"{"sub":"repo:team/web:ref:refs/heads/main"}"#;
        assert_eq!(note(job, Kind::GithubActions), workload);
    }
}
