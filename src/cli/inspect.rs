//! `inspect` and `lint`: the same judgement, shown whole or as findings only.

use std::{
    mem,
    sync::{Arc, Mutex},
};

use anyhow::anyhow;

use super::{
    Failure, World,
    args::{Format, InputFormat, InspectArgs},
    batch, exit, folder,
    judge::{Form, Judged, Keys, Side},
    known,
    lines::Piece,
    output,
    providers::Providers,
    read::{self, Source, Stdin},
    ruling::Ruling,
};
use crate::{
    input::InputSet,
    provider::Provider,
    report::{Report, Summary, escape, human::Layout},
    rules::Check,
};

/// How much to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Inspect,
    Lint,
    Verdict {
        /// Whether to show the whole reasoning.
        explain: bool,
        /// Whether to compare with other tokens at every receiver.
        matrix: bool,
    },
}

/// Runs the command and gives the exit status.
pub(super) fn run(args: &InspectArgs, mode: Mode, world: &mut World<'_>) -> Result<u8, Failure> {
    if matches!(mode, Mode::Verdict { matrix: true, .. })
        && args.output.format.is_list_of_findings()
    {
        let format = args.output.format.name();
        return Err(Failure::usage(
            anyhow!("--format {format} lists findings and cannot show --matrix"),
            Some("human, markdown, json and ndjson show it".to_owned()),
        ));
    }
    let (sources, typed) = read::sources(args, world)?;
    remark_on_argv(args, &typed, world)?;
    let form = args.batch.input_format;
    if args.output.format == Format::Ndjson || form == InputFormat::Ndjson {
        return batch::run(sources, args, mode, world);
    }
    let mut stdin = Stdin(mem::replace(&mut world.stdin, Stdin::default().0));
    let sources: Vec<Source> = sources
        .into_iter()
        .map(|source| source.open(form, &mut stdin))
        .collect();
    if sources.iter().any(Source::is_lines) {
        return batch::run(sources, args, mode, world);
    }
    let mut pieces = Vec::with_capacity(sources.len());
    let mut before = 0;
    for source in sources {
        source.pieces(form, &mut stdin, &mut before, &mut |piece| {
            pieces.push(piece);
            true
        });
    }
    report_on(pieces, args, mode, world)
}

/// Judges what was read already, reports on them, and gives the exit status.
pub(super) fn report_on(
    pieces: Vec<Piece>,
    args: &InspectArgs,
    mode: Mode,
    world: &mut World<'_>,
) -> Result<u8, Failure> {
    let mut ruling = Ruling::new(args, mode, world)?;
    if matches!(mode, Mode::Verdict { matrix: false, .. }) && !args.output.quiet {
        ruling.ask(&pieces, world)?;
    }
    let mut all = Judged::default();
    let fixed = with_keys(&ruling, Form::Collected, args, world, |keys, world| {
        for piece in pieces {
            let judged = ruling.judge(piece, keys, Form::Collected, String::new());
            gather(&mut all, judged, world)?;
        }
        Ok(())
    })?;
    all.provider = all.provider.or(fixed);
    write(all, &ruling, args, mode, world)
}

/// Obtains the keys that are the same for all tokens, if they are, and gives them to the work. Gives
/// the provider that they are of.
pub(super) fn with_keys(
    ruling: &Ruling<'_>,
    form: Form,
    args: &InspectArgs,
    world: &mut World<'_>,
    work: impl FnOnce(&Keys<'_>, &mut World<'_>) -> Result<(), Failure>,
) -> Result<Option<Arc<Provider>>, Failure> {
    let mut providers = Providers::new(&args.provider, world)?;
    if let Some(remark) = providers.remark().filter(|_| !args.output.quiet) {
        writeln!(world.stderr, "note: {}", escape::terminal(&remark))?;
    }
    if providers.depend_on_tokens() {
        work(&Keys::Asked(Mutex::new(providers)), world)?;
        return Ok(None);
    }
    let provider = providers.obtain(&InputSet::default());
    let side = Side::new(provider.as_deref(), ruling, form);
    work(&Keys::Fixed(Box::new(side)), world)?;
    Ok(provider)
}

/// Adds the judgement on a part to that on the parts before, and tells what went wrong.
pub(super) fn gather(
    all: &mut Judged,
    mut part: Judged,
    world: &mut World<'_>,
) -> Result<(), Failure> {
    all.tally.merge(&part.tally);
    all.exit = exit::worse(all.exit, part.exit);
    all.tokens.append(&mut part.tokens);
    all.unreadable.append(&mut part.unreadable);
    all.skipped.append(&mut part.skipped);
    // Of several providers the report shows that of the last input.
    all.provider = part.provider.or(all.provider.take());
    for problem in part.problems {
        super::report_failure(&problem, world)?;
        all.problems.push(problem);
    }
    Ok(())
}

/// Writes the one report on all that was gathered, and gives the exit status.
pub(super) fn write(
    all: Judged,
    ruling: &Ruling<'_>,
    args: &InspectArgs,
    mode: Mode,
    world: &mut World<'_>,
) -> Result<u8, Failure> {
    for error in &all.unreadable {
        let text = escape::without_tokens(&error.error);
        writeln!(world.stderr, "error: {}", escape::terminal(&text))?;
        if !error.hint.is_empty() {
            writeln!(world.stderr, "hint: {}", error.hint)?;
        }
    }
    // Where no input could be read, no provider was asked for a token.
    let provider = all.provider.filter(|_| !all.tokens.is_empty());
    let provider = provider.map(|provider| ruling.provider(&provider));
    let unmet = ruling.unmet(&all.tally.counts);
    let problems = all.problems.iter();
    let mut undone: Vec<String> = problems
        .map(|problem| super::in_words(&problem.error))
        .collect();
    let is_whole = all.unreadable.is_empty() && undone.is_empty();
    undone.extend(unmet.iter().cloned());
    let settings = &ruling.settings;
    known::write_baseline(&args.policy, settings, is_whole, world)?;
    let policy = known::report(settings, |rule| {
        !all.tokens.is_empty() && !matches!(rule.check, Check::Provider(_))
    });
    if !args.output.quiet {
        folder::remark_on_skipped(&all.skipped, world)?;
        known::remark(settings, world)?;
    }
    let mut report = Report {
        provider,
        policy,
        tokens: all.tokens,
        unreadable: all.unreadable,
        skipped: all.skipped,
        undone,
        ..Report::new(env!("CARGO_PKG_VERSION"), ruling.now, ruling.fail_on)
    };
    report.summary = summary(&report);
    ruling.mask(&mut report);
    if !report.tokens.is_empty() || args.output.format != Format::Human {
        let layout = match mode {
            Mode::Inspect => Layout::Full,
            Mode::Lint => Layout::Findings,
            Mode::Verdict { explain, .. } => Layout::Verdict { explain },
        };
        output::write(&report, layout, &args.output, world)?;
    }
    for requirement in &unmet {
        writeln!(world.stderr, "error: {requirement}")?;
    }
    Ok(report.summary.exit)
}

/// A token in argv stands in the shell's history and in the process list.
fn remark_on_argv(
    args: &InspectArgs,
    typed: &[String],
    world: &mut World<'_>,
) -> Result<(), Failure> {
    if args.output.quiet || typed.is_empty() {
        return Ok(());
    }
    writeln!(
        world.stderr,
        "note: a token on the command line stays in shell history and shows in `ps`; prefer a file \
         or stdin (--quiet hides this)"
    )?;
    if typed
        .iter()
        .any(|argument| read::may_be_a_file_name(argument))
    {
        writeln!(
            world.stderr,
            "note: there is no file of that name, so it is taken for an opaque token"
        )?;
    }
    Ok(())
}

/// Counts, and the exit status.
pub(super) fn summary(report: &Report) -> Summary {
    Summary {
        exit: if !report.unreadable.is_empty() {
            exit::USAGE
        } else if !report.undone.is_empty() {
            exit::UNDONE
        } else if report.fails() {
            exit::FINDINGS
        } else {
            exit::CLEAN
        },
        ..Summary::of(report)
    }
}
