//! Reading a file of policy: every slip is told at its place, and those after it too.

use std::ops::Range;

use clap::ValueEnum;
use jiff::civil::Date;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{Config, Placed};
use crate::{
    classify::Kind,
    cli::args::FailOn,
    policy::Suppression,
    rules::{self, LIMITS, Level, Limit, Policy, Rule, Unit},
    situation::{
        FactError, Profile,
        file::{FileError, Problem, Slip, in_order, kind, situations, syntax},
        nearest,
    },
};

/// The keys of a file.
pub(super) const KEYS: [&str; 9] = [
    "profile",
    "leeway",
    "fail-on",
    "issuers",
    "audiences",
    "severity",
    "limits",
    "situation",
    "suppress",
];

/// The keys of a suppression.
pub(super) const SUPPRESSION: [&str; 6] =
    ["rule", "issuer", "pointer", "kind", "reason", "expires"];

/// The units that a length of time can have, in seconds.
const UNITS: [(char, i64); 5] = [
    ('s', 1),
    ('m', 60),
    ('h', 3_600),
    ('d', 86_400),
    ('w', 604_800),
];

type Key<'i> = Spanned<std::borrow::Cow<'i, str>>;
type Value<'i> = Spanned<DeValue<'i>>;

/// Reads a text; `path` names it in places and errors.
pub(super) fn read(text: &str, path: &str) -> Result<Config, Vec<FileError>> {
    let mut reader = Reader {
        text,
        path,
        slips: Vec::new(),
        config: Config {
            path: path.to_owned(),
            ..Config::default()
        },
    };
    match DeTable::parse(text) {
        Ok(file) => {
            for (key, value) in in_order(file.get_ref()) {
                let read = reader.entry(key, value);
                reader.tell(read);
            }
        }
        Err(error) => reader.slips.push(syntax(&error)),
    }
    let Reader { slips, config, .. } = reader;
    if slips.is_empty() {
        return Ok(config);
    }
    let slips = slips.into_iter().map(|slip| slip.in_file(path, text));
    Err(slips.collect())
}

struct Reader<'t> {
    text: &'t str,
    path: &'t str,
    slips: Vec<Slip>,
    config: Config,
}

impl Reader<'_> {
    fn tell(&mut self, read: Result<(), Slip>) {
        self.slips.extend(read.err());
    }

    fn placed<T>(&self, key: &Range<usize>, value: T) -> Placed<T> {
        let before = self.text.get(..key.start).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        Placed { value, line }
    }

    fn entry(&mut self, key: &Key<'_>, value: &Value<'_>) -> Result<(), Slip> {
        let name = key.get_ref().as_ref();
        let span = key.span();
        match name {
            "profile" => {
                self.config.profile = Some(self.placed(&span, word::<Profile>(name, value)?));
            }
            "fail-on" => {
                self.config.fail_on = Some(self.placed(&span, word::<FailOn>(name, value)?));
            }
            "leeway" => {
                let seconds = duration(name, value)?;
                let seconds = u32::try_from(seconds)
                    .map_err(|_| wrong(name, value, &seconds.to_string(), "seconds from 0 on"))?;
                self.config.leeway = Some(self.placed(&span, seconds));
            }
            "issuers" => self.config.issuers = Some(self.placed(&span, texts(name, value)?)),
            "audiences" => self.config.audiences = Some(self.placed(&span, texts(name, value)?)),
            "severity" => {
                for (key, value) in in_order(table(name, value, "[severity]")?) {
                    let read = self.severity(key, value);
                    self.tell(read);
                }
            }
            "limits" => {
                for (key, value) in in_order(table(name, value, "[limits]")?) {
                    let read = self.limit(key, value);
                    self.tell(read);
                }
            }
            "situation" => {
                for named in situations(table(name, value, "[situation.NAME]")?)? {
                    let placed = self.placed(&named.span.clone(), named);
                    self.config.situations.push(placed);
                }
            }
            "suppress" => {
                let DeValue::Array(members) = value.get_ref() else {
                    return Err(of_type(name, value, "tables `[[suppress]]`"));
                };
                for member in members.iter() {
                    let read = self.suppression(member);
                    self.tell(read);
                }
            }
            _ => return Err(unknown("setting", key, &KEYS)),
        }
        Ok(())
    }

    fn severity(&mut self, key: &Key<'_>, value: &Value<'_>) -> Result<(), Slip> {
        let rule = rule(key.get_ref(), key.span())?;
        let name = rule.name;
        let text = text(name, value)?;
        let level = Level::from_name(text).ok_or_else(|| {
            let names = Level::ALL.map(Level::name);
            let expected = format!("one of {}", names.join(", "));
            let error = FactError::value(name, text, &expected, &names);
            Slip::new(value.span(), error)
        })?;
        let placed = self.placed(&key.span(), (rule, level));
        self.config.severity.push(placed);
        Ok(())
    }

    fn limit(&mut self, key: &Key<'_>, value: &Value<'_>) -> Result<(), Slip> {
        let name = key.get_ref().as_ref();
        let Some(limit) = Limit::find(name) else {
            let names: Vec<&str> = LIMITS.iter().map(|limit| limit.name).collect();
            return Err(unknown("limit", key, &names));
        };
        let number = match limit.unit {
            Unit::Seconds => duration(name, value)?,
            Unit::Moment | Unit::Bits | Unit::Bytes | Unit::Count => number(name, value)?,
        };
        if limit.set(&mut Policy::of(Profile::Oidc), number).is_none() {
            let expected = match limit.unit {
                Unit::Seconds => "a time from 0 seconds to 1000 years",
                Unit::Moment => "seconds since the epoch, not below 0",
                Unit::Bits | Unit::Bytes | Unit::Count => "a number from 0 on that fits",
            };
            return Err(wrong(name, value, &number.to_string(), expected));
        }
        let placed = self.placed(&key.span(), (limit, number));
        self.config.limits.push(placed);
        Ok(())
    }

    fn suppression(&mut self, member: &Value<'_>) -> Result<(), Slip> {
        const TABLE: &str = "suppress";
        let table = table(TABLE, member, "[[suppress]]")?;
        let mut found = Found::default();
        let before = self.slips.len();
        for (key, value) in in_order(table) {
            let read = found.read(key, value);
            self.tell(read);
        }
        let missing = |name, expected| {
            let problem = Problem::Missing {
                table: TABLE,
                name,
                expected,
            };
            Slip::new(member.span(), problem)
        };
        // One with a slip is not said to lack what the slip stands for.
        if self.slips.len() > before {
            return Ok(());
        }
        let rule = found
            .rule
            .ok_or_else(|| missing("rule", "the name of a rule"))?;
        let reason = found
            .reason
            .ok_or_else(|| missing("reason", "why the finding is accepted"))?;
        let expires = found
            .expires
            .ok_or_else(|| missing("expires", "the last day on which it is, such as 2027-03-31"))?;
        let line = self.placed(&member.span(), ()).line;
        let value = Suppression {
            rule,
            issuer: found.issuer,
            pointer: found.pointer,
            kind: found.kind,
            reason,
            expires,
            place: format!("{}:{line}", self.path),
        };
        self.config.suppressions.push(Placed { value, line });
        Ok(())
    }
}

/// The keys of one suppression, as far as they were read.
#[derive(Default)]
struct Found {
    rule: Option<&'static Rule>,
    issuer: Option<String>,
    pointer: Option<String>,
    kind: Option<Kind>,
    reason: Option<String>,
    expires: Option<Date>,
}

impl Found {
    fn read(&mut self, key: &Key<'_>, value: &Value<'_>) -> Result<(), Slip> {
        let name = key.get_ref().as_ref();
        match name {
            "rule" => self.rule = Some(rule(text(name, value)?, value.span())?),
            "issuer" => self.issuer = Some(text(name, value)?.to_owned()),
            "pointer" => self.pointer = Some(text(name, value)?.to_owned()),
            "kind" => {
                let text = text(name, value)?;
                self.kind = Some(Kind::from_name(text).ok_or_else(|| {
                    let names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
                    let expected = "the name of a kind, as reports have it";
                    let error = FactError::value(name, text, expected, &names);
                    Slip::new(value.span(), error)
                })?);
            }
            "reason" => {
                let text = text(name, value)?;
                if text.trim().is_empty() {
                    return Err(wrong(name, value, text, "a reason in words"));
                }
                self.reason = Some(text.to_owned());
            }
            "expires" => self.expires = Some(date(name, value)?),
            _ => return Err(unknown("key of a suppression", key, &SUPPRESSION)),
        }
        Ok(())
    }
}

fn rule(name: &str, span: Range<usize>) -> Result<&'static Rule, Slip> {
    rules::find(name).ok_or_else(|| {
        let names = rules::ALL.iter().map(|rule| rule.name);
        let problem = Problem::Unknown {
            sort: "rule",
            name: name.to_owned(),
            nearest: nearest(names, name).map(str::to_owned),
        };
        Slip::new(span, problem)
    })
}

fn word<T: ValueEnum>(name: &str, value: &Value<'_>) -> Result<T, Slip> {
    let text = text(name, value)?;
    T::from_str(text, false).map_err(|_| {
        let values = T::value_variants().iter();
        let values = values.filter_map(|variant| variant.to_possible_value());
        let names: Vec<String> = values.map(|value| value.get_name().to_owned()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let expected = format!("one of {}", names.join(", "));
        Slip::new(
            value.span(),
            FactError::value(name, text, &expected, &names),
        )
    })
}

fn text<'v>(name: &str, value: &'v Value<'_>) -> Result<&'v str, Slip> {
    let text = value.get_ref().as_str();
    text.ok_or_else(|| of_type(name, value, "a string"))
}

fn texts(name: &str, value: &Value<'_>) -> Result<Vec<String>, Slip> {
    let DeValue::Array(members) = value.get_ref() else {
        return Err(of_type(name, value, "a list of strings"));
    };
    let texts = members.iter().map(|member| text(name, member));
    texts.map(|text| text.map(str::to_owned)).collect()
}

fn table<'v, 'i>(
    name: &str,
    value: &'v Value<'i>,
    expected: &'static str,
) -> Result<&'v DeTable<'i>, Slip> {
    match value.get_ref() {
        DeValue::Table(table) => Ok(table),
        _ => Err(of_type(name, value, expected)),
    }
}

fn number(name: &str, value: &Value<'_>) -> Result<i64, Slip> {
    let DeValue::Integer(number) = value.get_ref() else {
        return Err(of_type(name, value, "a whole number"));
    };
    i64::from_str_radix(number.as_str(), number.radix())
        .map_err(|_| wrong(name, value, number.as_str(), "a smaller number"))
}

/// Seconds, as a number or as a text with one unit: `"90s"`, `"15m"`, `"1h"`, `"2d"`, `"1w"`.
fn duration(name: &str, value: &Value<'_>) -> Result<i64, Slip> {
    const EXPECTED: &str = "seconds, or a text such as \"90s\", \"15m\", \"1h\", \"2d\" or \"1w\"";
    let text = match value.get_ref() {
        DeValue::String(text) => text.as_ref(),
        DeValue::Integer(_) => return number(name, value),
        _ => return Err(of_type(name, value, EXPECTED)),
    };
    let seconds = || {
        let unit = text.chars().next_back()?;
        let (_, seconds) = UNITS.iter().find(|(known, _)| *known == unit)?;
        let count = text.strip_suffix(unit)?.trim_end();
        let is_number = !count.is_empty() && count.bytes().all(|digit| digit.is_ascii_digit());
        let count: i64 = is_number.then(|| count.parse().ok())??;
        count.checked_mul(*seconds)
    };
    seconds().ok_or_else(|| wrong(name, value, text, EXPECTED))
}

/// A day, as TOML has it or as a text.
fn date(name: &str, value: &Value<'_>) -> Result<Date, Slip> {
    const EXPECTED: &str = "a day such as 2027-03-31";
    let text = match value.get_ref() {
        DeValue::Datetime(moment) => moment.to_string(),
        DeValue::String(text) => text.to_string(),
        _ => return Err(of_type(name, value, EXPECTED)),
    };
    // A time of day would be dropped without a word.
    let is_day = text.len() == "2027-03-31".len();
    let date = is_day.then(|| text.parse().ok()).flatten();
    date.ok_or_else(|| wrong(name, value, &text, EXPECTED))
}

fn unknown(sort: &'static str, key: &Key<'_>, known: &[&str]) -> Slip {
    let name = key.get_ref().as_ref();
    let problem = Problem::Unknown {
        sort,
        name: name.to_owned(),
        nearest: nearest(known.iter().copied(), name).map(str::to_owned),
    };
    Slip::new(key.span(), problem)
}

fn of_type(name: &str, value: &Value<'_>, expected: &'static str) -> Slip {
    let problem = Problem::Type {
        name: name.to_owned(),
        found: kind(value.get_ref()),
        expected,
    };
    Slip::new(value.span(), problem)
}

fn wrong(name: &str, value: &Value<'_>, found: &str, expected: &str) -> Slip {
    Slip::new(value.span(), FactError::value(name, found, expected, &[]))
}
