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
mod dpop_proof;
pub mod example;
mod header;
mod issuer;
mod kind;
mod logout;
mod near_miss;
mod objects;
mod pair;
pub mod policy;
pub mod rule;
pub mod run;
mod selective_disclosure;
mod sender_constraint;
mod signature;
pub mod spec;
#[cfg(test)]
mod test_case;
mod time;
mod transport;
mod words;
mod workload;

pub use case::{Case, Earlier, ProviderCase, Sibling};
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
    &pair::same_token_twice::RULE,
    &pair::token_type_mismatch::RULE,
    &pair::token_response_malformed::RULE,
    &pair::refresh_continuity::RULE,
    &architecture::receiver_acts_as_issuer::RULE,
    &dpop_proof::proof_malformed::RULE,
    &dpop_proof::ath_mismatch::RULE,
    &dpop_proof::proof_stale_or_reused::RULE,
    &logout::logout_token_malformed::RULE,
    &logout::logout_token_carries_nonce::RULE,
    &logout::logout_session_mismatch::RULE,
    &objects::client_assertion_identity::RULE,
    &objects::client_assertion_audience::RULE,
    &objects::request_object_confusable::RULE,
    &objects::introspection_jwt_confusable::RULE,
    &objects::client_attestation_broken::RULE,
    &objects::introspection_answer_inconsistent::RULE,
    &selective_disclosure::key_binding_broken::RULE,
    &selective_disclosure::disclosure_broken::RULE,
    &workload::k8s_legacy_token::RULE,
    &workload::k8s_audience_misuse::RULE,
    &workload::k8s_username_mapping::RULE,
    &workload::ci_trust_too_broad::RULE,
    &workload::ci_recyclable_subject::RULE,
    &workload::azp_shadows_aud::RULE,
];

/// The rule of that name.
pub fn find(name: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.name == name)
}
