//! What it permits.

pub(crate) mod all_or_nothing_grant;
