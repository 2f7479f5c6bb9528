//! A defect of ours costs the token that it shows on, and no other.

use std::{
    cell::Cell,
    panic::{self, AssertUnwindSafe},
    sync::Once,
};

use crate::report::Unreadable;

thread_local! {
    /// Whether a token is being judged, and where that failed.
    static JUDGING: Cell<bool> = const { Cell::new(false) };
    static FAILED_AT: Cell<Option<String>> = const { Cell::new(None) };
}

/// Runs a judgement that a defect of ours must not take the others along with. What a panic says may
/// quote the token, so only its place in the source is told.
pub(super) fn surviving<T>(place: &str, judge: impl FnOnce() -> T) -> Result<T, Unreadable> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if JUDGING.get() {
                FAILED_AT.set(info.location().map(ToString::to_string));
            } else {
                usual(info);
            }
        }));
    });
    JUDGING.set(true);
    let outcome = panic::catch_unwind(AssertUnwindSafe(judge));
    JUDGING.set(false);
    outcome.map_err(|_| Unreadable {
        input: place.to_owned(),
        error: format!(
            "{place}: the judgement on it broke off at {}, a defect of whichtoken",
            FAILED_AT
                .take()
                .unwrap_or_else(|| "an unknown place".to_owned())
        ),
        hint: "please report it, with the output of `whichtoken inspect` but without the token"
            .to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_defect_loses_its_own_token_and_quotes_nothing() {
        let text = "é-secret".to_owned();
        let broken = surviving("log:7", || text[..1].len());
        let unreadable = broken.unwrap_err();
        assert_eq!(unreadable.input, "log:7");
        assert!(unreadable.error.contains("survive.rs:"), "{unreadable:?}");
        assert!(!unreadable.error.contains("secret"), "{unreadable:?}");
        assert_eq!(surviving("log:8", || 1).unwrap(), 1);
    }
}
