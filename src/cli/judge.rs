//! The judgement on one part of the input.

use std::sync::{Arc, Mutex, PoisonError};

use super::{
    Failure, exit::worse, lines::Piece, providers::Providers, ruling::Ruling, survive::surviving,
};
use crate::{
    input::{InputSet, ndjson},
    inspect::{self, Memory, Setting},
    provider::Provider,
    report::{
        self, Extent, ProviderReport, TokenReport, Unreadable,
        human::batch,
        ndjson::Lines,
        tally::{Counts, Tally},
    },
    situation::Situation,
    verify::Verifier,
};

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
    /// One for each thread that judged and is not judging now.
    memories: Mutex<Vec<Memory>>,
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
    /// Files of folders that hold no token.
    pub(super) skipped: Vec<Unreadable>,
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

impl Ruling<'_> {
    /// Judges one part of the input. What is wrong with one token never keeps the others from their
    /// judgement. What is to be written goes into `room`, which is empty.
    pub(super) fn judge(&self, piece: Piece, keys: &Keys<'_>, form: Form, room: String) -> Judged {
        let mut judged = Judged {
            text: room,
            ..Judged::default()
        };
        if let Piece::Skipped(files) = piece {
            judged.tally.counts.skipped = files.len();
            judged.skipped = files;
            return judged;
        }
        let items = self.items(piece);
        match keys {
            Keys::Fixed(side) => {
                side.remembering(|memory| {
                    for item in items {
                        self.add(&mut judged, item, side, memory, form);
                    }
                });
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
                let mut sides: Vec<(Side<'_>, Memory)> = asked
                    .iter()
                    .map(|provider| Side::new(provider.as_deref(), self, form))
                    .map(|side| (side, Memory::default()))
                    .collect();
                let last = items.iter().rposition(Result::is_ok);
                judged.provider = last.and_then(|last| asked[of_items[last]].clone());
                for (item, side) in items.into_iter().zip(of_items) {
                    let (side, memory) = &mut sides[side];
                    self.add(&mut judged, item, side, memory, form);
                }
            }
        }
        judged
    }

    fn items(&self, piece: Piece) -> Vec<Result<Item, Unreadable>> {
        match piece {
            Piece::Skipped(_) => Vec::new(),
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
            } => split(&text)
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
            let mut stated = self.stated.clone();
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
        memory: &mut Memory,
        form: Form,
    ) {
        let outcome = item.and_then(|item| {
            let mut place = item.set.sightings.iter().map(|one| &one.place.input);
            let place = place.next().cloned().unwrap_or_default();
            surviving(&place, || self.tokens(item, side, memory, form))
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

    fn tokens(
        &self,
        item: Item,
        side: &Side<'_>,
        memory: &mut Memory,
        form: Form,
    ) -> Vec<TokenReport> {
        let situation = item.situation.as_ref().unwrap_or(&self.situation);
        let setting = Setting {
            verifier: &side.verifier,
            situation,
            stated_kind: self.args.judgement.kind,
            now: self.now,
            leeway: i64::from(self.settings.leeway.value),
            policy: self.settings.policy_of(situation.profile),
            verdict: self.weighs,
            matrix: self.compares,
            extent: match form {
                Form::Collected => Extent::Whole,
                Form::Json | Form::Compact { .. } => Extent::Line,
            },
        };
        let mut tokens = match item.situation {
            None => inspect::inspect_next(item.set, &setting, item.before, memory),
            Some(_) => inspect::inspect(item.set, &setting, item.before),
        };
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

/// The lines of a text; the last one may be empty.
fn split(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let ends = memchr::memchr_iter(b'\n', text).chain([text.len()]);
    ends.scan(0, |start, end| {
        let line = &text[*start..end];
        *start = end + 1;
        Some(line)
    })
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
            memories: Mutex::default(),
        }
    }

    /// Judges with a memory that no other thread uses meanwhile.
    fn remembering<T>(&self, judge: impl FnOnce(&mut Memory) -> T) -> T {
        let memories = || self.memories.lock().unwrap_or_else(PoisonError::into_inner);
        let mut memory = memories().pop().unwrap_or_default();
        let judged = judge(&mut memory);
        memories().push(memory);
        judged
    }

    fn has_problem(&self) -> bool {
        let provider = self.verifier.provider();
        provider.is_some_and(|provider| provider.problem.is_some())
    }
}
