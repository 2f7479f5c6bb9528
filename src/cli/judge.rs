//! What a run judges by, and the judgement on one part of its input.

use std::sync::{Arc, Mutex, PoisonError};

use super::{
    Failure, World, args::InspectArgs, ask, config, exit, inspect::Mode, key_files, lines::Piece,
    providers::Providers, read::Input, redact, settings::Settings, situation, survive::surviving,
};
use crate::{
    input::{InputSet, ndjson},
    inspect::{self, Setting},
    provider::Provider,
    redact::Masks,
    report::{
        self, Extent, ProviderReport, Report, Threshold, TokenReport, Unreadable,
        human::batch,
        ndjson::Lines,
        tally::{Counts, Tally},
    },
    rules::{self, ProviderCase, Severity},
    situation::{Fact, Profile, Situation, infer::Seen},
    token::NumericDate,
    verify::Verifier,
};

/// What holds for all tokens of a run.
#[derive(Debug)]
pub(super) struct Ruling<'a> {
    args: &'a InspectArgs,
    situation: Situation,
    /// What the flags and the policy file settle.
    pub(super) settings: Settings,
    /// What fails the run.
    pub(super) fail_on: Threshold,
    /// Whether to weigh sending each token, and whether to compare with other tokens.
    weighs: bool,
    compares: bool,
    /// What masks the reports, if they are to be masked.
    masks: Option<Masks>,
    /// The time of judgement.
    pub(super) now: NumericDate,
}

/// What becomes of the judgements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// They are kept for one report.
    Collected,
    /// Each is written as a line of JSON.
    Json,
    /// Each is written as a line for people.
    Compact {
        /// Whether to colour.
        color: bool,
    },
}

/// Where the keys come from.
pub(super) enum Keys<'a> {
    /// The same for all tokens.
    Fixed(Box<Side<'a>>),
    /// What is asked for depends on the tokens.
    Asked(Mutex<Providers<'a>>),
}

/// The issuer's side, its keys parsed once for all tokens that it judges.
pub(super) struct Side<'a> {
    verifier: Verifier<'a>,
    report: Option<ProviderReport>,
    lines: Option<Lines>,
}

/// What was found in one part of the input.
#[derive(Debug, Default)]
pub(super) struct Judged {
    /// What is to be written, for the forms that write at once.
    pub(super) text: String,
    /// The reports, where they are collected.
    pub(super) tokens: Vec<TokenReport>,
    /// What could not be read.
    pub(super) unreadable: Vec<Unreadable>,
    /// What was found.
    pub(super) tally: Tally,
    /// The worst exit status of its tokens.
    pub(super) exit: u8,
    /// The issuer's side of the last token, if that depends on the token.
    pub(super) provider: Option<Arc<Provider>>,
    /// What went wrong while an issuer was asked.
    pub(super) problems: Vec<Failure>,
}

/// Tokens that belong together, and what was said about them.
struct Item {
    set: InputSet,
    id: Option<String>,
    situation: Option<Situation>,
    /// How many tokens stood before.
    before: usize,
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
        let mut situation = situation::read(&args.situation, issuer, config)?;
        if let Some(path) = &args.provider.resource_metadata {
            situation.describe_receiver(key_files::resource(path)?);
        }
        let leeway = args.judgement.leeway;
        let settings = Settings::resolve(config, &args.policy, leeway, situation.profile, moment)?;
        Ok(Self {
            args,
            fail_on: match (mode, situation.profile) {
                (Mode::Verdict { .. }, _) => Threshold::Verdict,
                (_, Profile::Teach) => Threshold::Never,
                _ => settings.fail_on.value.threshold().into(),
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
            now: NumericDate::from_seconds(moment.as_second()),
        })
    }

    /// Asks for role and need, unless they were stated or the input shows them.
    pub(super) fn ask(&mut self, inputs: &[Input], world: &mut World<'_>) -> Result<(), Failure> {
        let situation = &mut self.situation;
        let Some(set) = inputs.iter().find_map(|input| input.as_ref().ok()) else {
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

    /// Judges one part of the input. What is wrong with one token never keeps the others from their
    /// judgement.
    pub(super) fn judge(&self, piece: Piece, keys: &Keys<'_>, form: Form) -> Judged {
        let items = self.items(piece);
        let mut judged = Judged::default();
        match keys {
            Keys::Fixed(side) => {
                for item in items {
                    self.add(&mut judged, item, side, form);
                }
            }
            Keys::Asked(providers) => {
                let mut asked: Vec<Option<Arc<Provider>>> = Vec::new();
                let mut of_items = Vec::with_capacity(items.len());
                {
                    let mut providers = providers.lock().unwrap_or_else(PoisonError::into_inner);
                    for item in &items {
                        let provider = item
                            .as_ref()
                            .ok()
                            .and_then(|one| providers.obtain(&one.set));
                        let is_known = |known: &Option<Arc<Provider>>| match (known, &provider) {
                            (Some(known), Some(provider)) => Arc::ptr_eq(known, provider),
                            (known, provider) => known.is_none() && provider.is_none(),
                        };
                        let at = asked.iter().position(is_known);
                        of_items.push(at.unwrap_or(asked.len()));
                        if at.is_none() {
                            asked.push(provider);
                        }
                    }
                    judged.problems = providers.problems();
                }
                let sides: Vec<Side<'_>> = asked
                    .iter()
                    .map(|provider| Side::new(provider.as_deref(), self, form))
                    .collect();
                let last = items.iter().rposition(Result::is_ok);
                judged.provider = last.and_then(|last| asked[of_items[last]].clone());
                for (item, side) in items.into_iter().zip(of_items) {
                    self.add(&mut judged, item, &sides[side], form);
                }
            }
        }
        judged
    }

    fn items(&self, piece: Piece) -> Vec<Result<Item, Unreadable>> {
        match piece {
            Piece::Input { input, before } => vec![input.map(|set| Item {
                set,
                id: None,
                situation: None,
                before,
            })],
            Piece::Lines {
                name,
                text,
                first,
                before,
            } => text
                .split(|byte| *byte == b'\n')
                .enumerate()
                .filter(|(_, line)| !line.trim_ascii().is_empty())
                .map(|(index, line)| self.line(line, &name, first + index, before + index))
                .collect(),
        }
    }

    fn line(
        &self,
        text: &[u8],
        name: &str,
        number: usize,
        before: usize,
    ) -> Result<Item, Unreadable> {
        let place = format!("{name}:{number}");
        let line = ndjson::line(text, &place).map_err(|error| Unreadable {
            hint: error.hint().to_owned(),
            error: error.to_string(),
            input: place.clone(),
        })?;
        let mut situation = None;
        if !line.facts.is_empty() {
            let mut stated = self.situation.clone();
            for (fact, value) in &line.facts {
                stated.state(fact, value).map_err(|error| Unreadable {
                    error: format!("{place}: in `situation`, {error}"),
                    hint: "`whichtoken lint --help` names the facts".to_owned(),
                    input: place.clone(),
                })?;
            }
            stated.complete();
            situation = Some(stated);
        }
        Ok(Item {
            set: line.set,
            id: line.id,
            situation,
            before,
        })
    }

    /// Judges one item and adds what is to be said about it.
    fn add(
        &self,
        judged: &mut Judged,
        item: Result<Item, Unreadable>,
        side: &Side<'_>,
        form: Form,
    ) {
        let outcome = item.and_then(|item| {
            let mut place = item.set.sightings.iter().map(|one| &one.place.input);
            let place = place.next().cloned().unwrap_or_default();
            surviving(&place, || self.tokens(item, side, form))
        });
        match outcome {
            Ok(tokens) => {
                for token in tokens {
                    self.say(judged, token, side, form);
                }
            }
            Err(unreadable) => {
                let counts = Counts {
                    unreadable: 1,
                    ..self.counts_of(side)
                };
                let exit = self.exit(&counts, false);
                if let Some(lines) = &side.lines {
                    lines.unreadable(&mut judged.text, &unreadable, &counts.summary(exit));
                }
                judged.exit = worse(judged.exit, exit);
                judged.tally.counts.unreadable += 1;
                judged.unreadable.push(unreadable);
            }
        }
    }

    fn tokens(&self, item: Item, side: &Side<'_>, form: Form) -> Vec<TokenReport> {
        let setting = Setting {
            verifier: &side.verifier,
            situation: item.situation.as_ref().unwrap_or(&self.situation),
            stated_kind: self.args.judgement.kind,
            now: self.now,
            leeway: i64::from(self.settings.leeway.value),
            policy: &self.settings.policy,
            verdict: self.weighs,
            matrix: self.compares,
            extent: match form {
                Form::Collected => Extent::Whole,
                Form::Json | Form::Compact { .. } => Extent::Line,
            },
        };
        let mut tokens = inspect::inspect(item.set, &setting, item.before);
        if let (Some(id), [token]) = (item.id, tokens.as_mut_slice()) {
            token.id = id;
        }
        for token in &mut tokens {
            self.settings.suppressions.apply(token);
            // A report on all of them is masked as a whole.
            if let (Some(masks), true) = (&self.masks, form != Form::Collected) {
                report::redact::token(token, self.now, masks);
            }
        }
        tokens
    }

    fn say(&self, judged: &mut Judged, token: TokenReport, side: &Side<'_>, form: Form) {
        let mut counts = self.counts_of(side);
        counts.add_token(&token, self.fail_on);
        let exit = self.exit(&counts, side.has_problem());
        judged.exit = worse(judged.exit, exit);
        judged.tally.add_token(&token, self.fail_on);
        match form {
            Form::Collected => judged.tokens.push(token),
            Form::Compact { color } => judged.text.push_str(&batch::token(&token, color)),
            Form::Json => {
                if let Some(lines) = &side.lines {
                    lines.token(&mut judged.text, &token, &counts.summary(exit));
                }
            }
        }
    }

    /// What is counted before any token: the findings about the issuer's side.
    fn counts_of(&self, side: &Side<'_>) -> Counts {
        let mut counts = Counts::default();
        if let Some(provider) = &side.report {
            counts.add_findings(&provider.findings, self.fail_on);
            counts.suppressed += provider.suppressed.len();
        }
        counts
    }
}

impl<'a> Side<'a> {
    /// Judges a provider, and prepares its keys.
    pub(super) fn new(provider: Option<&'a Provider>, ruling: &Ruling<'_>, form: Form) -> Self {
        let report = provider.map(|provider| ruling.provider(provider));
        let lines = (form == Form::Json).then(|| {
            Lines::new(
                env!("CARGO_PKG_VERSION"),
                &ruling.now.to_string(),
                report.as_ref(),
            )
        });
        Self {
            verifier: Verifier::new(provider),
            report,
            lines,
        }
    }

    fn has_problem(&self) -> bool {
        let provider = self.verifier.provider();
        provider.is_some_and(|provider| provider.problem.is_some())
    }
}

/// Of two exit statuses the one that says more: what could not be read, then what could not be done,
/// then what was found.
pub(super) fn worse(one: u8, other: u8) -> u8 {
    let rank = |status| match status {
        exit::USAGE => 3,
        exit::UNDONE => 2,
        exit::FINDINGS => 1,
        _ => 0,
    };
    if rank(other) > rank(one) { other } else { one }
}

fn tokens_in_words(count: usize) -> String {
    match count {
        1 => "1 token".to_owned(),
        many => format!("{many} tokens"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_statuses_the_one_that_says_more_counts() {
        let ordered = [exit::CLEAN, exit::FINDINGS, exit::UNDONE, exit::USAGE];
        for pair in ordered.windows(2) {
            assert_eq!(worse(pair[0], pair[1]), pair[1]);
            assert_eq!(worse(pair[1], pair[0]), pair[1]);
        }
    }
}
