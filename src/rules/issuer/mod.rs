//! Who issued it.

pub(crate) mod issuer_mismatch;
pub(crate) mod issuer_not_https_url;
pub(crate) mod multi_tenant_issuer;
pub(crate) mod untrusted_issuer;
