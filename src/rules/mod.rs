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
mod decoding;
pub mod example;
mod header;
mod hosts;
mod issuer;
mod keys;
mod kind;
mod metadata;
mod near_miss;
mod pair;
pub mod policy;
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
    &signature::alg_none::RULE,
    &signature::signature_invalid::RULE,
    &signature::signature_not_verified::RULE,
    &signature::alg_key_mismatch::RULE,
    &signature::alg_not_accepted::RULE,
    &signature::guessable_mac_secret::RULE,
    &signature::mac_with_several_verifiers::RULE,
    &signature::unregistered_algorithm::RULE,
    &header::key_travels_with_token::RULE,
    &header::remote_key_url::RULE,
    &header::suspicious_kid::RULE,
    &header::kid_selects_no_single_key::RULE,
    &header::certificate_header_mismatch::RULE,
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
    &metadata::issuer_document_mismatch::RULE,
    &metadata::metadata_incomplete_or_insecure::RULE,
    &metadata::weak_capabilities_advertised::RULE,
    &metadata::contradictory_metadata::RULE,
    &metadata::endpoints_off_origin::RULE,
    &keys::private_key_exposed::RULE,
    &keys::key_set_ambiguous::RULE,
    &keys::weak_key::RULE,
    &keys::malformed_key::RULE,
    &keys::kid_reassigned::RULE,
];

/// The rule of that name.
pub fn find(name: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.name == name)
}
