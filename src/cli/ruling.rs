//! What a run judges by: the facts, the policy and the clock, as flags and files have them.

use super::{
    Failure, World, args::InspectArgs, ask, config, exit, inspect::Mode, key_files, lines::Piece,
    redact, settings::Settings, situation,
};
use crate::{
    provider::Provider,
    redact::Masks,
    report::{self, ProviderReport, Report, Threshold, tally::Counts},
    rules::{self, ProviderCase, Severity},
    situation::{Fact, Profile, Situation, infer::Seen},
    token::NumericDate,
};

/// What holds for all tokens of a run.
#[derive(Debug)]
pub(super) struct Ruling<'a> {
    pub(super) args: &'a InspectArgs,
    pub(super) situation: Situation,
    /// The same without what follows from it: the facts of a record may lead elsewhere.
    pub(super) stated: Situation,
    /// What the flags and the policy file settle.
    pub(super) settings: Settings,
    /// What fails the run.
    pub(super) fail_on: Threshold,
    /// Whether to weigh sending each token, and whether to compare with other tokens.
    pub(super) weighs: bool,
    pub(super) compares: bool,
    /// What masks the reports, if they are to be masked.
    pub(super) masks: Option<Masks>,
    /// The time of judgement.
    pub(super) now: NumericDate,
}

impl<'a> Ruling<'a> {
    /// Reads what the flags and the policy file say about the situation and the time.
    pub(super) fn new(
        args: &'a InspectArgs,
        mode: Mode,
        world: &World<'_>,
    ) -> Result<Self, Failure> {
        let moment = args.judgement.now.unwrap_or(world.now);
        let config = config::load(&args.policy, world)?;
        let config = config.as_ref();
        let issuer = args.provider.issuer.as_deref();
        let mut stated = situation::read(&args.situation, issuer, config)?;
        if let Some(path) = &args.provider.resource_metadata {
            stated.describe_receiver(key_files::resource(path)?);
        }
        let mut situation = stated.clone();
        situation.complete();
        let leeway = args.judgement.leeway;
        let settings = Settings::resolve(config, &args.policy, leeway, situation.profile, moment)?;
        Ok(Self {
            args,
            fail_on: match mode {
                Mode::Verdict { .. } => Threshold::Verdict,
                Mode::Inspect | Mode::Lint => settings.threshold(situation.profile),
            },
            weighs: match mode {
                Mode::Verdict { .. } => true,
                Mode::Lint => args.judgement.verdict || args.situation.situation.is_some(),
                Mode::Inspect => args.judgement.verdict,
            },
            compares: matches!(mode, Mode::Verdict { matrix: true, .. }),
            masks: args
                .redaction
                .is_wanted(args.output.format)
                .then(|| redact::masks(&args.redaction.masks, world))
                .transpose()?
                .map(|masks| masks.with_nonce(situation.nonce.as_deref())),
            settings,
            situation,
            stated,
            now: NumericDate::from_seconds(moment.as_second()),
        })
    }

    /// Asks for role and need, unless they were stated or the input shows them.
    pub(super) fn ask(&mut self, pieces: &[Piece], world: &mut World<'_>) -> Result<(), Failure> {
        let situation = &mut self.situation;
        let Some(set) = pieces.iter().find_map(|piece| match piece {
            Piece::Input { input, .. } => input.as_ref().ok(),
            Piece::Lines { .. } | Piece::Skipped(_) => None,
        }) else {
            return Ok(());
        };
        let mut shown = match set.sightings.first() {
            Some(sighting) => situation
                .with(&Seen {
                    slot: sighting.slot.as_ref(),
                    pointer: sighting.place.pointer.as_deref().unwrap_or_default(),
                    connection: set.connection,
                    request: &set.request,
                    provider: None,
                })
                .into_owned(),
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

    /// Masks a report, if it is to be masked.
    pub(super) fn mask(&self, report: &mut Report) {
        if let Some(masks) = &self.masks {
            report::redact::apply(report, masks);
        }
    }

    /// What the rules about providers find. Remarks about the provider are for `whichtoken
    /// provider`, unless all is to be shown.
    pub(super) fn provider(&self, provider: &Provider) -> ProviderReport {
        let judgement = rules::judge_provider(&ProviderCase {
            provider,
            earlier: None,
            situation: &self.situation,
            now: self.now,
            policy: &self.settings.policy,
        });
        let judgement = match self.situation.profile {
            Profile::Teach => judgement,
            _ => judgement.from_severity(Severity::Warn),
        };
        let mut about = report::build::provider(provider, &judgement);
        self.settings.suppressions.apply_to_provider(&mut about);
        about
    }

    /// The exit status for these counts. `undone` says that something was not obtained.
    pub(super) fn exit(&self, counts: &Counts, undone: bool) -> u8 {
        if counts.unreadable > 0 {
            exit::USAGE
        } else if undone || !self.unmet(counts).is_empty() {
            exit::UNDONE
        } else if counts.failures > 0 {
            exit::FINDINGS
        } else {
            exit::CLEAN
        }
    }

    /// What `--require-signature` and `--require-complete` wanted and did not get. An opaque string
    /// cannot carry a signature; only its issuer can tell whether it is good.
    pub(super) fn unmet(&self, counts: &Counts) -> Vec<String> {
        let mut unmet = Vec::new();
        if self.args.provider.require_signature && counts.unchecked > 0 {
            unmet.push(format!(
                "--require-signature: the signature of {} was not checked",
                tokens_in_words(counts.unchecked)
            ));
        }
        if self.args.provider.require_signature && counts.unsigned > 0 {
            unmet.push(format!(
                "--require-signature: {} without a signature",
                tokens_in_words(counts.unsigned)
            ));
        }
        if self.args.judgement.require_complete && counts.incomplete > 0 {
            unmet.push(format!(
                "--require-complete: for {} there are rules that lack a fact",
                tokens_in_words(counts.incomplete)
            ));
        }
        unmet
    }
}

fn tokens_in_words(count: usize) -> String {
    match count {
        1 => "1 token".to_owned(),
        many => format!("{many} tokens"),
    }
}
