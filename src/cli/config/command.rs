//! `config`: what is wrong with a file of policy, and what holds in the end.

use anyhow::anyhow;
use serde::Serialize;
use serde_json::{Value, json};

use super::{Config, load, source};
use crate::{
    cli::{
        Failure, World,
        args::{
            ConfigArgs, ConfigCheckArgs, ConfigCommand, ConfigFormat, ConfigShowArgs, PolicyArgs,
        },
        exit, known,
        settings::{self, Held, Origin, Settings, held},
    },
    report::escape,
    rules::{Limit, Unit},
    situation::Profile,
};

/// Runs the command and gives the exit status.
pub(in crate::cli) fn run(args: &ConfigArgs, world: &mut World<'_>) -> Result<u8, Failure> {
    match &args.command {
        ConfigCommand::Check(args) => check(args, world),
        ConfigCommand::Show(args) => {
            show(args, world)?;
            Ok(exit::CLEAN)
        }
    }
}

/// Slips make the file unusable. Where there are none, the suppressions whose day is over are told,
/// and count as they do in a run.
fn check(args: &ConfigCheckArgs, world: &mut World<'_>) -> Result<u8, Failure> {
    let source = source(args.file.as_deref(), world)?.ok_or_else(|| {
        let hint = "name a file, or write whichtoken.toml here";
        Failure::usage(
            anyhow!("there is no whichtoken.toml in this folder or above"),
            Some(hint.to_owned()),
        )
    })?;
    let config = match Config::parse(&source.text, &source.shown) {
        Ok(config) => config,
        Err(slips) => {
            for slip in slips {
                crate::cli::report_failure(&Failure::usage(slip, None), world)?;
            }
            return Ok(exit::USAGE);
        }
    };
    let policy = PolicyArgs {
        fail_on: args.fail_on,
        ..PolicyArgs::default()
    };
    let profile = config.profile.as_ref().map(|placed| placed.value);
    let profile = profile.unwrap_or_default();
    let now = args.now.unwrap_or(world.now);
    let settings = Settings::resolve(Some(&config), &policy, None, profile, now)?;
    // Without tokens no suppression could have matched anything.
    let findings = settings.suppressions.findings(|_| false);
    if findings.is_empty() {
        let shown = escape::terminal(&source.shown);
        writeln!(world.stdout, "{shown}: nothing is wrong")?;
    }
    let fail_on = settings.threshold(profile);
    let mut status = exit::CLEAN;
    for finding in &findings {
        writeln!(world.stdout, "{}", known::line(finding))?;
        if fail_on.is_passed_by(finding.rule, finding.level) {
            status = exit::FINDINGS;
        }
    }
    Ok(status)
}

/// One line of the list.
#[derive(Debug, Serialize)]
struct Setting {
    name: String,
    value: Value,
    from: From,
    /// The value for people, where it differs.
    #[serde(skip)]
    words: Option<String>,
}

/// From where a value is.
#[derive(Debug, Serialize)]
struct From {
    source: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    flag: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip)]
    words: String,
}

/// All that holds, in the order of the documentation.
fn show(args: &ConfigShowArgs, world: &mut World<'_>) -> Result<(), Failure> {
    let config = load(&args.policy, world)?;
    let config = config.as_ref();
    let now = args.now.unwrap_or(world.now);
    let flag = ("--profile", args.profile);
    let profile = held(
        flag,
        config,
        |config| config.profile.as_ref(),
        Profile::default(),
    );
    let settings = Settings::resolve(config, &args.policy, args.leeway, profile.value, now)?;
    let mut list = vec![
        setting("profile", profile.value.to_string(), &profile.origin),
        Setting {
            words: Some(time(i64::from(settings.leeway.value))),
            ..setting("leeway", settings.leeway.value, &settings.leeway.origin)
        },
        setting(
            "fail-on",
            settings.fail_on.value.name(),
            &settings.fail_on.origin,
        ),
        names("issuers", config, |config| config.issuers.as_ref()),
        names("audiences", config, |config| config.audiences.as_ref()),
    ];
    for (flag, rules) in [
        ("--only", &args.policy.only),
        ("--ignore", &args.policy.ignore),
    ] {
        let names: Vec<&str> = rules.iter().map(|rule| rule.name).collect();
        if !names.is_empty() {
            list.push(setting(&flag[2..], names, &Origin::Flag(flag)));
        }
    }
    for (rule, level) in &settings.severity {
        let name = format!("severity.{}", rule.name);
        list.push(setting(&name, level.value.name(), &level.origin));
    }
    for (limit, origin) in &settings.limits {
        let value = limit.of(&settings.policy);
        list.push(Setting {
            words: Some(limit_in_words(limit, value)),
            ..setting(&format!("limits.{}", limit.name), value, origin)
        });
    }
    if let Some(config) = config {
        stated(config, now, &mut list);
    }
    if let Some(path) = &args.policy.baseline {
        let path = path.display().to_string();
        list.push(setting("baseline", path, &Origin::Flag("--baseline")));
    }
    let text = match args.format {
        ConfigFormat::Json => as_json(&settings, &list),
        ConfigFormat::Human => as_text(&settings, &list),
    };
    world.stdout.write_all(text.as_bytes())?;
    Ok(())
}

/// Situations and suppressions, which only a file has.
fn stated(config: &Config, now: jiff::Timestamp, list: &mut Vec<Setting>) {
    let origin = |line| Origin::File(config.path.clone(), line);
    for placed in &config.situations {
        let facts = placed.value.statements.len();
        list.push(Setting {
            words: Some(match facts {
                1 => "1 fact".to_owned(),
                many => format!("{many} facts"),
            }),
            ..setting(
                &format!("situation.{}", placed.value.name),
                json!({ "facts": facts }),
                &origin(placed.line),
            )
        });
    }
    for placed in &config.suppressions {
        let stated = &placed.value;
        let is_expired = stated.is_expired(settings::day(now));
        let until = match is_expired {
            true => "expired on",
            false => "until",
        };
        list.push(Setting {
            words: Some(format!("{until} {}: {}", stated.expires, stated.reason)),
            ..setting(
                &format!("suppress.{}", stated.rule.name),
                json!({
                    "issuer": stated.issuer,
                    "pointer": stated.pointer,
                    "kind": stated.kind.map(|kind| kind.name()),
                    "reason": stated.reason,
                    "expires": stated.expires.to_string(),
                    "expired": is_expired,
                }),
                &origin(placed.line),
            )
        });
    }
}

fn setting(name: &str, value: impl Into<Value>, origin: &Origin) -> Setting {
    let mut from = From {
        source: "default",
        flag: None,
        file: None,
        line: None,
        words: origin.to_string(),
    };
    match origin {
        Origin::Flag(flag) => {
            from.source = "flag";
            from.flag = Some(flag);
        }
        Origin::File(file, line) => {
            from.source = "file";
            from.file = Some(file.clone());
            from.line = Some(*line);
        }
        Origin::Profile(_) => from.source = "profile",
        Origin::Default => {}
    }
    Setting {
        name: name.to_owned(),
        value: value.into(),
        from,
        words: None,
    }
}

fn names(
    name: &str,
    config: Option<&Config>,
    placed: impl Fn(&Config) -> Option<&super::Placed<Vec<String>>>,
) -> Setting {
    let Held { value, origin } = held(("", None), config, placed, Vec::new());
    setting(name, value, &origin)
}

fn limit_in_words(limit: &Limit, value: Option<i64>) -> String {
    let Some(value) = value else {
        return "none of its own".to_owned();
    };
    match limit.unit {
        Unit::Seconds => time(value),
        Unit::Moment => {
            let moment = jiff::Timestamp::from_second(value);
            moment.map_or_else(|_| value.to_string(), |moment| moment.to_string())
        }
        Unit::Bits => format!("{value} bits"),
        Unit::Bytes => format!("{value} bytes"),
        Unit::Count => value.to_string(),
    }
}

/// Seconds in the largest unit that holds them whole, as a file has it.
fn time(seconds: i64) -> String {
    let units = [(86_400, "d"), (3_600, "h"), (60, "m")];
    let fitting = units
        .iter()
        .find(|(unit, _)| seconds >= *unit && seconds % unit == 0);
    match fitting {
        Some((unit, name)) => format!("{}{name}", seconds / unit),
        None => format!("{seconds}s"),
    }
}

fn as_json(settings: &Settings, list: &[Setting]) -> String {
    let document = json!({
        "schema": "whichtoken/config/v1",
        "file": settings.source,
        "settings": list,
    });
    let text = serde_json::to_string_pretty(&document).expect("it holds plain values");
    format!("{}\n", escape::json(&escape::without_tokens(&text)))
}

fn as_text(settings: &Settings, list: &[Setting]) -> String {
    let mut text = match &settings.source {
        Some(path) => format!("policy of {}\n\n", escape::terminal(path)),
        None => "no whichtoken.toml is read\n\n".to_owned(),
    };
    let rows: Vec<(&str, String, &str)> = list
        .iter()
        .map(|one| {
            let words = one.words.clone().unwrap_or_else(|| in_words(&one.value));
            (one.name.as_str(), words, one.from.words.as_str())
        })
        .collect();
    let width = rows.iter().map(|(name, ..)| name.len()).max();
    let width = width.unwrap_or_default();
    for (name, value, from) in rows {
        let line = format!("{name:width$}  {value}  ({from})");
        text.push_str(&escape::terminal(&escape::without_tokens(&line)));
        text.push('\n');
    }
    text
}

fn in_words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(members) if members.is_empty() => "none".to_owned(),
        Value::Array(members) => {
            let members: Vec<String> = members.iter().map(in_words).collect();
            members.join(", ")
        }
        other => other.to_string(),
    }
}
