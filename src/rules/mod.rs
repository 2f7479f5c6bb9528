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
mod dpop_proof;
mod encryption;
pub mod example;
mod header;
mod hosts;
mod issuer;
mod keys;
mod kind;
mod known;
pub mod limits;
mod logout;
mod metadata;
mod near_miss;
mod objects;
mod pair;
pub mod policy;
#[cfg(test)]
mod precedence_test;
mod privacy;
mod punycode;
mod request;
pub mod rule;
pub mod run;
pub mod selection;
mod selective_disclosure;
mod sender_constraint;
mod signature;
pub mod spec;
#[cfg(test)]
pub(crate) mod test_case;
mod time;
mod transport;
pub(crate) mod words;
mod workload;

pub use case::{Case, Earlier, ProviderCase, Sibling};
pub(crate) use kind::kinds_not_mutually_exclusive::overlap as kinds_overlap;
pub use limits::{LIMITS, Limit, Unit};
pub use policy::Policy;
pub use rule::{
    Applies, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Passage, Rule, Severity,
    Threat,
};
pub use selection::{Level, Selection};
pub(crate) use workload::matches as subject_matches;

pub use known::Known;
pub use run::{Judgement, Told, judge, judge_all, judge_provider, judge_weighed};

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
    &time::not_yet_valid::RULE,
    &time::lifetime_too_long::RULE,
    &time::implausible_times::RULE,
    &time::stale_authentication::RULE,
    &issuer::issuer_mismatch::RULE,
    &issuer::untrusted_issuer::RULE,
    &issuer::multi_tenant_issuer::RULE,
    &issuer::issuer_not_https_url::RULE,
    &kind::kind_contradiction::RULE,
    &kind::wrong_kind_for_receiver::RULE,
    &kind::kinds_not_mutually_exclusive::RULE,
    &kind::kind_ambiguous::RULE,
    &kind::wrong_slot::RULE,
    &kind::untyped_jwt::RULE,
    &kind::required_claim_missing::RULE,
    &kind::odd_type_label::RULE,
    &kind::project_key_as_user_token::RULE,
    &authentication::access_token_as_login_proof::RULE,
    &audience::audience_mismatch::RULE,
    &audience::audience_missing::RULE,
    &audience::foreign_client_audience::RULE,
    &audience::shared_client_audience::RULE,
    &audience::audience_too_broad::RULE,
    &audience::default_or_vendor_audience::RULE,
    &audience::audience_not_enforced::RULE,
    &authorized_party::presenter_not_allowed::RULE,
    &authorized_party::azp_missing::RULE,
    &authorized_party::no_presenter_list::RULE,
    &authorized_party::presenter_claims_disagree::RULE,
    &authorized_party::actor_chain::RULE,
    &authentication::nonce_mismatch::RULE,
    &authentication::weak_authentication_context::RULE,
    &authentication::mutable_user_key::RULE,
    &authentication::machine_subject::RULE,
    &authentication::session_bootstrap_unguarded::RULE,
    &authorization::all_or_nothing_grant::RULE,
    &authorization::delegation_needs_access_token::RULE,
    &authorization::required_scope_missing::RULE,
    &authorization::login_consent_reused::RULE,
    &authorization::over_privileged_token::RULE,
    &authorization::stale_or_truncated_entitlements::RULE,
    &authorization::own_rules_authorization::RULE,
    &authorization::entitlement_bulk::RULE,
    &sender_constraint::sender_constraint_missing::RULE,
    &sender_constraint::bound_token_as_bearer::RULE,
    &sender_constraint::unbindable_id_token::RULE,
    &sender_constraint::binding_key_mismatch::RULE,
    &sender_constraint::long_lived_bearer::RULE,
    &transport::token_in_query::RULE,
    &transport::bearer_transport_misused::RULE,
    &transport::cleartext_transport::RULE,
    &transport::token_in_fragment::RULE,
    &transport::several_transports::RULE,
    &transport::token_in_cookie::RULE,
    &pair::at_hash_wrong::RULE,
    &pair::c_hash_wrong::RULE,
    &pair::identity_mismatch::RULE,
    &pair::same_token_twice::RULE,
    &pair::token_type_mismatch::RULE,
    &pair::token_response_malformed::RULE,
    &pair::refresh_continuity::RULE,
    &architecture::receiver_acts_as_issuer::RULE,
    &architecture::undocumented_deviation::RULE,
    &architecture::token_passthrough::RULE,
    &architecture::identity_as_payload::RULE,
    &architecture::replay_to_rightful_audience::RULE,
    &architecture::opaque_needs_introspection::RULE,
    &architecture::both_kinds_accepted::RULE,
    &privacy::user_info_in_access_token::RULE,
    &privacy::personal_data_to_other_party::RULE,
    &privacy::client_reads_access_token::RULE,
    &privacy::secret_in_claims::RULE,
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
    &encryption::weak_key_management::RULE,
    &encryption::jwe_cost_attack::RULE,
    &encryption::encrypted_not_signed::RULE,
    &encryption::broken_jwe_structure::RULE,
    &metadata::issuer_document_mismatch::RULE,
    &metadata::metadata_incomplete_or_insecure::RULE,
    &metadata::weak_capabilities_advertised::RULE,
    &metadata::contradictory_metadata::RULE,
    &metadata::endpoints_off_origin::RULE,
    &metadata::resource_metadata_mismatch::RULE,
    &keys::private_key_exposed::RULE,
    &keys::key_set_ambiguous::RULE,
    &keys::weak_key::RULE,
    &keys::malformed_key::RULE,
    &keys::kid_reassigned::RULE,
    &request::authorization_header_malformed::RULE,
    &request::userinfo_with_id_token::RULE,
    &request::exchange_type_mismatch::RULE,
];

/// The rule of that name.
pub fn find(name: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.name == name)
}
