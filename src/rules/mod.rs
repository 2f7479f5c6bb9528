//! What is wrong: one argument a rule, one file a rule, one list of them all.
//!
//! To add a rule: write `FAMILY/NAME.rs` with a `pub(crate) static RULE`, name the file in
//! `FAMILY/mod.rs`, and the rule in [`ALL`]. `tests/rules.rs` runs its examples and walks the
//! folders.

mod authentication;
pub mod case;
mod decoding;
pub mod example;
mod header;
mod issuer;
mod kind;
pub mod rule;
pub mod run;
mod signature;
pub mod spec;
mod time;

pub use case::{Case, Sibling};
pub use rule::{
    Applies, Confidence, Doc, Family, Finding, Needs, Outcome, Passage, Rule, Severity, Threat,
};
pub use run::{Judgement, Told, judge};

/// Every rule, in the order of the report.
pub static ALL: &[&Rule] = &[
    &decoding::undecodable_token::RULE,
    &signature::alg_none::RULE,
    &signature::signature_invalid::RULE,
    &signature::signature_not_verified::RULE,
    &signature::alg_key_mismatch::RULE,
    &header::key_travels_with_token::RULE,
    &time::expired::RULE,
    &time::missing_exp::RULE,
    &issuer::issuer_mismatch::RULE,
    &kind::kind_contradiction::RULE,
    &kind::wrong_kind_for_receiver::RULE,
    &kind::kinds_not_mutually_exclusive::RULE,
    &authentication::access_token_as_login_proof::RULE,
];

/// The rule of that name.
pub fn find(name: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.name == name)
}
