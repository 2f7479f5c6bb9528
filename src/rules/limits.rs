//! The limits of a policy by their names, for files and lists.

use super::Policy;

/// A limit that has a name.
#[derive(Debug)]
pub struct Limit {
    /// Its name in kebab-case, such as `bearer-life-warn`.
    pub name: &'static str,
    /// What it counts.
    pub unit: Unit,
    get: fn(&Policy) -> Option<i64>,
    set: fn(&mut Policy, i64) -> Option<()>,
}

/// What a limit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// A length of time in seconds.
    Seconds,
    /// A moment in seconds since the epoch.
    Moment,
    /// Bits of a key or a secret.
    Bits,
    /// Bytes of a text.
    Bytes,
    /// Levels or rounds.
    Count,
}

/// The longest time that a limit can be, in seconds: no sum with a date of a token overflows.
const LONGEST: i64 = 1_000 * 365 * 24 * 60 * 60;

impl Limit {
    /// The limit of this name.
    pub fn find(name: &str) -> Option<&'static Self> {
        LIMITS.iter().find(|limit| limit.name == name)
    }

    /// What a policy sets it to; `None` where the policy leaves it to a more general one.
    pub fn of(&self, policy: &Policy) -> Option<i64> {
        (self.get)(policy)
    }

    /// Sets it in a policy; `None` and unchanged if it cannot have this value.
    #[must_use]
    pub fn set(&self, policy: &mut Policy, value: i64) -> Option<()> {
        if value < 0 || (self.unit == Unit::Seconds && value > LONGEST) {
            return None;
        }
        (self.set)(policy, value)
    }
}

macro_rules! limits {
    ($($name:literal $field:ident $unit:ident;)*) => {
        /// Every limit, in the order of the documentation.
        pub static LIMITS: &[Limit] = &[$(Limit {
            name: $name,
            unit: Unit::$unit,
            get: |policy| Number::get(&policy.$field),
            set: |policy, value| Number::set(&mut policy.$field, value),
        },)*];
    };
}

limits! {
    "bearer-life-info" bearer_life_info Seconds;
    "bearer-life-warn" bearer_life_warn Seconds;
    "bearer-life-error" bearer_life_error Seconds;
    "exposed-life-warn" exposed_life_warn Seconds;
    "exposed-life-error" exposed_life_error Seconds;
    "bound-life-warn" bound_life_warn Seconds;
    "id-token-life-warn" id_token_life_warn Seconds;
    "id-token-credential-life-warn" id_token_credential_life_warn Seconds;
    "proof-age" proof_age Seconds;
    "logout-age-warn" logout_age_warn Seconds;
    "logout-age-error" logout_age_error Seconds;
    "assertion-life-warn" assertion_life_warn Seconds;
    "assertion-life-error" assertion_life_error Seconds;
    "request-object-life" request_object_life Seconds;
    "jarm-life" jarm_life Seconds;
    "implausible-future" implausible_future Seconds;
    "implausible-past" implausible_past Moment;
    "session-age" session_age Seconds;
    "refreshed-age" refreshed_age Seconds;
    "implausible-authentication-age" implausible_authentication_age Seconds;
    "opaque-bits" opaque_bits Bits;
    "code-bits" code_bits Bits;
    "cookie-bytes" cookie_bytes Bytes;
    "header-line-bytes" header_line_bytes Bytes;
    "header-bytes" header_bytes Bytes;
    "token-bytes" token_bytes Bytes;
    "nesting" nesting Count;
    "rsa-bits" rsa_bits Bits;
    "pbes2-most" pbes2_most Count;
    "pbes2-fewest" pbes2_fewest Count;
    "future-skew" future_skew Seconds;
    "future-skew-error" future_skew_error Seconds;
}

/// A field of a policy as a number.
trait Number {
    fn get(&self) -> Option<i64>;
    fn set(&mut self, value: i64) -> Option<()>;
}

macro_rules! numbers {
    ($($number:ty)*) => {
        $(impl Number for $number {
            fn get(&self) -> Option<i64> {
                (*self).try_into().ok()
            }

            fn set(&mut self, value: i64) -> Option<()> {
                *self = value.try_into().ok()?;
                Some(())
            }
        })*
    };
}

numbers! { i64 u32 u64 usize }

impl Number for Option<i64> {
    fn get(&self) -> Option<i64> {
        *self
    }

    fn set(&mut self, value: i64) -> Option<()> {
        *self = Some(value);
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::situation::Profile;

    #[test]
    fn every_field_of_a_policy_is_a_limit_with_its_name() {
        let shown = format!("{:?}", Policy::of(Profile::Oidc));
        let fields = shown.matches(": ").count();
        // One field is the selection of rules, which has two fields of its own.
        assert_eq!(fields - 3, LIMITS.len(), "{shown}");
        for limit in LIMITS {
            let field = format!(" {}: ", limit.name.replace('-', "_"));
            assert!(shown.contains(&field), "{field} in {shown}");
        }
    }

    #[test]
    fn a_limit_is_set_where_it_is_read() {
        for (index, limit) in LIMITS.iter().enumerate() {
            let mut policy = Policy::of(Profile::Oidc);
            let value = 7_000 + i64::try_from(index).unwrap();
            assert_eq!(limit.set(&mut policy, value), Some(()));
            for other in LIMITS {
                let expected = match other.name == limit.name {
                    true => Some(value),
                    false => other.of(&Policy::of(Profile::Oidc)),
                };
                assert_eq!(other.of(&policy), expected, "{} {}", limit.name, other.name);
            }
        }
    }

    #[test]
    fn what_no_limit_can_be_is_refused() {
        let limit = |name| Limit::find(name).unwrap();
        let mut policy = Policy::of(Profile::Oidc);
        assert_eq!(limit("bearer-life-warn").set(&mut policy, -1), None);
        assert_eq!(limit("bearer-life-warn").set(&mut policy, i64::MAX), None);
        assert_eq!(limit("rsa-bits").set(&mut policy, -1), None);
        assert_eq!(limit("opaque-bits").set(&mut policy, i64::MAX), None);
        assert_eq!(policy, Policy::of(Profile::Oidc));
    }
}
