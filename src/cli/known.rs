//! What is known and accepted: writing the baseline, and the policy's own part of a report.

use std::fs;

use anyhow::{Context as _, anyhow};

use super::{Failure, World, args::PolicyArgs, settings::Settings};
use crate::{
    report::{FindingReport, PolicyReport, escape},
    rules::{Level, Rule},
};

/// Writes the findings of the run to the file of `--write-baseline`, if that is asked for.
///
/// # Errors
/// The file cannot be written. Where not everything could be judged it is not written, which is
/// said: a part would pass for the whole.
pub(super) fn write_baseline(
    args: &PolicyArgs,
    settings: &Settings,
    is_whole: bool,
    world: &mut World<'_>,
) -> Result<(), Failure> {
    let (Some(path), Some(text)) = (&args.write_baseline, settings.suppressions.new_baseline())
    else {
        return Ok(());
    };
    let shown = path.display().to_string();
    if !is_whole {
        let error = anyhow!("{shown} is not written: not everything could be judged");
        super::report_failure(&Failure::undone(error, None), world)?;
        return Ok(());
    }
    fs::write(path, text)
        .with_context(|| format!("the baseline cannot be written to {shown}"))
        .map_err(|error| {
            let hint = "is there such a folder, and may you write in it?";
            Failure::undone(error, Some(hint.to_owned()))
        })?;
    writeln!(
        world.stderr,
        "saved: `--baseline {}` suppresses these findings from now on",
        escape::terminal(&shown)
    )?;
    Ok(())
}

/// The part of the report about the policy itself, where a file of policy was read. `may_find` tells
/// the rules that this run could hear of.
pub(super) fn report(
    settings: &Settings,
    may_find: impl Fn(&Rule) -> bool,
) -> Option<PolicyReport> {
    let source = settings.source.clone()?;
    let was_asked =
        |rule: &Rule| may_find(rule) && settings.policy.selection.of(rule) != Some(Level::Off);
    Some(PolicyReport {
        source,
        findings: settings.suppressions.findings(was_asked),
    })
}

/// A finding about the policy in one line, with its place.
pub(super) fn line(finding: &FindingReport) -> String {
    let text = format!(
        "{}[{}] {} ({})",
        finding.severity, finding.rule, finding.message, finding.pointer
    );
    escape::terminal(&escape::without_tokens(&text)).into_owned()
}

/// Says which `--ignore` and how much of the baseline has nothing to do any more.
pub(super) fn remark(settings: &Settings, world: &mut World<'_>) -> Result<(), Failure> {
    for rule in settings.suppressions.idle() {
        writeln!(world.stderr, "note: --ignore {rule} matched no finding")?;
    }
    match settings.suppressions.gone() {
        0 => {}
        1 => writeln!(world.stderr, "note: 1 finding of the baseline is gone")?,
        many => writeln!(
            world.stderr,
            "note: {many} findings of the baseline are gone"
        )?,
    }
    Ok(())
}
