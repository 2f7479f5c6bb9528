//! `diff`: what differs between two tokens.

use anyhow::anyhow;

use super::{
    Failure, World,
    args::{DiffArgs, DiffFormat},
    exit, output,
    providers::Providers,
    raw::{self, Raw},
    read, redact, situation,
};
use crate::{
    inspect::{self, Setting},
    redact::credentials,
    report::{
        Extent,
        diff::{self, Diff, Side},
        escape, human,
    },
    rules::Policy,
    secret::RawToken,
    token::{NumericDate, Token},
    verify::Verifier,
};

/// Runs the command and gives the exit status.
pub(super) fn run(args: &DiffArgs, world: &mut World<'_>) -> Result<u8, Failure> {
    if args.a == "-" && args.b == "-" {
        return Err(Failure::usage(
            anyhow!("both A and B are standard input, which can be read once"),
            Some("save one of them to a file".to_owned()),
        ));
    }
    let inputs = [
        raw::text(Some(&args.a), world)?,
        raw::text(Some(&args.b), world)?,
    ];
    remark_on_argv(args, &inputs, world)?;
    let now = args.now.unwrap_or(world.now);
    let now = NumericDate::from_seconds(now.as_second());
    let (mut sides, undone) = judge(args, &inputs, now, world)?;
    if args.redact {
        mask(&mut sides, now, args, world)?;
    }
    let [a, b] = sides;
    let diff = diff::compare(a, b, now, if undone { exit::UNDONE } else { exit::CLEAN });
    write(&diff, args, world)?;
    Ok(diff.exit)
}

/// Both sides, judged in the same situation, and whether something could not be done on the way.
fn judge(
    args: &DiffArgs,
    inputs: &[Raw; 2],
    now: NumericDate,
    world: &mut World<'_>,
) -> Result<([Side; 2], bool), Failure> {
    let mut situation = situation::read(&args.situation, args.provider.issuer.as_deref(), None)?;
    situation.complete();
    let policy = Policy::of(situation.profile);
    let mut providers = Providers::new(&args.provider, world)?;
    if let Some(remark) = providers.remark().filter(|_| !args.quiet) {
        writeln!(world.stderr, "note: {}", escape::terminal(&remark))?;
    }
    let mut undone = false;
    let mut sides = [Side::default(), Side::default()];
    for (side, input) in sides.iter_mut().zip(inputs) {
        let set = read::text(&input.text, &input.place)
            .map_err(|error| Failure::usage(anyhow!(error.error), error.hint))?;
        let earlier = set.earlier.iter().flat_map(|set| &set.sightings);
        let raw: Vec<RawToken> = earlier
            .chain(&set.sightings)
            .map(|sighting| sighting.raw.clone())
            .collect();
        let provider = providers.obtain(&set);
        let verifier = Verifier::new(provider.as_deref());
        let setting = Setting {
            verifier: &verifier,
            situation: &situation,
            stated_kind: args.kind,
            now,
            leeway: i64::from(args.leeway),
            policy: &policy,
            verdict: false,
            matrix: false,
            extent: Extent::Whole,
        };
        let reports = inspect::inspect(set, &setting, 0);
        side.input.clone_from(&input.place);
        side.tokens = reports
            .into_iter()
            .zip(raw)
            .map(|(report, raw)| (report, Token::decode(raw)))
            .collect();
        for problem in providers.problems() {
            undone = true;
            super::report_failure(&problem, world)?;
        }
        let unchecked = |status: &str| matches!(status, "not-checked" | "unsigned");
        let is_unmet = args.provider.require_signature
            && side
                .tokens
                .iter()
                .any(|(report, _)| report.format != "opaque" && unchecked(report.signature.status));
        if is_unmet {
            undone = true;
            writeln!(
                world.stderr,
                "error: --require-signature: not every signature was checked"
            )?;
        }
    }
    Ok((sides, undone))
}

/// Masks both sides alike, reports and tokens.
fn mask(
    sides: &mut [Side; 2],
    now: NumericDate,
    args: &DiffArgs,
    world: &World<'_>,
) -> Result<(), Failure> {
    let masks = redact::masks(&args.masks, world)?;
    let mut tokens: Vec<_> = sides.iter_mut().flat_map(|side| &mut side.tokens).collect();
    let texts: Vec<&RawToken> = tokens.iter().map(|(_, token)| token.raw()).collect();
    let masked = credentials(&texts, &masks);
    for ((_, token), text) in tokens.iter_mut().zip(masked) {
        *token = Token::decode(text);
    }
    diff::mask(tokens.into_iter().map(|(report, _)| report), now, &masks);
    Ok(())
}

fn write(diff: &Diff, args: &DiffArgs, world: &mut World<'_>) -> Result<(), Failure> {
    let text = match args.format {
        DiffFormat::Json => diff::json(diff),
        DiffFormat::Human => {
            let is_terminal = world.stdout_is_terminal;
            let color = output::colour(args.color, is_terminal, world);
            human::diff::render(diff, args.output.is_none() && color)
        }
    };
    output::put(&text, args.output.as_deref(), world)
}

fn remark_on_argv(
    args: &DiffArgs,
    inputs: &[Raw; 2],
    world: &mut World<'_>,
) -> Result<(), Failure> {
    if !args.quiet && inputs.iter().any(Raw::is_typed) {
        writeln!(
            world.stderr,
            "note: a token on the command line stays in shell history and shows in `ps`; prefer a \
             file or stdin (--quiet hides this)"
        )?;
    }
    Ok(())
}
