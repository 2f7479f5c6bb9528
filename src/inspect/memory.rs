//! What was said of the last tokens, so that of the next one only what differs is judged anew.
//!
//! The tokens of a log repeat each other: the same header, the same claims, and other values in a
//! few of them. What judges a token sees its claims through a [`Document`](crate::token::Document),
//! which notes the members that were looked at. A step that looked only at members which are the same
//! in the next token would come to the same answer, so that it is not asked again. Nothing else may
//! differ: what is new is judged from the beginning.

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
    token::{Members, Notes, Token},
    verify::Verification,
};

/// So many shapes of tokens are remembered.
const MOST: usize = 16;

/// The last token of each shape, judged in one setting.
#[derive(Debug, Default)]
pub struct Memory {
    /// The latest last.
    #[expect(
        clippy::vec_box,
        reason = "they are taken out and put back for each token"
    )]
    shapes: Vec<Box<Shape>>,
}

impl Memory {
    /// Whether tokens like this one may be remembered: a token for itself, of which nothing is known
    /// but its slot, and that nobody asked a verdict on.
    pub(super) fn takes(set: &InputSet, setting: &Setting<'_>) -> bool {
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
        let raw = std::mem::take(&mut sighting.raw);
        let (token, verification) = verified(self.decode(raw), setting.verifier);
        let place = Place {
            slot: sighting.slot.take(),
            origin,
        };
        // It is put back when it was judged: what a panic left half done is forgotten.
        let (mut shape, alike) = match self.take(&token, &verification, &place) {
            Some((shape, differing)) => {
                let alike = shape.is_clean.then_some(differing);
                (shape.next(token, differing, setting), alike)
            }
            None => {
                let subject = Subject::new(token, verification, place, setting);
                (Box::new(Shape::first(subject, setting)), None)
            }
        };
        let subject = &shape.subject;
        let place = SightingPlace {
            input: &sighting.place.input,
            slot: subject.place.slot.as_ref().map(Slot::name),
            pointer: None,
            unwrapped: &[],
        };
        let case = subject.case(setting);
        let claims = build::claims(&case, alike);
        let is_clean = claims.as_ref().is_some_and(JsonText::is_clean);
        let parts = shape.parts.clone();
        let report = build::token(id, &place, &case, parts, claims, None, setting.extent);
        shape.is_clean = is_clean;
        self.keep(shape);
        report
    }

    fn decode(&self, raw: RawToken) -> Token {
        let latest = self.shapes.iter().rev();
        Token::decode_after(raw, latest.map(|shape| &shape.subject.token))
    }

    /// The last token of the same shape, and the claims that differ from its claims.
    fn take(
        &mut self,
        token: &Token,
        verification: &Verification,
        place: &Place,
    ) -> Option<(Box<Shape>, Members)> {
        let mut latest = self.shapes.iter().enumerate().rev();
        let (index, differing) = latest.find_map(|(index, shape)| {
            let subject = &shape.subject;
            let differing = token.differing(&subject.token)?;
            let is_same = subject.place == *place && subject.verification == *verification;
            is_same.then_some((index, differing))
        })?;
        Some((self.shapes.remove(index), differing))
    }

    fn keep(&mut self, shape: Box<Shape>) {
        // The signature of a proof is judged by the key in the proof itself.
        let subject = &shape.subject;
        let kind = subject.classified.classification().kind;
        if is_proof(kind, subject.place.slot.as_ref()) {
            return;
        }
        if self.shapes.len() == MOST {
            self.shapes.remove(0);
        }
        self.shapes.push(shape);
    }
}

/// Where a token stood.
#[derive(Debug, PartialEq, Eq)]
struct Place {
    slot: Option<Slot>,
    origin: Origin,
}

/// A token, with what is known about it before the rules run.
#[derive(Debug)]
struct Subject {
    place: Place,
    token: Token,
    verification: Verification,
    classified: classify::Known,
    /// The situation, if more is known of it here than in general.
    situation: Option<Box<Situation>>,
}

impl Subject {
    fn new(token: Token, verification: Verification, place: Place, setting: &Setting<'_>) -> Self {
        let slot = place.slot.as_ref();
        let classified = classify::Known::first(&token, setting.context(slot, false));
        let is_proof = is_proof(classified.classification().kind, slot);
        let seen = Seen {
            slot,
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
            place,
            token,
            classified,
        }
    }

    /// Judged from the beginning.
    fn anew(self, setting: &Setting<'_>) -> Self {
        Self::new(self.token, self.verification, self.place, setting)
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
            slot: self.place.slot.as_ref(),
            origin: self.place.origin,
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
struct Shape {
    subject: Subject,
    plausible: Vec<Kind>,
    judged: rules::Known,
    /// Of each vendor, whether the token bears one of its marks.
    vendors: Notes<bool>,
    /// The claims that the lines about the parties were read from, and the one about the subject.
    parties: Members,
    about: Members,
    parts: Parts,
    /// Whether its claims are told as they were written.
    is_clean: bool,
}

impl Shape {
    fn first(subject: Subject, setting: &Setting<'_>) -> Self {
        let token = &subject.token;
        let plausible = subject.classified.classification().plausible();
        let case = subject.case(setting);
        let judged = rules::Known::first(&case, &plausible);
        let bears_mark = |vendor: usize| VENDORS[vendor].is_on(token);
        let vendors = Notes::new(token, VENDORS.len(), bears_mark);
        let vendor = vendors.values().iter().position(|is_on| *is_on);
        let vendor = vendor.map(|place| &VENDORS[place]);
        token.looked_at();
        let mut who = build::parties(&case);
        let parties = token.looked_at();
        build::tell_subject(&case, &mut who);
        let about = token.looked_at();
        let parts = Parts::new(&case, vendor, who, judged.judgement(), setting.extent);
        Self {
            parts,
            parties,
            about,
            is_clean: false,
            plausible,
            judged,
            vendors,
            subject,
        }
    }

    /// The next token of the shape, of which these claims differ from the last one's.
    fn next(
        mut self: Box<Self>,
        token: Token,
        differing: Members,
        setting: &Setting<'_>,
    ) -> Box<Self> {
        self.subject.token = token;
        let subject = &mut self.subject;
        let context = setting.context(subject.place.slot.as_ref(), false);
        let is_other = subject.classified.next(&subject.token, context, differing);
        let token = &self.subject.token;
        let bears_mark = |vendor: usize| VENDORS[vendor].is_on(token);
        let vendors = self.vendors.renew(token, differing, bears_mark);
        if is_other || !vendors.is_empty() {
            return Box::new(Self::first(self.subject.anew(setting), setting));
        }
        let case = self.subject.case(setting);
        if self.judged.next(&case, &self.plausible, differing) {
            let judgement = self.judged.judgement();
            self.parts.renew_findings(&case, judgement, setting.extent);
        }
        token.looked_at();
        if self.parties.meets(differing) {
            self.parts.renew_parties(&case);
            self.parties = token.looked_at();
        }
        if self.about.meets(differing) {
            self.parts.renew_subject(&case);
            self.about = token.looked_at();
        }
        self
    }
}
