//! NumericDate (RFC 7519 §2) without rounding and without panics.

use std::fmt;

use jiff::Timestamp;

/// Seconds since the epoch, UTC, with the fraction that RFC 7519 §2 allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct NumericDate {
    seconds: i64,
    nanoseconds: u32,
}

impl NumericDate {
    /// Whole seconds since the epoch.
    pub fn from_seconds(seconds: i64) -> Self {
        Self {
            seconds,
            nanoseconds: 0,
        }
    }

    /// Reads a JSON number; `None` beyond 2^63 seconds or where it is no number.
    pub fn parse(text: &str) -> Option<Self> {
        // Nearly every date is a whole number that fits.
        if text.len() <= 18 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return text.parse().ok().map(Self::from_seconds);
        }
        if text.contains(['e', 'E']) {
            let value: f64 = text.parse().ok()?;
            return (value.abs() < 9e18).then(|| Self::from_seconds(value.floor() as i64));
        }
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let mut seconds: i64 = whole.parse().ok()?;
        let digits = fraction.get(..9).unwrap_or(fraction);
        let mut nanoseconds: u32 = match digits {
            "" => 0,
            digits => digits.parse::<u32>().ok()? * 10u32.pow(9 - digits.len() as u32),
        };
        if whole.starts_with('-') && nanoseconds > 0 {
            seconds = seconds.checked_sub(1)?;
            nanoseconds = 1_000_000_000 - nanoseconds;
        }
        Some(Self {
            seconds,
            nanoseconds,
        })
    }

    /// Whole seconds since the epoch, rounded down.
    pub fn seconds(self) -> i64 {
        self.seconds
    }

    /// This date a number of seconds later (or earlier), held at the ends of the range.
    #[must_use]
    pub fn plus(self, seconds: i64) -> Self {
        Self {
            seconds: self.seconds.saturating_add(seconds),
            nanoseconds: self.nanoseconds,
        }
    }

    /// Seconds from `earlier` to this date, rounded down, held at the ends of the range.
    pub fn since(self, earlier: Self) -> i64 {
        self.seconds
            .saturating_sub(earlier.seconds)
            .saturating_sub(i64::from(self.nanoseconds < earlier.nanoseconds))
    }

    /// The calendar time, within the years −9999 to 9999.
    pub fn timestamp(self) -> Option<Timestamp> {
        Timestamp::new(self.seconds, self.nanoseconds as i32).ok()
    }
}

/// RFC 3339 in UTC to the second, or the bare number outside of the calendar.
impl fmt::Display for NumericDate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Timestamp::from_second(self.seconds) {
            Ok(timestamp) => write!(formatter, "{timestamp}"),
            Err(_) => write!(formatter, "{}", self.seconds),
        }
    }
}

/// A span of seconds for people: `59s`, `12m`, `1h 5m`, `3d 2h`, `4y 11d`.
pub fn human_span(seconds: i64) -> String {
    let seconds = seconds.unsigned_abs();
    let units = [
        (365 * 86_400, "y"),
        (86_400, "d"),
        (3_600, "h"),
        (60, "m"),
        (1, "s"),
    ];
    let first = units
        .iter()
        .position(|(size, _)| seconds >= *size)
        .unwrap_or(units.len() - 1);
    let (size, unit) = units[first];
    let mut text = format!("{}{unit}", seconds / size);
    if let Some((next, unit)) = units.get(first + 1)
        && seconds % size / next > 0
    {
        text.push_str(&format!(" {}{unit}", seconds % size / next));
    }
    text
}

/// `in 59m 12s` or `2h 3m ago`, as seen from `now`.
pub fn relative(date: NumericDate, now: NumericDate) -> String {
    match date.since(now) {
        0 => "now".to_owned(),
        ahead if ahead > 0 => format!("in {}", human_span(ahead)),
        behind => format!("{} ago", human_span(behind)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_fractions_exponents_and_monsters() {
        let date = |text| NumericDate::parse(text);
        assert_eq!(date("1767225600").unwrap().seconds(), 1_767_225_600);
        let half = date("1767225600.5").unwrap();
        assert!(half > date("1767225600").unwrap() && half < date("1767225601").unwrap());
        assert_eq!(date("-0.5").unwrap().seconds(), -1);
        assert_eq!(date("1.7e9").unwrap().seconds(), 1_700_000_000);
        assert_eq!(date("1e400"), None);
        assert_eq!(date("99999999999999999999"), None);
        assert_eq!(
            date("1700000000000000").unwrap().to_string(),
            "1700000000000000"
        );
        assert_eq!(date("1.1234567891234").unwrap().seconds(), 1);
    }

    #[test]
    fn spans_between_the_ends_of_the_range_are_held_there() {
        let first = NumericDate::parse("-9223372036854775808").unwrap();
        let last = NumericDate::parse("9223372036854775807.5").unwrap();
        assert_eq!(first.since(last), i64::MIN);
        assert_eq!(last.since(first), i64::MAX);
    }

    #[test]
    fn spans_read_well() {
        assert_eq!(human_span(59), "59s");
        assert_eq!(human_span(3_600), "1h");
        assert_eq!(human_span(3_912), "1h 5m");
        assert_eq!(human_span(-93_600), "1d 2h");
        assert_eq!(human_span(i64::MIN), "292471208677y 195d");
        let now = NumericDate::from_seconds(100);
        assert_eq!(relative(now.plus(60), now), "in 1m");
        assert_eq!(relative(now.plus(-1), now), "1s ago");
    }
}
