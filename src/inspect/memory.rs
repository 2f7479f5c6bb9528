//! What was said of the last tokens, so that of the next one only what differs is judged anew.
//!
//! The tokens of a log repeat each other: the same header, the same claims, and other values in a
//! few of them. What judges a token sees its claims through a [`Document`](crate::token::Document),
//! which notes the members that were looked at. A step that looked only at members which are the same
//! in the next token would come to the same answer, so that it is not asked again.
//!
//! Everything else that a judgement may depend on is the same, or the token is judged from the
//! beginning:
//!
//! - the setting ([`Basis`]);
//! - that nothing is known of the surroundings but slot and origin ([`Memory::is_fit_for`]), and
//!   these two;
//! - the verification, as a whole;
//! - header, length of the signature, names of the claims and types of their values
//!   ([`Token::differing`]).

use std::borrow::Cow;

use super::{Setting, is_proof, verified};
use crate::{
    classify::{self, Kind},
    input::{InputSet, Origin, Request, Sighting, Slot},
    provider::vendors::VENDORS,
    report::{
        Extent, JsonText, TokenReport,
        build::{self, Parts, SightingPlace},
    },
    rules::{self, Case},
    secret::RawToken,
    situation::{Situation, infer::Seen},
    token::{MemberSet, Notes, NumericDate, Token},
    verify::Verification,
};

/// So many shapes of tokens are remembered.
const MOST: usize = 16;

/// The last token of each shape. It holds their texts until it is dropped.
#[derive(Debug, Default)]
pub struct Memory {
    basis: Option<Basis>,
    /// The latest last.
    #[expect(
        clippy::vec_box,
        reason = "each is taken out and put back for every token, a kilobyte or a pointer"
    )]
    known: Vec<Box<Remembered>>,
}

/// What a setting is told by: the same values, and the same places in memory, where whoever holds a
/// memory changes nothing meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Basis {
    now: NumericDate,
    leeway: i64,
    stated_kind: Option<Kind>,
    places: [usize; 3],
}

impl Basis {
    fn of(setting: &Setting<'_>) -> Self {
        Self {
            now: setting.now,
            leeway: setting.leeway,
            stated_kind: setting.stated_kind,
            places: [
                std::ptr::from_ref(setting.verifier).addr(),
                std::ptr::from_ref(setting.situation).addr(),
                std::ptr::from_ref(setting.policy).addr(),
            ],
        }
    }
}

impl Memory {
    /// Whether tokens like this one may be remembered: a token for itself, of which nothing is known
    /// but its slot, and that nobody asked a verdict on.
    pub(super) fn is_fit_for(set: &InputSet, setting: &Setting<'_>) -> bool {
        let is_alone = matches!(
            set.sightings.as_slice(),
            [only] if only.place.pointer.is_none() && only.unwrapped.is_empty()
        );
        let is_bare = set.flaws.is_empty()
            && set.response.is_none()
            && set.earlier.is_none()
            && set.connection.is_none()
            && *set.request == Request::default();
        let is_plain = !setting.verdict && !setting.matrix && setting.extent == Extent::Line;
        is_alone && is_bare && is_plain
    }

    /// Judges a token, and remembers it.
    pub(super) fn judge(
        &mut self,
        mut sighting: Sighting,
        origin: Origin,
        setting: &Setting<'_>,
        id: String,
    ) -> TokenReport {
        let basis = Some(Basis::of(setting));
        if self.basis != basis {
            self.known.clear();
            self.basis = basis;
        }
        let raw = std::mem::take(&mut sighting.raw);
        let (token, verification) = verified(self.decode(raw), setting.verifier);
        let slot = sighting.slot.take();
        // It is put back when it was judged: what a panic left half done is forgotten.
        let (mut known, alike) = match self.recall(&token, &verification, slot.as_ref(), origin) {
            Some((known, differing)) => {
                let alike = known.is_clean.then_some(differing);
                (known.next(token, differing, setting), alike)
            }
            None => {
                let lone = Lone::new(token, verification, slot, origin, setting);
                (Box::new(Remembered::new(lone, setting)), None)
            }
        };
        let place = SightingPlace {
            input: &sighting.place.input,
            slot: known.lone.slot.as_ref().map(Slot::name),
            pointer: None,
            unwrapped: &[],
        };
        let case = known.lone.case(setting);
        let claims = build::claims(&case, alike);
        let is_clean = claims.as_ref().is_some_and(JsonText::is_clean);
        let parts = known.parts.clone();
        let report = build::token(id, &place, &case, parts, claims, None, setting.extent);
        known.is_clean = is_clean;
        self.remember(known);
        report
    }

    fn decode(&self, raw: RawToken) -> Token {
        let latest = self.known.iter().rev();
        Token::decode_after(raw, latest.map(|known| &known.lone.token))
    }

    /// The last token of the same shape, and the claims that differ from its claims.
    fn recall(
        &mut self,
        token: &Token,
        verification: &Verification,
        slot: Option<&Slot>,
        origin: Origin,
    ) -> Option<(Box<Remembered>, MemberSet)> {
        let mut latest = self.known.iter().enumerate().rev();
        let (index, differing) = latest.find_map(|(index, known)| {
            let lone = &known.lone;
            let differing = token.differing(&lone.token)?;
            let is_same = lone.slot.as_ref() == slot
                && lone.origin == origin
                && lone.verification == *verification;
            is_same.then_some((index, differing))
        })?;
        Some((self.known.remove(index), differing))
    }

    fn remember(&mut self, known: Box<Remembered>) {
        // The signature of a proof is judged by the key in the proof itself.
        let kind = known.lone.classified.classification().kind;
        if is_proof(kind, known.lone.slot.as_ref()) {
            return;
        }
        if self.known.len() == MOST {
            self.known.remove(0);
        }
        self.known.push(known);
    }
}

/// A token for itself, with what is known about it before the rules run.
#[derive(Debug)]
struct Lone {
    token: Token,
    verification: Verification,
    slot: Option<Slot>,
    origin: Origin,
    classified: classify::Known,
    /// The situation, if more is known of it here than in general.
    situation: Option<Box<Situation>>,
}

impl Lone {
    fn new(
        token: Token,
        verification: Verification,
        slot: Option<Slot>,
        origin: Origin,
        setting: &Setting<'_>,
    ) -> Self {
        let context = setting.context(slot.as_ref(), false);
        let classified = classify::Known::first(&token, context);
        let is_proof = is_proof(classified.classification().kind, slot.as_ref());
        let seen = Seen {
            slot: slot.as_ref(),
            pointer: "",
            connection: None,
            request: &Request::default(),
            provider: setting.verifier.provider(),
        };
        Self {
            situation: match setting.situation.with(&seen) {
                Cow::Borrowed(_) => None,
                Cow::Owned(situation) => Some(Box::new(situation)),
            },
            verification: match is_proof {
                true => setting.verifier.verify_proof(&token),
                false => verification,
            },
            token,
            slot,
            origin,
            classified,
        }
    }

    /// Looked at from the beginning.
    fn anew(self, setting: &Setting<'_>) -> Self {
        Self::new(
            self.token,
            self.verification,
            self.slot,
            self.origin,
            setting,
        )
    }

    fn case<'a>(&'a self, setting: &'a Setting<'_>) -> Case<'a> {
        let classification = self.classified.classification();
        Case {
            token: &self.token,
            kind: classification.kind,
            classification,
            verification: &self.verification,
            provider: setting.verifier.provider(),
            situation: self.situation.as_deref().unwrap_or(setting.situation),
            slot: self.slot.as_ref(),
            origin: self.origin,
            pointer: None,
            unwrapped: &[],
            flaws: &[],
            siblings: &[],
            response: None,
            earlier: None,
            now: setting.now,
            leeway: setting.leeway,
            policy: setting.policy,
        }
    }
}

/// The last token of a shape, and what was said of it.
#[derive(Debug)]
struct Remembered {
    lone: Lone,
    plausible: Vec<Kind>,
    judged: rules::Known,
    /// Of each vendor, whether the token bears one of its marks.
    vendors: Notes<bool>,
    /// The claims that the lines about the parties were read from, and the one about the subject.
    parties: MemberSet,
    about: MemberSet,
    parts: Parts,
    /// Whether its claims were told as they were written.
    is_clean: bool,
}

impl Remembered {
    fn new(lone: Lone, setting: &Setting<'_>) -> Self {
        let token = &lone.token;
        let plausible = lone.classified.classification().plausible();
        let case = lone.case(setting);
        let judged = rules::Known::first(&case, &plausible);
        let bears_mark = |vendor: usize| VENDORS[vendor].is_on(token);
        let vendors = Notes::new(token, VENDORS.len(), bears_mark);
        let vendor = vendors.values().iter().position(|is_on| *is_on);
        let vendor = vendor.map(|place| &VENDORS[place]);
        let (mut who, parties) = token.noting(|| build::parties(&case));
        let ((), about) = token.noting(|| build::tell_subject(&case, &mut who));
        let parts = Parts::new(&case, vendor, who, judged.judgement(), setting.extent);
        Self {
            plausible,
            judged,
            vendors,
            parties,
            about,
            parts,
            is_clean: false,
            lone,
        }
    }

    /// The next token of the shape, of which these claims differ from the last one's.
    fn next(
        mut self: Box<Self>,
        token: Token,
        differing: MemberSet,
        setting: &Setting<'_>,
    ) -> Box<Self> {
        self.lone.token = token;
        let lone = &mut self.lone;
        let context = setting.context(lone.slot.as_ref(), false);
        let is_other = lone.classified.next(&lone.token, context, differing);
        let token = &self.lone.token;
        let bears_mark = |vendor: usize| VENDORS[vendor].is_on(token);
        let vendors = self.vendors.renew(token, differing, bears_mark);
        if is_other || !vendors.is_empty() {
            return Box::new(Self::new(self.lone.anew(setting), setting));
        }
        let case = self.lone.case(setting);
        if self.judged.next(&case, &self.plausible, differing) {
            let judgement = self.judged.judgement();
            self.parts.renew_findings(&case, judgement, setting.extent);
        }
        if self.parties.meets(differing) {
            let renew = || self.parts.renew_parties(&case);
            ((), self.parties) = token.noting(renew);
        }
        if self.about.meets(differing) {
            let renew = || self.parts.renew_subject(&case);
            ((), self.about) = token.noting(renew);
        }
        self
    }
}
