//! Many tokens: read by one thread, judged by several, and written in the order of the input.
//!
//! Only so many parts of the input are under way at a time, so that memory stays bounded however
//! long the input is.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, Write},
    mem,
    num::NonZeroUsize,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, RecvTimeoutError},
    },
    thread,
    time::{Duration, Instant},
};

use anyhow::Context as _;

use super::{
    Failure, World,
    args::{Format, InputFormat, InspectArgs},
    exit, folder,
    inspect::{self, Mode},
    judge::{Form, Judged},
    known,
    lines::Piece,
    output,
    read::{Source, Stdin},
    ruling::Ruling,
};
use crate::{
    report::{self, Report, escape, human, tally::Tally},
    rules::Check,
};

/// How often the progress is shown, and Ctrl-C noticed while nothing else happens.
const TICK: Duration = Duration::from_millis(200);

/// Work that takes longer than this shows its progress.
const LONG: Duration = Duration::from_secs(1);

/// Judges all sources and gives the exit status.
pub(super) fn run(
    sources: Vec<Source>,
    args: &InspectArgs,
    mode: Mode,
    world: &mut World<'_>,
) -> Result<u8, Failure> {
    let ruling = Ruling::new(args, mode, world)?;
    let to_file = args.output.output.is_some();
    let color = !to_file && output::colour(args.output.color, world.stdout_is_terminal, world);
    let form = match args.output.format {
        Format::Ndjson => Form::Json,
        Format::Human => Form::Compact { color },
        Format::Json | Format::Sarif | Format::Junit | Format::Github | Format::Markdown => {
            Form::Collected
        }
    };
    if matches!(form, Form::Compact { .. })
        && matches!(mode, Mode::Verdict { matrix: true, .. })
        && !args.output.quiet
    {
        writeln!(
            world.stderr,
            "note: a line a token has no room for --matrix; --format ndjson holds it"
        )?;
    }
    let mut file = match &args.output.output {
        Some(path) if form != Form::Collected => Some(created(path)?),
        _ => None,
    };
    let pieces = Pieces {
        sources,
        form: args.batch.input_format,
        stdin: Stdin(mem::replace(&mut world.stdin, Stdin::default().0)),
    };
    let interruption = (world.interruption)();
    let mut all = Judged::default();
    let mut stopped = false;
    let mut progress = Progress::new(args, world);
    let rooms = Rooms::default();
    let fixed = inspect::with_keys(&ruling, form, args, world, |keys, world| {
        let judge = |piece| ruling.judge(piece, keys, form, rooms.take());
        let take = |event: Option<Judged>| {
            if let Some(mut part) = event {
                emit(&part.text, &mut file, world)?;
                rooms.give_back(mem::take(&mut part.text));
                if !part.unreadable.is_empty() || !part.problems.is_empty() {
                    progress.hide(world)?;
                }
                keep(&mut all, part, form, world)?;
            }
            progress.show(&all.tally, world)?;
            Ok(())
        };
        stopped = !in_order(pieces, jobs(args), &interruption, judge, take)?;
        progress.hide(world)?;
        world.stdout.flush()?;
        Ok(())
    })?;
    let provider = all.provider.clone().or(fixed);
    if form == Form::Collected {
        all.provider = provider;
        let status = inspect::write(all, &ruling, args, mode, world)?;
        return Ok(if stopped { exit::INTERRUPTED } else { status });
    }
    let problems = !all.problems.is_empty();
    let status = exit::worse(all.exit, if problems { exit::UNDONE } else { 0 });
    let provider = provider.map(|provider| ruling.provider(&provider));
    if form == Form::Json {
        if !args.output.quiet {
            let color = output::colour(args.output.color, world.stderr_is_terminal, world);
            let text = human::batch::summary(&all.tally, provider.as_ref(), color);
            world.stderr.write_all(text.as_bytes())?;
        }
    } else {
        let has_lines = all.tally.counts.errors + all.tally.counts.warnings > 0;
        let blank = if has_lines { "\n" } else { "" };
        let text = human::batch::summary(&all.tally, provider.as_ref(), color);
        emit(&format!("{blank}{text}"), &mut file, world)?;
    }
    let about = policy(&all, &ruling, args, problems || stopped, world)?;
    if let Some(line) = about.as_ref().filter(|_| form == Form::Json) {
        emit(&report::ndjson::render(line), &mut file, world)?;
    }
    world.stdout.flush()?;
    let of_policy = about.map_or(exit::CLEAN, |line| line.summary.exit);
    let status = exit::worse(status, of_policy);
    for requirement in ruling.unmet(&all.tally.counts) {
        writeln!(world.stderr, "error: {requirement}")?;
    }
    if stopped {
        writeln!(
            world.stderr,
            "note: interrupted; what was judged before is written"
        )?;
        return Ok(exit::INTERRUPTED);
    }
    Ok(status)
}

/// Writes a text of the output to its file, or else to standard output.
fn emit(text: &str, file: &mut Option<File>, world: &mut World<'_>) -> io::Result<()> {
    match file {
        Some(file) => file.write_all(text.as_bytes()),
        None => world.stdout.write_all(text.as_bytes()),
    }
}

/// What is to be said about the policy after all tokens: its baseline is written, and what it
/// matched no more is told. Gives the report on the policy alone, if anything is wrong with it.
fn policy(
    all: &Judged,
    ruling: &Ruling<'_>,
    args: &InspectArgs,
    is_part: bool,
    world: &mut World<'_>,
) -> Result<Option<Report>, Failure> {
    let counts = &all.tally.counts;
    let is_whole = counts.unreadable == 0 && !is_part;
    known::write_baseline(&args.policy, &ruling.settings, is_whole, world)?;
    if !args.output.quiet {
        folder::remark_on_skipped(&all.skipped, world)?;
        known::remark(&ruling.settings, world)?;
    }
    let about = known::report(&ruling.settings, |rule| {
        counts.tokens > 0 && !matches!(rule.check, Check::Provider(_))
    });
    let Some(about) = about.filter(|about| !about.findings.is_empty()) else {
        return Ok(None);
    };
    // Lines of JSON hold them.
    if !(args.output.quiet && args.output.format == Format::Ndjson) {
        for finding in &about.findings {
            writeln!(world.stderr, "{}", known::line(finding))?;
        }
    }
    let mut report = Report {
        policy: Some(about),
        ..Report::new(env!("CARGO_PKG_VERSION"), ruling.now, ruling.fail_on)
    };
    report.summary = inspect::summary(&report);
    ruling.mask(&mut report);
    Ok(Some(report))
}

/// Adds a part to what is known of all. What could not be read is told at once, unless it stands in
/// the output.
fn keep(
    all: &mut Judged,
    mut part: Judged,
    form: Form,
    world: &mut World<'_>,
) -> Result<(), Failure> {
    if form != Form::Collected {
        for unreadable in mem::take(&mut part.unreadable) {
            if form != Form::Json {
                let text = escape::without_tokens(&unreadable.error);
                writeln!(world.stderr, "error: {}", escape::terminal(&text))?;
            }
        }
    }
    inspect::gather(all, part, world)
}

fn created(path: &std::path::Path) -> Result<File, Failure> {
    File::create(path)
        .with_context(|| format!("the report cannot be written to {}", path.display()))
        .map_err(|error| {
            let hint = "is there such a folder, and may you write in it?";
            Failure::undone(error, Some(hint.to_owned()))
        })
}

/// The threads that judge: as many as there are processors, unless the user says otherwise.
fn jobs(args: &InspectArgs) -> usize {
    args.batch
        .jobs
        .or_else(|| thread::available_parallelism().ok())
        .map_or(1, NonZeroUsize::get)
}

/// Where lines are written together, again and again: fresh memory takes the system longer than it
/// takes to fill.
#[derive(Default)]
struct Rooms(Mutex<Vec<String>>);

impl Rooms {
    /// The largest one that is kept, in bytes.
    const MOST: usize = 1 << 22;

    fn take(&self) -> String {
        let mut rooms = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        rooms.pop().unwrap_or_default()
    }

    fn give_back(&self, mut room: String) {
        if room.capacity() <= Self::MOST {
            room.clear();
            let mut rooms = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            rooms.push(room);
        }
    }
}

/// Input that a thread of its own reads.
struct Pieces {
    sources: Vec<Source>,
    form: InputFormat,
    stdin: Stdin,
}

impl Pieces {
    /// Reads all of it; `put` says whether more is wanted.
    fn read(mut self, put: &mut dyn FnMut(Piece) -> bool) {
        let mut before = 0;
        for source in self.sources {
            if !source.pieces(self.form, &mut self.stdin, &mut before, put) {
                return;
            }
        }
    }
}

/// What the threads tell the one that writes.
enum Event<T> {
    Read(Piece),
    ReadAll,
    Judged(usize, T),
}

/// Reads, judges and takes, in the order of the input. `take` is given `None` now and then, when
/// nothing else happens. Gives whether it came to the end; an interruption stops it between two
/// parts.
fn in_order<T: Send + 'static>(
    pieces: Pieces,
    jobs: usize,
    interruption: &AtomicBool,
    judge: impl Fn(Piece) -> T + Sync,
    mut take: impl FnMut(Option<T>) -> Result<(), Failure>,
) -> Result<bool, Failure> {
    let (events, inbox) = mpsc::channel();
    let (credit, credits) = mpsc::channel();
    for _ in 0..jobs + jobs / 2 + 1 {
        let _ = credit.send(());
    }
    let reader = events.clone();
    // Not one of the scope's threads: a read that never ends must not keep the program from ending.
    thread::spawn(move || {
        let mut put = |piece| credits.recv().is_ok() && reader.send(Event::Read(piece)).is_ok();
        pieces.read(&mut put);
        let _ = reader.send(Event::ReadAll);
    });
    let (work, waiting) = mpsc::channel::<(usize, Piece)>();
    let waiting = Mutex::new(waiting);
    thread::scope(|scope| {
        for _ in 0..jobs {
            let events = events.clone();
            let (waiting, judge) = (&waiting, &judge);
            scope.spawn(move || {
                loop {
                    let next = waiting
                        .lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .recv();
                    let Ok((number, piece)) = next else { return };
                    if events.send(Event::Judged(number, judge(piece))).is_err() {
                        return;
                    }
                }
            });
        }
        // Dropped when this is left, so that the threads end.
        let work = work;
        let mut early = BTreeMap::new();
        let (mut read, mut taken, mut is_all) = (0, 0, false);
        while !is_all || taken < read {
            if interruption.load(Ordering::Relaxed) {
                return Ok(false);
            }
            match inbox.recv_timeout(TICK) {
                Ok(Event::Read(piece)) => {
                    let _ = work.send((read, piece));
                    read += 1;
                }
                Ok(Event::ReadAll) => is_all = true,
                Ok(Event::Judged(number, judged)) => {
                    early.insert(number, judged);
                    while let Some(judged) = early.remove(&taken) {
                        taken += 1;
                        take(Some(judged))?;
                        let _ = credit.send(());
                    }
                }
                Err(RecvTimeoutError::Timeout) => take(None)?,
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        Ok(true)
    })
}

/// One line on standard error that says how far the work is.
struct Progress {
    is_wanted: bool,
    started: Instant,
    shown: Option<Instant>,
}

impl Progress {
    /// Only where a person watches, and where the output does not scroll by anyway.
    fn new(args: &InspectArgs, world: &World<'_>) -> Self {
        let scrolls = world.stdout_is_terminal && args.output.output.is_none();
        Self {
            is_wanted: world.stderr_is_terminal && !scrolls && !args.output.quiet,
            started: Instant::now(),
            shown: None,
        }
    }

    fn show(&mut self, tally: &Tally, world: &mut World<'_>) -> Result<(), Failure> {
        let elapsed = self.started.elapsed();
        let is_due = self.shown.is_none_or(|shown| shown.elapsed() >= TICK);
        if self.is_wanted && elapsed >= LONG && is_due {
            let tokens = tally.counts.tokens;
            let rate = tokens as f64 / elapsed.as_secs_f64();
            write!(world.stderr, "\r{tokens} tokens, {rate:.0} a second ")?;
            world.stderr.flush()?;
            self.shown = Some(Instant::now());
        }
        Ok(())
    }

    /// Makes room for other output.
    fn hide(&mut self, world: &mut World<'_>) -> Result<(), Failure> {
        if self.shown.take().is_some() {
            write!(world.stderr, "\r{:48}\r", "")?;
        }
        Ok(())
    }
}
