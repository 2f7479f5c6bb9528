//! What is wrong: one argument a rule, one file a rule, one list of them all.
//!
//! To add a rule: write `FAMILY/NAME.rs` with a `pub(crate) static RULE`, and name it in [`ALL`].

pub mod case;
mod decoding;
pub mod example;
pub mod rule;
pub mod run;
pub mod spec;

pub use case::{Case, Sibling};
pub use rule::{
    Applies, Confidence, Doc, Family, Finding, Needs, Outcome, Passage, Rule, Severity, Threat,
};
pub use run::{Judgement, Told, judge};

/// Every rule, in the order of the report.
pub static ALL: &[&Rule] = &[&decoding::undecodable_token::RULE];

/// The rule of that name.
pub fn find(name: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.name == name)
}
