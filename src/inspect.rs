//! The way from sightings to a report: decode, verify, classify, judge.

use crate::{
    classify::{self, Classification},
    input::{InputSet, Origin, Sighting},
    report::{self, TokenReport},
    rules::{self, Case, Policy, Sibling},
    situation::{Fact, Situation, Transport},
    token::{NumericDate, Token},
    verify::{self, Verification, Verifier},
};

/// What holds for every token of a run.
#[derive(Debug)]
pub struct Setting<'a> {
    /// The keys of the issuer's side, if any was given, parsed once for all tokens.
    pub verifier: &'a Verifier<'a>,
    /// Where the tokens are going.
    pub situation: &'a Situation,
    /// `--as KIND`.
    pub stated_kind: Option<classify::Kind>,
    /// The time of judgement.
    pub now: NumericDate,
    /// Tolerated clock skew in seconds.
    pub leeway: i64,
    /// The limits to judge by.
    pub policy: &'a Policy,
}

/// A token with what was found out about it before the rules ran.
#[derive(Debug)]
pub struct Examined {
    /// Where it stood (its raw text has moved into the token).
    pub sighting: Sighting,
    /// The decoded token.
    pub token: Token,
    /// Whether it is genuine.
    pub verification: Verification,
    /// Which token it is.
    pub classification: Classification,
}

/// Judges all tokens of one input together. Ids continue after `count` tokens of earlier inputs.
pub fn inspect(set: InputSet, setting: &Setting<'_>, count: usize) -> Vec<TokenReport> {
    let origin = set.origin;
    let examined = examine(set, setting);
    (0..examined.len())
        .map(|index| {
            let siblings: Vec<Sibling<'_>> = examined
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != index)
                .map(|(_, one)| Sibling {
                    token: &one.token,
                    kind: one.classification.kind,
                    slot: one.sighting.slot.as_ref(),
                })
                .collect();
            judge(&examined[index], &siblings, origin, setting, count + index)
        })
        .collect()
}

/// Decodes, verifies and classifies every token of one input.
pub fn examine(set: InputSet, setting: &Setting<'_>) -> Vec<Examined> {
    let decoded: Vec<(Sighting, Token)> = set
        .sightings
        .into_iter()
        .map(|sighting| {
            let token = Token::decode(sighting.raw.clone());
            (sighting, token)
        })
        .collect();
    let named: Vec<bool> = (0..decoded.len())
        .map(|index| is_named_by_at_hash(&decoded, index))
        .collect();
    decoded
        .into_iter()
        .zip(named)
        .map(|((sighting, token), named_by_at_hash)| {
            let verification = setting.verifier.verify(&token);
            let context = classify::Context {
                slot: sighting.slot.as_ref(),
                situation: setting.situation,
                named_by_at_hash,
                stated: setting.stated_kind,
            };
            let classification = classify::classify(&token, context);
            Examined {
                sighting,
                token,
                verification,
                classification,
            }
        })
        .collect()
}

/// Whether another token of the set has an `at_hash` over this token's text.
fn is_named_by_at_hash(decoded: &[(Sighting, Token)], index: usize) -> bool {
    decoded.iter().enumerate().any(|(other, (_, token))| {
        other != index
            && verify::hash::matches(token, "at_hash", decoded[index].1.raw()) == Some(true)
    })
}

fn judge(
    examined: &Examined,
    siblings: &[Sibling<'_>],
    origin: Origin,
    setting: &Setting<'_>,
    index: usize,
) -> TokenReport {
    let sighting = &examined.sighting;
    let situation = infer(setting.situation, sighting, siblings);
    let case = Case {
        token: &examined.token,
        kind: examined.classification.kind,
        classification: &examined.classification,
        verification: &examined.verification,
        provider: setting.verifier.provider(),
        situation: &situation,
        slot: sighting.slot.as_ref(),
        origin,
        pointer: sighting.place.pointer.as_deref(),
        unwrapped: &sighting.unwrapped,
        siblings,
        now: setting.now,
        leeway: setting.leeway,
        policy: setting.policy,
    };
    let judgement = rules::judge(&case, &examined.classification.plausible());
    report::build::token((index + 1).to_string(), &sighting.into(), &case, &judgement)
}

/// Facts that follow from where the token was found; what the user stated stands.
fn infer(stated: &Situation, sighting: &Sighting, siblings: &[Sibling<'_>]) -> Situation {
    use crate::input::Slot;
    let mut situation = stated.clone();
    let pointer = sighting.place.pointer.as_deref().unwrap_or_default();
    let transport = match sighting.slot {
        Some(Slot::AuthorizationBearer) => Some((Transport::BearerHeader, "the header seen")),
        Some(Slot::AuthorizationDpop) => Some((Transport::DpopHeader, "the header seen")),
        _ if pointer.starts_with("query/") => Some((Transport::Query, "the URL seen")),
        _ if pointer.starts_with("fragment/") => Some((Transport::Fragment, "the URL seen")),
        _ => None,
    };
    let _ = siblings;
    if let (Fact::Unknown, Some((transport, from))) = (&situation.transport, transport) {
        situation.transport = Fact::Inferred(transport, from);
    }
    situation
}
