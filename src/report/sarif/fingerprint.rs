//! What makes two findings the same one in two runs.

use std::collections::{BTreeMap, HashMap};

use aws_lc_rs::digest;

use super::subject::Subject;
use crate::report::FindingReport;

/// The name that says what goes into the fingerprint, with its version.
const OURS: &str = "ruleIssuerPointer/v1";

/// The name that GitHub's code scanning compares. Where it is missing, the upload makes one of the
/// line in the file, so that every fresh token would be a new alert.
const OF_CODE_SCANNING: &str = "primaryLocationLineHash";

/// Length of a fingerprint in bytes; it tells findings apart and protects nothing.
const LENGTH: usize = 16;

/// The fingerprints of one run.
///
/// A fingerprint is the beginning of the SHA-256 over rule, issuer (`iss`, or the provider's
/// identifier) and place inside the token (`payload/aud`), each with its length before it. No other
/// text of the token goes in, neither message nor values: the next token of this issuer with the
/// same mistake has the same fingerprint, whoever it is about and whatever file it is in.
///
/// Where one input has the same fingerprint more than once (the two tokens of a response lack the
/// same claim), the second has `:2` behind it, and so on in the order of the tokens.
#[derive(Debug, Default)]
pub(super) struct Fingerprints {
    seen: HashMap<(String, String), usize>,
}

impl Fingerprints {
    /// The `partialFingerprints` of a finding.
    pub(super) fn of(
        &mut self,
        subject: &Subject<'_>,
        finding: &FindingReport,
    ) -> BTreeMap<&'static str, String> {
        let issuer = subject.issuer.unwrap_or_default();
        let fingerprint = fingerprint([finding.rule, issuer, &finding.pointer]);
        let key = (subject.input.to_owned(), fingerprint.clone());
        let times = self.seen.entry(key).or_default();
        *times += 1;
        let ours = match *times {
            1 => fingerprint.clone(),
            times => format!("{fingerprint}:{times}"),
        };
        let theirs = format!("{fingerprint}:{times}");
        let mut fingerprints = BTreeMap::new();
        fingerprints.extend([(OURS, ours), (OF_CODE_SCANNING, theirs)]);
        fingerprints
    }
}

fn fingerprint(parts: [&str; 3]) -> String {
    let mut context = digest::Context::new(&digest::SHA256);
    for part in parts {
        context.update(&(part.len() as u64).to_be_bytes());
        context.update(part.as_bytes());
    }
    let digest = context.finish();
    let bytes = digest.as_ref().iter().take(LENGTH);
    bytes.map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_run_into_each_other() {
        assert_eq!(fingerprint(["a", "b", "c"]), fingerprint(["a", "b", "c"]));
        assert_ne!(fingerprint(["a", "b", "c"]), fingerprint(["ab", "", "c"]));
        assert_eq!(fingerprint(["", "", ""]).len(), 2 * LENGTH);
    }
}
