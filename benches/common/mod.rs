//! Comparing rates in one run: interleaved rounds, medians, ratios to the first contender.

use std::time::{Duration, Instant};

/// One way of doing a thing.
pub(crate) struct Contender<'a> {
    name: &'a str,
    work: Box<dyn FnMut() + 'a>,
    rates: Vec<f64>,
}

impl<'a> Contender<'a> {
    pub(crate) fn new(name: &'a str, work: impl FnMut() + 'a) -> Self {
        Self {
            name,
            work: Box::new(work),
            rates: Vec::new(),
        }
    }
}

/// Runs all contenders in turn, several times, and prints the median rate of each and its ratio to
/// the first. Gives the ratios.
pub(crate) fn compare(contenders: &mut [Contender<'_>]) -> Vec<f64> {
    const ROUNDS: usize = 9;
    const SLICE: Duration = Duration::from_millis(120);
    for _ in 0..ROUNDS {
        for contender in &mut *contenders {
            let start = Instant::now();
            let mut done = 0u64;
            while start.elapsed() < SLICE {
                for _ in 0..16 {
                    (contender.work)();
                }
                done += 16;
            }
            contender
                .rates
                .push(done as f64 / start.elapsed().as_secs_f64());
        }
    }
    let medians: Vec<f64> = contenders
        .iter_mut()
        .map(|one| median(&mut one.rates))
        .collect();
    let ratios = medians.iter().map(|rate| rate / medians[0]).collect();
    for (contender, rate) in contenders.iter().zip(&medians) {
        let ratio = rate / medians[0];
        println!("  {:<52} {rate:>12.0}/s  ratio {ratio:.2}", contender.name);
    }
    ratios
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
