//! Whether a person asked for generated files to be rewritten.

/// The variable that asks for it, with the value `1`.
pub(crate) const BLESS: &str = "WHICHTOKEN_BLESS";

#[expect(
    clippy::disallowed_methods,
    reason = "the one question that a person asks these tests"
)]
pub(crate) fn is_blessed() -> bool {
    std::env::var_os(BLESS).is_some_and(|value| value == "1")
}
