//! The way from sightings to a report: decode, verify, classify, judge.

mod memory;

use crate::{
    classify::{self, Classification, Kind},
    input::{Connection, Flaw, InputSet, Origin, Request, Sighting, Slot},
    report::{
        self, Extent, TokenReport,
        build::{self, Parts},
    },
    rules::{self, Case, Earlier, Policy, Sibling},
    situation::{Situation, infer::Seen},
    token::{Document, NumericDate, Token},
    verdict,
    verify::{self, Reason, Verification, Verifier},
};

pub use memory::Memory;

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
    /// Whether to weigh sending each token to the receiver of the situation.
    pub verdict: bool,
    /// Whether to compare with other tokens at every receiver, too.
    pub matrix: bool,
    /// How much the reports are to hold.
    pub extent: Extent,
}

impl Setting<'_> {
    /// What classification may look at beside the token.
    fn context<'a>(
        &'a self,
        slot: Option<&'a Slot>,
        named_by_at_hash: bool,
    ) -> classify::Context<'a> {
        classify::Context {
            slot,
            situation: self.situation,
            named_by_at_hash,
            stated: self.stated_kind,
        }
    }
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

/// The same for one input after another: tokens like the last ones in the same setting are judged by
/// what differs.
pub fn inspect_next(
    mut set: InputSet,
    setting: &Setting<'_>,
    count: usize,
    memory: &mut Memory,
) -> Vec<TokenReport> {
    if !Memory::is_fit_for(&set, setting) {
        return inspect(set, setting, count);
    }
    let sightings = std::mem::take(&mut set.sightings).into_iter();
    sightings
        .map(|sighting| memory.judge(sighting, set.origin, setting, (count + 1).to_string()))
        .collect()
}

/// Judges all tokens of one input together. Ids continue after `count` tokens of earlier inputs.
pub fn inspect(mut set: InputSet, setting: &Setting<'_>, count: usize) -> Vec<TokenReport> {
    let earlier = set
        .earlier
        .take()
        .map(|set| Message::examine(*set, setting));
    let message = Message::examine(set, setting);
    let mut reports = Vec::new();
    if let Some(earlier) = &earlier {
        reports = earlier.judge(None, setting, count);
    }
    let count = count + reports.len();
    let before = earlier
        .as_ref()
        .map(|message| (message.siblings(None), message.response.as_ref()));
    let before = before.as_ref().map(|(tokens, response)| Earlier {
        tokens,
        response: *response,
    });
    reports.extend(message.judge(before, setting, count));
    reports
}

/// One response or message with its tokens examined.
struct Message {
    origin: Origin,
    connection: Option<Connection>,
    request: Box<Request>,
    flaws: Vec<(usize, Flaw)>,
    response: Option<Document>,
    tokens: Vec<Examined>,
}

impl Message {
    fn examine(mut set: InputSet, setting: &Setting<'_>) -> Self {
        Self {
            origin: set.origin,
            connection: set.connection,
            request: std::mem::take(&mut set.request),
            flaws: std::mem::take(&mut set.flaws),
            response: set.response.take(),
            tokens: examine(set, setting),
        }
    }

    /// The tokens as siblings of the one at an index.
    fn siblings(&self, index: Option<usize>) -> Vec<Sibling<'_>> {
        self.tokens
            .iter()
            .enumerate()
            .filter(|(other, _)| Some(*other) != index)
            .map(|(_, one)| Sibling {
                token: &one.token,
                kind: one.classification.kind,
                slot: one.sighting.slot.as_ref(),
            })
            .collect()
    }

    fn judge(
        &self,
        earlier: Option<Earlier<'_>>,
        setting: &Setting<'_>,
        count: usize,
    ) -> Vec<TokenReport> {
        (0..self.tokens.len())
            .map(|index| self.judge_one(index, earlier, setting, count + index))
            .collect()
    }

    fn judge_one(
        &self,
        index: usize,
        earlier: Option<Earlier<'_>>,
        setting: &Setting<'_>,
        count: usize,
    ) -> TokenReport {
        let examined = &self.tokens[index];
        let siblings = self.siblings(Some(index));
        let sighting = &examined.sighting;
        let flaws: Vec<&Flaw> = self
            .flaws
            .iter()
            .filter(|(of, _)| *of == index)
            .map(|(_, flaw)| flaw)
            .collect();
        let situation = setting.situation.with(&Seen {
            slot: sighting.slot.as_ref(),
            pointer: sighting.place.pointer.as_deref().unwrap_or_default(),
            connection: self.connection,
            request: &self.request,
            provider: setting.verifier.provider(),
        });
        let case = Case {
            token: &examined.token,
            kind: examined.classification.kind,
            classification: &examined.classification,
            verification: &examined.verification,
            provider: setting.verifier.provider(),
            situation: &situation,
            slot: sighting.slot.as_ref(),
            origin: self.origin,
            pointer: sighting.place.pointer.as_deref(),
            unwrapped: &sighting.unwrapped,
            flaws: &flaws,
            siblings: &siblings,
            response: self.response.as_ref(),
            earlier,
            now: setting.now,
            leeway: setting.leeway,
            policy: setting.policy,
        };
        let plausible = examined.classification.plausible();
        let mut judgement = rules::judge(&case, &plausible);
        let verdict = setting.verdict.then(|| verdict::judge(&case, &plausible));
        if let Some(verdict) = &verdict {
            let permits = verdict.value().permits();
            rules::judge_weighed(&mut judgement, &case, &plausible, permits);
        }
        let id = (count + 1).to_string();
        let matrix = setting.matrix.then(|| verdict::matrix(&case, &situation));
        let told = verdict.map(|verdict| report::verdict::report(&verdict, &situation, matrix));
        let parts = Parts::of(&case, &judgement, setting.extent);
        let claims = build::claims(&case, None);
        build::token(
            id,
            &sighting.into(),
            &case,
            parts,
            claims,
            told,
            setting.extent,
        )
    }
}

/// Decodes, verifies and classifies every token of one input.
pub fn examine(mut set: InputSet, setting: &Setting<'_>) -> Vec<Examined> {
    let decoded: Vec<(Token, Verification)> = set
        .sightings
        .iter_mut()
        .map(|sighting| {
            let raw = std::mem::take(&mut sighting.raw);
            verified(Token::decode(raw), setting.verifier)
        })
        .collect();
    let named: Vec<bool> = (0..decoded.len())
        .map(|index| is_named_by_at_hash(&decoded, index))
        .collect();
    set.sightings
        .into_iter()
        .zip(decoded)
        .zip(named)
        .map(|((sighting, (token, verification)), named_by_at_hash)| {
            let context = setting.context(sighting.slot.as_ref(), named_by_at_hash);
            let classification = classify::classify(&token, context);
            let verification = if is_proof(classification.kind, sighting.slot.as_ref()) {
                setting.verifier.verify_proof(&token)
            } else {
                verification
            };
            Examined {
                sighting,
                token,
                verification,
                classification,
            }
        })
        .collect()
}

/// The token with the state of its signature. Of several signatures one that holds comes first:
/// classification and rules read its header.
fn verified(mut token: Token, verifier: &Verifier<'_>) -> (Token, Verification) {
    let verification = verifier.verify(&token);
    if let Reason::VerifiedOfSeveral { first, .. } = verification.reason {
        token.lead_with(first);
    }
    (token, verification)
}

/// Whether the token may vouch for itself: as a DPoP proof, and never in the place of another token.
fn is_proof(kind: Kind, slot: Option<&Slot>) -> bool {
    kind == Kind::DpopProof && matches!(slot, None | Some(Slot::DpopProof))
}

/// Whether another token of the set has an `at_hash` over this token's text.
fn is_named_by_at_hash(decoded: &[(Token, Verification)], index: usize) -> bool {
    decoded.iter().enumerate().any(|(other, (token, _))| {
        other != index
            && verify::hash::matches(token, "at_hash", decoded[index].0.raw()) == Some(true)
    })
}
