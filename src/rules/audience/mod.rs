//! For whom it is meant.

pub(crate) mod audience_mismatch;
pub(crate) mod audience_missing;
pub(crate) mod foreign_client_audience;
pub(crate) mod shared_client_audience;

use super::Case;
use crate::{classify::Kind, input::Slot, situation::Role};

/// Whether the token only comes back to its issuer, to be looked up, exchanged or taken as a hint:
/// its audience is then another party by design.
fn comes_back_to_issuer(case: &Case<'_>) -> bool {
    let is_issuer = matches!(
        case.role(),
        Some(Role::AuthorizationServer | Role::TokenExchange | Role::Introspection)
    );
    matches!(case.slot, Some(Slot::IdTokenHint))
        || is_issuer && matches!(case.kind, Kind::IdToken | Kind::AccessToken)
}
