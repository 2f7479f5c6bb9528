//! The issuer's side as the flags name it: discovered, saved, or keys alone.

use super::{Failure, World, args::ProviderArgs};
use crate::{input::InputSet, provider::Provider};

/// Obtains providers for inputs, each source once.
#[derive(Debug)]
pub(super) struct Providers<'a> {
    args: &'a ProviderArgs,
}

impl<'a> Providers<'a> {
    pub(super) fn new(args: &'a ProviderArgs, world: &World<'_>) -> Result<Self, Failure> {
        let _ = world;
        Ok(Self { args })
    }

    /// The provider for the tokens of one input; `None` where no flag names any.
    pub(super) fn obtain(&mut self, set: &InputSet) -> Result<Option<Provider>, Failure> {
        let _ = (set, self.args);
        Ok(None)
    }
}
