//! What holds in a run, and from where: flags, then the file of policy, then the profile, then the
//! defaults.

use std::{fmt, sync::Mutex};

use anyhow::{Context as _, anyhow};
use clap::ValueEnum as _;
use jiff::{Timestamp, civil::Date, tz::TimeZone};

use super::{
    Failure,
    args::{FailOn, PolicyArgs},
    config::{Config, Placed},
    situation,
};
use crate::{
    policy::{Baseline, Known, Suppressions},
    report::Threshold,
    rules::{LIMITS, Level, Limit, Policy, Rule},
    situation::Profile,
};

/// Tolerated clock skew in seconds, unless somebody says otherwise.
const LEEWAY: u32 = 60;

/// What holds in a run.
#[derive(Debug)]
pub(super) struct Settings {
    /// The file of policy, if one was read.
    pub(super) source: Option<String>,
    /// Seconds.
    pub(super) leeway: Held<u32>,
    pub(super) fail_on: Held<FailOn>,
    /// Limits and selection of rules.
    pub(super) policy: Policy,
    /// The same under every profile, for records that state one of their own.
    policies: Vec<(Profile, Policy)>,
    /// From where each of [`LIMITS`] is, in their order.
    pub(super) limits: Vec<(&'static Limit, Origin)>,
    /// The rules whose severity somebody decided.
    pub(super) severity: Vec<(&'static Rule, Held<Level>)>,
    pub(super) suppressions: Suppressions,
}

/// A value, and from where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Held<T> {
    pub(super) value: T,
    pub(super) origin: Origin,
}

/// From where a value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Origin {
    /// This flag.
    Flag(&'static str),
    /// This line of this file.
    File(String, usize),
    /// What the profile demands beyond the defaults.
    Profile(Profile),
    /// Nobody said anything.
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(flag) => formatter.write_str(flag),
            Self::File(path, line) => write!(formatter, "{path}:{line}"),
            Self::Profile(profile) => write!(formatter, "profile {profile}"),
            Self::Default => formatter.write_str("default"),
        }
    }
}

/// What holds of flag, file and default.
pub(super) fn held<T: Clone>(
    flag: (&'static str, Option<T>),
    config: Option<&Config>,
    placed: impl Fn(&Config) -> Option<&Placed<T>>,
    default: T,
) -> Held<T> {
    if let (name, Some(value)) = flag {
        let origin = Origin::Flag(name);
        return Held { value, origin };
    }
    let stated = config.and_then(|config| Some((config, placed(config)?)));
    match stated {
        Some((config, placed)) => Held {
            value: placed.value.clone(),
            origin: Origin::File(config.path.clone(), placed.line),
        },
        None => Held {
            value: default,
            origin: Origin::Default,
        },
    }
}

impl Settings {
    /// What holds under a profile, at a time.
    ///
    /// # Errors
    /// The baseline cannot be read, or the flags leave no rule.
    pub(super) fn resolve(
        config: Option<&Config>,
        args: &PolicyArgs,
        leeway: Option<u32>,
        profile: Profile,
        now: Timestamp,
    ) -> Result<Self, Failure> {
        let severity = severity(config, args);
        let under = |profile| {
            let mut policy = Policy::of(profile);
            let limits = limits(config, profile, &mut policy);
            select(&mut policy, &severity, args);
            (policy, limits)
        };
        let (policy, limits) = under(profile);
        leave_some(&policy, args)?;
        let policies = Profile::value_variants().iter();
        let policies = policies.map(|profile| (*profile, under(*profile).0));
        let policies = policies.collect();
        let stated = config.map(|config| config.suppressions.as_slice());
        let stated = stated.unwrap_or_default().iter();
        let stated = stated.map(|placed| placed.value.clone()).collect();
        Ok(Self {
            source: config.map(|config| config.path.clone()),
            leeway: held(
                ("--leeway", leeway),
                config,
                |config| config.leeway.as_ref(),
                LEEWAY,
            ),
            fail_on: held(
                ("--fail-on", args.fail_on),
                config,
                |config| config.fail_on.as_ref(),
                FailOn::Error,
            ),
            policy,
            policies,
            limits,
            severity,
            suppressions: Suppressions::new(stated, &args.ignore, known(args)?, day(now)),
        })
    }

    /// Limits and selection of rules under a profile that may be another than that of the run.
    pub(super) fn policy_of(&self, profile: Profile) -> &Policy {
        let known = self.policies.iter().find(|(known, _)| *known == profile);
        known.map_or(&self.policy, |(_, policy)| policy)
    }

    /// What fails a run of this profile: one that teaches fails nobody.
    pub(super) fn threshold(&self, profile: Profile) -> Threshold {
        match profile {
            Profile::Teach => Threshold::Never,
            _ => self.fail_on.value.threshold().into(),
        }
    }
}

/// Severities of file and flags, and `--only`, which a severity of the file does not turn off.
fn select(policy: &mut Policy, severity: &[(&'static Rule, Held<Level>)], args: &PolicyArgs) {
    for (rule, level) in severity {
        policy.selection.set(rule, level.value);
    }
    if args.only.is_empty() {
        return;
    }
    policy.selection.only(&args.only);
    for (rule, level) in args.severity.iter().copied() {
        if args.only.iter().any(|chosen| chosen.name == rule.name) {
            policy.selection.set(rule, level);
        }
    }
}

/// Refuses flags that contradict each other until no rule of `--only` is heard.
fn leave_some(policy: &Policy, args: &PolicyArgs) -> Result<(), Failure> {
    let is_heard = |rule: &&Rule| {
        let is_ignored = args.ignore.iter().any(|ignored| ignored.name == rule.name);
        !is_ignored && policy.selection.of(rule) != Some(Level::Off)
    };
    let Some(first) = args.only.first() else {
        return Ok(());
    };
    if args.only.iter().any(is_heard) {
        return Ok(());
    }
    Err(Failure::usage(
        anyhow!(
            "no rule is left to hear: --only names `{}`, and --ignore or --severity silences {}",
            first.name,
            if args.only.len() == 1 {
                "it"
            } else {
                "it and the others"
            },
        ),
        Some("leave one of the flags out".to_owned()),
    ))
}

/// The day in UTC.
pub(super) fn day(now: Timestamp) -> Date {
    now.to_zoned(TimeZone::UTC).date()
}

/// Sets the limits of the file, and tells from where each limit is.
fn limits(
    config: Option<&Config>,
    profile: Profile,
    policy: &mut Policy,
) -> Vec<(&'static Limit, Origin)> {
    let common = Policy::of(Profile::default());
    let of_profile = |limit: &Limit| match limit.of(policy) == limit.of(&common) {
        true => Origin::Default,
        false => Origin::Profile(profile),
    };
    let mut limits: Vec<(&Limit, Origin)> = LIMITS
        .iter()
        .map(|limit| (limit, of_profile(limit)))
        .collect();
    if let Some(config) = config {
        for Placed { value, line } in &config.limits {
            let (stated, number) = *value;
            stated
                .set(policy, number)
                .expect("a limit was tried out when it was read");
            for (limit, origin) in &mut limits {
                if limit.name == stated.name {
                    *origin = Origin::File(config.path.clone(), *line);
                }
            }
        }
    }
    limits
}

/// The rules that file or flags speak of; of several words on one rule the last one counts.
fn severity(config: Option<&Config>, args: &PolicyArgs) -> Vec<(&'static Rule, Held<Level>)> {
    let mut severity: Vec<(&Rule, Held<Level>)> = Vec::new();
    let stated = config.into_iter().flat_map(|config| {
        config.severity.iter().map(|placed| {
            let (rule, value) = placed.value;
            let origin = Origin::File(config.path.clone(), placed.line);
            (rule, Held { value, origin })
        })
    });
    let flags = args.severity.iter().map(|(rule, level)| {
        let origin = Origin::Flag("--severity");
        let value = *level;
        (*rule, Held { value, origin })
    });
    for (rule, level) in stated.chain(flags) {
        severity.retain(|(known, _)| known.name != rule.name);
        severity.push((rule, level));
    }
    severity
}

fn known(args: &PolicyArgs) -> Result<Known, Failure> {
    if args.write_baseline.is_some() {
        return Ok(Known::All(Mutex::default()));
    }
    let Some(path) = &args.baseline else {
        return Ok(Known::Nothing);
    };
    let shown = path.display();
    let hint = "`--write-baseline FILE` writes one";
    let wrong = |error: anyhow::Error| Failure::usage(error, Some(hint.to_owned()));
    let text = situation::text(&path.to_string_lossy())?.ok_or_else(|| {
        wrong(anyhow!(
            "--baseline {shown}: there is no such file, expected a baseline"
        ))
    })?;
    let baseline = Baseline::parse(&text);
    baseline
        .map(Known::Baseline)
        .with_context(|| format!("--baseline {shown}"))
        .map_err(wrong)
}
