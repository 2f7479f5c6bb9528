//! What is wrong: one argument a rule, one file a rule, one list of them all.
//!
//! To add a rule: write `FAMILY/NAME.rs` with a `pub(crate) static RULE`, name the file in
//! `FAMILY/mod.rs`, and the rule in [`ALL`]. `tests/rules.rs` runs its examples and walks the
//! folders.

mod architecture;
mod audience;
mod authentication;
mod authorization;
mod authorized_party;
pub mod case;
mod characters;
mod decoding;
mod encryption;
pub mod example;
mod header;
mod issuer;
mod kind;
mod near_miss;
mod pair;
pub mod policy;
mod punycode;
pub mod rule;
pub mod run;
mod sender_constraint;
mod signature;
pub mod spec;
#[cfg(test)]
mod test_case;
mod time;
mod transport;
mod words;

pub use case::{Case, ProviderCase, Sibling};
pub use policy::Policy;
pub use rule::{
    Applies, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Passage, Rule, Severity,
    Threat,
};
pub use run::{Judgement, Told, judge, judge_provider};

/// Every rule, in the order of the report.
pub static ALL: &[&Rule] = &[
    &decoding::undecodable_token::RULE,
    &decoding::base64url_not_strict::RULE,
    &decoding::duplicate_members::RULE,
    &decoding::json_serialization::RULE,
    &decoding::wrong_claim_type::RULE,
    &decoding::crit_not_understood::RULE,
    &decoding::oversize_token::RULE,
    &decoding::deceptive_identifier::RULE,
    &decoding::ambiguous_json::RULE,
    &decoding::guessable_opaque_token::RULE,
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
    &audience::audience_mismatch::RULE,
    &audience::audience_missing::RULE,
    &audience::foreign_client_audience::RULE,
    &audience::shared_client_audience::RULE,
    &authorized_party::presenter_not_allowed::RULE,
    &authorized_party::azp_missing::RULE,
    &authentication::nonce_mismatch::RULE,
    &authorization::all_or_nothing_grant::RULE,
    &sender_constraint::sender_constraint_missing::RULE,
    &sender_constraint::bound_token_as_bearer::RULE,
    &sender_constraint::unbindable_id_token::RULE,
    &transport::token_in_query::RULE,
    &transport::bearer_transport_misused::RULE,
    &pair::at_hash_wrong::RULE,
    &pair::c_hash_wrong::RULE,
    &pair::identity_mismatch::RULE,
    &architecture::receiver_acts_as_issuer::RULE,
    &encryption::weak_key_management::RULE,
    &encryption::jwe_cost_attack::RULE,
    &encryption::encrypted_not_signed::RULE,
    &encryption::broken_jwe_structure::RULE,
];

/// The rule of that name.
pub fn find(name: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.name == name)
}
