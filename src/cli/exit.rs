//! Exit statuses (fixed).

/// Nothing to complain about.
pub const CLEAN: u8 = 0;
/// Findings at or above `--fail-on`.
pub const FINDINGS: u8 = 1;
/// Wrong usage, or input that could not be read.
pub const USAGE: u8 = 2;
/// The job could not be done.
pub const UNDONE: u8 = 3;
/// Ctrl-C ended a batch; what was judged before is written.
pub const INTERRUPTED: u8 = 130;

/// Of two exit statuses the one that says more: what could not be read, then what could not be done,
/// then what was found.
pub(super) fn worse(one: u8, other: u8) -> u8 {
    let rank = |status| match status {
        USAGE => 3,
        UNDONE => 2,
        FINDINGS => 1,
        _ => 0,
    };
    if rank(other) > rank(one) { other } else { one }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_statuses_the_one_that_says_more_counts() {
        let ordered = [CLEAN, FINDINGS, UNDONE, USAGE];
        for pair in ordered.windows(2) {
            assert_eq!(worse(pair[0], pair[1]), pair[1]);
            assert_eq!(worse(pair[1], pair[0]), pair[1]);
        }
    }
}
