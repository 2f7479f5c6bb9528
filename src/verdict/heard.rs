//! Arguments that are heard in such a case and not weighed.

use super::{
    concern::Weight,
    level::Level,
    scene::{Function, Scene},
};
use crate::{
    explain::fallacies::{self, Fallacy},
    situation::{Binding, Permissions, Relation, Role, Sensitivity, Transport},
};

/// The fallacies that somebody will bring forward here and that have no weight here. One that the
/// situation makes a real argument is not among them: then a concern weighs it.
pub(super) fn heard(scene: &Scene<'_>, weights: &[Weight]) -> Vec<&'static Fallacy> {
    let situation = scene.case.situation;
    let is_login_proof = scene.function == Function::LoginProof;
    let is_grant = scene.function == Function::AccessGrant;
    let level = |id: &str| {
        super::concern::ALL
            .iter()
            .zip(weights)
            .find(|(concern, _)| concern.id == id)
            .map_or(Level::None, |(_, weight)| weight.level)
    };
    let beyond_client = is_login_proof && scene.role() != Some(Role::Client);
    let a_check_fails = level("C2") == Level::Blocker || level("C3") == Level::Blocker;
    let as_the_famous = scene.names_receiver() && situation.permissions.is(&Permissions::OwnRules);
    let remedy_matters = matches!(
        situation.binding.known(),
        Some(Binding::Required | Binding::Preferred)
    ) || situation.sensitivity.is(&Sensitivity::High)
        || scene.case.is_bound();
    let both_taken = level("C14") > Level::None;
    let is_opaque = !scene.is_readable();
    let is_heard = |code: &str| match code {
        "N-DEONTIC" => beyond_client && !a_check_fails,
        "N-POPULAR" => is_login_proof && scene.is_credential() && !as_the_famous,
        "N-SLOPE" => beyond_client && situation.checks("audience") != Some(false),
        "N-BOTH" => (is_login_proof || is_grant) && !remedy_matters,
        "N-KEYWORD" => {
            is_login_proof
                && scene.is_credential()
                && situation
                    .transport
                    .known()
                    .is_none_or(|transport| *transport == Transport::BearerHeader)
                && !both_taken
        }
        "N-NOCONSENT" => {
            is_login_proof && scene.is_credential() && situation.relation.is(&Relation::FirstParty)
        }
        "N-NOUSER" => is_grant && !is_opaque && scene.fires("user-info-in-access-token"),
        "N-FORMAT" => (is_login_proof || is_grant) && !is_opaque,
        _ => false,
    };
    fallacies::FALLACIES
        .iter()
        .filter(|fallacy| is_heard(fallacy.code))
        .collect()
}
