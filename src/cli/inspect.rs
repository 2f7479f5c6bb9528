//! `inspect` and `lint`: the same judgement, shown whole or as findings only.

use super::{
    Failure, World,
    args::{Format, InspectArgs},
    ask, config, exit, key_files, known, output,
    providers::Providers,
    read::{self, Input},
    settings::Settings,
    situation,
};
use crate::{
    inspect::{self, Setting},
    report::{
        self, Report, Summary, Threshold, TokenReport, Tool, Unreadable, escape, human::Layout,
    },
    rules::{self, Check, ProviderCase, Severity},
    situation::{Fact, Profile, Situation, infer::Seen},
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
        /// Whether to compare with other tokens at every receiver.
        matrix: bool,
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
    let moment = args.judgement.now.unwrap_or(world.now);
    let now = NumericDate::from_seconds(moment.as_second());
    let config = config::load(&args.policy, world)?;
    let config = config.as_ref();
    let issuer = args.provider.issuer.as_deref();
    let mut situation = situation::read(&args.situation, issuer, config)?;
    if let Some(path) = &args.provider.resource_metadata {
        situation.describe_receiver(key_files::resource(path)?);
    }
    if matches!(mode, Mode::Verdict { matrix: false, .. }) && !args.output.quiet {
        ask_what_nothing_shows(&inputs, &mut situation, world)?;
    }
    let weighs = match mode {
        Mode::Verdict { .. } => true,
        Mode::Lint => args.judgement.verdict || args.situation.situation.is_some(),
        Mode::Inspect => args.judgement.verdict,
    };
    let leeway = args.judgement.leeway;
    let settings = Settings::resolve(config, &args.policy, leeway, situation.profile, moment)?;
    let mut providers = Providers::new(&args.provider, world)?;
    let mut tokens = Vec::new();
    let mut unreadable: Vec<Unreadable> = Vec::new();
    let mut provider_report = None;
    let mut undone: Vec<String> = Vec::new();
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
            leeway: i64::from(settings.leeway.value),
            policy: &settings.policy,
            verdict: weighs,
            matrix: matches!(mode, Mode::Verdict { matrix: true, .. }),
        };
        let mut judged = inspect::inspect(set, &setting, tokens.len());
        for token in &mut judged {
            settings.suppressions.apply(token);
        }
        tokens.extend(judged);
        if let Some(provider) = provider.filter(|_| Some(index) == last) {
            let judgement = rules::judge_provider(&ProviderCase {
                provider,
                earlier: None,
                situation: &situation,
                now,
                policy: &settings.policy,
            });
            // Remarks about the provider are for `whichtoken provider`, unless all is to be shown.
            let judgement = match situation.profile {
                Profile::Teach => judgement,
                _ => judgement.from_severity(Severity::Warn),
            };
            let mut about = report::build::provider(provider, &judgement);
            settings.suppressions.apply_to_provider(&mut about);
            provider_report = Some(about);
        }
        for problem in providers.problems() {
            super::report_failure(&problem, world)?;
            undone.push(super::in_words(&problem.error));
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
    undone.extend(unmet.iter().cloned());
    let is_whole = unreadable.is_empty() && undone.len() == unmet.len();
    known::write_baseline(&args.policy, &settings, is_whole, world)?;
    let policy_report = known::report(&settings, |rule| {
        !tokens.is_empty() && !matches!(rule.check, Check::Provider(_))
    });
    if !args.output.quiet {
        known::remark(&settings, world)?;
    }
    let fail_on = match (mode, situation.profile) {
        (Mode::Verdict { .. }, _) => Threshold::Verdict,
        (_, Profile::Teach) => Threshold::Never,
        _ => settings.fail_on.value.threshold().into(),
    };
    let mut report = Report {
        schema: "whichtoken/report/v1",
        tool: Tool {
            version: env!("CARGO_PKG_VERSION"),
        },
        now: now.to_string(),
        provider: provider_report,
        policy: policy_report,
        summary: Summary::default(),
        tokens,
        unreadable,
        undone,
        fail_on,
    };
    report.summary = summary(&report);
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

/// Asks for role and need, unless they were stated or the input shows them.
fn ask_what_nothing_shows(
    inputs: &[Input],
    situation: &mut Situation,
    world: &mut World<'_>,
) -> Result<(), Failure> {
    let Some(set) = inputs.iter().find_map(|input| input.as_ref().ok()) else {
        return Ok(());
    };
    let mut shown = match set.sightings.first() {
        Some(sighting) => situation.with(&Seen {
            slot: sighting.slot.as_ref(),
            pointer: sighting.place.pointer.as_deref().unwrap_or_default(),
            connection: set.connection,
            request: &set.request,
            provider: None,
        }),
        None => situation.clone(),
    };
    ask::ask(&mut shown, world)?;
    if let Fact::Stated(role) = shown.role {
        situation.role = Fact::Stated(role);
    }
    if let Fact::Stated(need) = shown.need {
        situation.need = Fact::Stated(need);
    }
    situation.complete();
    Ok(())
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
