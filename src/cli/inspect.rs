//! `inspect` and `lint`: the same judgement, shown whole or as findings only.

use super::{
    Failure, World,
    args::InspectArgs,
    exit, output,
    providers::Providers,
    read::{self, Input},
    redact, situation,
};
use crate::{
    inspect::{self, Setting},
    report::{
        self, FindingReport, ProviderReport, Report, Summary, TokenReport, Tool, Unreadable,
        escape, human::Layout,
    },
    rules::{self, Policy, ProviderCase, Severity},
    situation::{Profile, Situation},
    token::NumericDate,
    verify::Verifier,
};

/// How much to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Inspect,
    Lint,
    Verdict {
        /// Whether to show the whole reasoning.
        explain: bool,
    },
}

/// Runs the command and gives the exit status.
pub(super) fn run(args: &InspectArgs, mode: Mode, world: &mut World<'_>) -> Result<u8, Failure> {
    let inputs = read::inputs(&args.inputs, world)?;
    remark_on_argv(args, &inputs, world)?;
    report_on(inputs, args, mode, world)
}

/// Judges inputs that were read already, reports on them, and gives the exit status.
pub(super) fn report_on(
    inputs: Vec<Input>,
    args: &InspectArgs,
    mode: Mode,
    world: &mut World<'_>,
) -> Result<u8, Failure> {
    let now = args.judgement.now.unwrap_or(world.now);
    let now = NumericDate::from_seconds(now.as_second());
    let situation = situation::read(&args.situation, args.provider.issuer.as_deref())?;
    let policy = Policy::of(situation.profile);
    let mut providers = Providers::new(&args.provider, world)?;
    let mut tokens = Vec::new();
    let mut unreadable: Vec<Unreadable> = Vec::new();
    let mut provider_report = None;
    let mut undone = false;
    // Of several providers the report shows that of the last input.
    let last = inputs.iter().rposition(Result::is_ok);
    for (index, input) in inputs.into_iter().enumerate() {
        let set = match input {
            Ok(set) => set,
            Err(error) => {
                unreadable.push(error);
                continue;
            }
        };
        let provider = providers.obtain(&set);
        let verifier = Verifier::new(provider);
        let setting = Setting {
            verifier: &verifier,
            situation: &situation,
            stated_kind: args.judgement.kind,
            now,
            leeway: i64::from(args.judgement.leeway),
            policy: &policy,
            verdict: matches!(mode, Mode::Verdict { .. }),
        };
        tokens.extend(inspect::inspect(set, &setting, tokens.len()));
        if let Some(provider) = provider.filter(|_| Some(index) == last) {
            let judgement = rules::judge_provider(&ProviderCase {
                provider,
                earlier: None,
                situation: &situation,
                now,
                policy: &policy,
            });
            // Remarks about the provider are for `whichtoken provider`, unless all is to be shown.
            let judgement = match situation.profile {
                Profile::Teach => judgement,
                _ => judgement.from_severity(Severity::Warn),
            };
            provider_report = Some(report::build::provider(provider, &judgement));
        }
        for problem in providers.problems() {
            undone = true;
            super::report_failure(&problem, world)?;
        }
    }
    for error in &unreadable {
        let text = escape::without_tokens(&error.error);
        writeln!(world.stderr, "error: {}", escape::terminal(&text))?;
        if !error.hint.is_empty() {
            writeln!(world.stderr, "hint: {}", error.hint)?;
        }
    }
    let unmet = unmet(&tokens, args);
    let undone = undone || !unmet.is_empty();
    let summary = summary(
        &tokens,
        provider_report.as_ref(),
        &unreadable,
        undone,
        &situation,
        args,
        mode,
    );
    let mut report = Report {
        schema: "whichtoken/report/v1",
        tool: Tool {
            version: env!("CARGO_PKG_VERSION"),
        },
        now: now.to_string(),
        provider: provider_report,
        summary,
        tokens,
        unreadable,
    };
    redact::report(&mut report, &args.redaction, args.output.format, world)?;
    if !report.tokens.is_empty() || args.output.format == super::args::Format::Json {
        let layout = match mode {
            Mode::Inspect => Layout::Full,
            Mode::Lint => Layout::Findings,
            Mode::Verdict { explain } => Layout::Verdict { explain },
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
    inputs: &[Input],
    world: &mut World<'_>,
) -> Result<(), Failure> {
    let typed =
        |(argument, input): &(&String, &Input)| input.is_ok() && read::is_token_in_argv(argument);
    let typed: Vec<_> = args.inputs.iter().zip(inputs).filter(typed).collect();
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
        .any(|(argument, _)| read::may_be_a_file_name(argument))
    {
        writeln!(
            world.stderr,
            "note: there is no file of that name, so it is taken for an opaque token"
        )?;
    }
    Ok(())
}

/// What `--require-signature` and `--require-complete` wanted and did not get. An opaque string
/// cannot carry a signature; only its issuer can tell whether it is good.
fn unmet(tokens: &[TokenReport], args: &InspectArgs) -> Vec<String> {
    let count = |falls_short: fn(&TokenReport) -> bool| {
        tokens.iter().filter(|token| falls_short(token)).count()
    };
    let unchecked =
        count(|token| token.format != "opaque" && token.signature.status == "not-checked");
    let unsigned = count(|token| token.signature.status == "unsigned");
    let incomplete = count(|token| !token.outcomes.needs.is_empty());
    let signature = args.provider.require_signature;
    let complete = args.judgement.require_complete;
    [
        (
            signature && unchecked > 0,
            format!(
                "--require-signature: the signature of {} was not checked",
                tokens_in_words(unchecked)
            ),
        ),
        (
            signature && unsigned > 0,
            format!(
                "--require-signature: {} without a signature",
                tokens_in_words(unsigned)
            ),
        ),
        (
            complete && incomplete > 0,
            format!(
                "--require-complete: for {} there are rules that lack a fact",
                tokens_in_words(incomplete)
            ),
        ),
    ]
    .into_iter()
    .filter_map(|(falls_short, what)| falls_short.then_some(what))
    .collect()
}

fn tokens_in_words(count: usize) -> String {
    match count {
        1 => "1 token".to_owned(),
        many => format!("{many} tokens"),
    }
}

fn summary(
    tokens: &[TokenReport],
    provider: Option<&ProviderReport>,
    unreadable: &[Unreadable],
    undone: bool,
    situation: &Situation,
    args: &InspectArgs,
    mode: Mode,
) -> Summary {
    let findings: Vec<&FindingReport> = tokens
        .iter()
        .flat_map(|token| &token.findings)
        .chain(provider.into_iter().flat_map(|provider| &provider.findings))
        .collect();
    let teaching = situation.profile == Profile::Teach;
    let found = |threshold| findings.iter().any(|finding| finding.level >= threshold);
    let refused = |token: &TokenReport| {
        let verdict = token.verdict.as_ref();
        verdict.is_some_and(|verdict| !verdict.answer.permits())
    };
    let fails = match mode {
        Mode::Verdict { .. } => tokens.iter().any(refused),
        Mode::Inspect | Mode::Lint => {
            !teaching && args.judgement.fail_on.threshold().is_some_and(found)
        }
    };
    Summary {
        exit: if !unreadable.is_empty() {
            exit::USAGE
        } else if undone {
            exit::UNDONE
        } else if fails {
            exit::FINDINGS
        } else {
            exit::CLEAN
        },
        ..Summary::of(tokens.len(), &findings)
    }
}
