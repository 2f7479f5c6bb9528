//! From judgements to the report.

mod findings;
mod provider;
mod who;

use std::collections::HashSet;

pub use provider::{provider, whole_provider};
pub use who::{parties, tell_subject};

pub(super) use findings::{article, references};

use super::{
    ClassificationReport, EvidenceReport, Explained, Extent, FindingReport, JsonText, KeyReport,
    Likely, Outcomes, PlaceReport, Shared, SignatureReport, TokenReport, VendorReport, Who, escape,
    verdict::VerdictReport,
};
use crate::{
    classify::Classification,
    explain,
    input::Sighting,
    provider::vendors::{self, Vendor},
    rules::{Case, Judgement},
    token::{Document, MemberSet},
    verify::Verification,
};
use findings::{Vendors, findings, outcomes};
use who::who;

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
pub fn claims(case: &Case<'_>, alike: Option<MemberSet>) -> Option<JsonText> {
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

/// MemberSet in the order they were written, numbers digit by digit, nested tokens cut; of
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
