//! Cases for the unit tests of rules, without the command line.

use super::{Case, Check, Outcome, Policy, Rule};
use crate::{
    classify::{Certainty, Classification, Kind},
    input::{Origin, Slot},
    provider::Provider,
    rules::Sibling,
    secret::RawToken,
    situation::Situation,
    token::{NumericDate, Token, base64url},
    verify::{Reason, Status, Verification},
};

/// A token of a given kind, and a situation to fill in.
pub(crate) struct TestCase {
    token: Token,
    classification: Classification,
    /// Nothing is known unless the test says so.
    pub(crate) situation: Situation,
    /// The issuer's side.
    pub(crate) provider: Option<Provider>,
    /// Where the token was found.
    pub(crate) slot: Option<Slot>,
    /// Other tokens of the same response, which are judged in their own slots.
    pub(crate) siblings: Vec<TestCase>,
}

impl TestCase {
    /// A token with these claims.
    pub(crate) fn new(kind: Kind, claims: &str) -> Self {
        let header = base64url::encode(br#"{"alg":"RS256"}"#);
        let text = format!("{header}.{}.AQ", base64url::encode(claims.as_bytes()));
        Self {
            token: Token::decode(RawToken::new(text)),
            classification: Classification {
                kind,
                certainty: Certainty::Certain,
                runner_up: None,
                profile: None,
                likely: None,
                evidence: Vec::new(),
                scores: Vec::new(),
                contradictions: Vec::new(),
                overridden: None,
            },
            situation: Situation::default(),
            provider: None,
            slot: None,
            siblings: Vec::new(),
        }
    }

    /// The same in a slot of a response.
    pub(crate) fn within(mut self, slot: Slot) -> Self {
        self.slot = Some(slot);
        self
    }

    /// What the rule says about it.
    pub(crate) fn check(&self, rule: &Rule) -> Outcome {
        let verification = Verification {
            status: Status::NotChecked,
            algorithm: None,
            key: None,
            reason: Reason::NoKeys,
        };
        let siblings: Vec<Sibling<'_>> = self
            .siblings
            .iter()
            .map(|sibling| Sibling {
                token: &sibling.token,
                kind: sibling.classification.kind,
                slot: sibling.slot.as_ref(),
            })
            .collect();
        let (Check::Token(check) | Check::Both { token: check, .. }) = rule.check else {
            panic!("{} judges providers", rule.name);
        };
        check(&Case {
            token: &self.token,
            kind: self.classification.kind,
            classification: &self.classification,
            verification: &verification,
            provider: self.provider.as_ref(),
            situation: &self.situation,
            slot: self.slot.as_ref(),
            origin: Origin::Bare,
            pointer: None,
            siblings: &siblings,
            now: NumericDate::from_seconds(1_767_225_600),
            leeway: 60,
            policy: &Policy::of(self.situation.profile),
        })
    }
}
