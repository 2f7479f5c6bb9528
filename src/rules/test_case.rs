//! Cases for the unit tests of rules, without the command line.

use super::{Case, Check, Outcome, Policy, Rule};
use crate::{
    classify::{Classification, Kind},
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
    /// What is known of its signature: that it was not checked, unless the test says otherwise.
    pub(crate) verification: Verification,
    /// Where the token was found.
    pub(crate) slot: Option<Slot>,
    /// Other tokens of the same response, which are judged in their own slots.
    pub(crate) siblings: Vec<TestCase>,
}

impl TestCase {
    /// A token with these claims.
    pub(crate) fn new(kind: Kind, claims: &str) -> Self {
        Self::with_header(kind, r#"{"alg":"RS256"}"#, claims)
    }

    /// A token with this header and these claims.
    pub(crate) fn with_header(kind: Kind, header: &str, claims: &str) -> Self {
        let header = base64url::encode(header.as_bytes());
        let text = format!("{header}.{}.AQ", base64url::encode(claims.as_bytes()));
        Self::with_text(kind, text)
    }

    /// A token of this very text.
    pub(crate) fn with_text(kind: Kind, text: impl Into<String>) -> Self {
        Self {
            token: Token::decode(RawToken::new(text.into())),
            classification: Classification::certain(kind),
            situation: Situation::default(),
            provider: None,
            verification: Verification {
                status: Status::NotChecked,
                algorithm: None,
                key: None,
                reason: Reason::NoKeys,
            },
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
        self.judged(self.verification.status, |case| match rule.check {
            Check::Token(check) | Check::Both { token: check, .. } => check(case),
            Check::Last(check) => check(case, &[]),
            Check::Weighed(check) => check(case, true),
            Check::Provider(_) => panic!("{} judges providers", rule.name),
        })
    }

    /// What a judgement says about it when the signature has this status.
    pub(crate) fn judged<T>(&self, status: Status, judge: impl FnOnce(&Case<'_>) -> T) -> T {
        let verification = Verification {
            status,
            ..self.verification.clone()
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
        judge(&Case {
            token: &self.token,
            kind: self.classification.kind,
            classification: &self.classification,
            verification: &verification,
            provider: self.provider.as_ref(),
            situation: &self.situation,
            slot: self.slot.as_ref(),
            origin: Origin::Bare,
            pointer: None,
            unwrapped: &[],
            flaws: &[],
            siblings: &siblings,
            response: None,
            earlier: None,
            now: NumericDate::from_seconds(1_767_225_600),
            leeway: 60,
            policy: &Policy::of(self.situation.profile),
        })
    }
}

mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::rules::ALL;

    /// Names that rules read, with values of every type and spelling.
    fn claims() -> impl Strategy<Value = String> {
        let name =
            "iss|sub|aud|exp|nbf|iat|azp|scope|cnf|act|amr|events|acr|nonce|Aud|p2c|[a-z]{0,3}";
        let value = prop_oneof![
            Just("null".to_owned()),
            Just("[]".to_owned()),
            Just("{}".to_owned()),
            Just(r#"{"jkt":1,"jkt":"a"}"#.to_owned()),
            Just(r#""\ud800\u0000""#.to_owned()),
            "-?(0|[1-9][0-9]{0,24})(\\.[0-9]{1,12})?([eE][+-]?[0-9]{1,4})?",
            "\\PC{0,12}".prop_map(|text| serde_json::Value::from(text).to_string()),
            "\\PC{0,12}".prop_map(|text| serde_json::json!([text, { "a": text }]).to_string()),
            Just(r#""https://xn--a-.example/""#.to_owned()),
        ];
        proptest::collection::vec((name, value), 0..8).prop_map(|members| {
            let members: Vec<String> = members
                .into_iter()
                .map(|(name, value)| format!("\"{name}\":{value}"))
                .collect();
            format!("{{{}}}", members.join(","))
        })
    }

    proptest! {
        #[test]
        fn no_claims_make_a_rule_panic(claims in claims(), kind in 0..Kind::ALL.len()) {
            let test = TestCase::new(Kind::ALL[kind], &claims);
            for rule in ALL.iter().filter(|rule| !matches!(rule.check, Check::Provider(_))) {
                let _ = test.check(rule);
            }
        }
    }
}
