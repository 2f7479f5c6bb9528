//! Punycode (RFC 3492), decoded: what an `xn--` label shows to people.

const BASE: u32 = 36;
const T_MIN: u32 = 1;
const T_MAX: u32 = 26;
const SKEW: u32 = 38;
const DAMP: u32 = 700;
const INITIAL_BIAS: u32 = 72;
const INITIAL_N: u32 = 128;

/// The longest label that is decoded (RFC 1035 §2.3.4 allows 63 octets).
const LONGEST: usize = 63;

/// The text of a host label that begins with `xn--`; `None` for another label and for broken ones.
pub(crate) fn decode(label: &str) -> Option<String> {
    let start = label.get(..4)?;
    if !start.eq_ignore_ascii_case("xn--") || label.len() > LONGEST {
        return None;
    }
    let encoded = &label[4..];
    let (basic, extended) = encoded.rsplit_once('-').unwrap_or(("", encoded));
    let mut text: Vec<char> = basic.chars().collect();
    if !basic.is_ascii() || extended.is_empty() {
        return None;
    }
    let mut digits = extended.bytes();
    let (mut n, mut i, mut bias) = (INITIAL_N, 0u32, INITIAL_BIAS);
    while digits.len() > 0 {
        let before = i;
        let mut weight = 1u32;
        let mut k = BASE;
        loop {
            let digit = digit(digits.next()?)?;
            i = i.checked_add(digit.checked_mul(weight)?)?;
            let threshold = k.saturating_sub(bias).clamp(T_MIN, T_MAX);
            if digit < threshold {
                break;
            }
            weight = weight.checked_mul(BASE - threshold)?;
            k += BASE;
        }
        let length = text.len() as u32 + 1;
        bias = adapt(i - before, length, before == 0);
        n = n.checked_add(i / length)?;
        i %= length;
        text.insert(i as usize, char::from_u32(n)?);
        i += 1;
    }
    Some(text.into_iter().collect())
}

fn digit(byte: u8) -> Option<u32> {
    Some(u32::from(match byte {
        b'a'..=b'z' => byte - b'a',
        b'A'..=b'Z' => byte - b'A',
        b'0'..=b'9' => byte - b'0' + 26,
        _ => return None,
    }))
}

fn adapt(delta: u32, length: u32, is_first: bool) -> u32 {
    let mut delta = if is_first { delta / DAMP } else { delta / 2 };
    delta += delta / length;
    let mut k = 0;
    while delta > (BASE - T_MIN) * T_MAX / 2 {
        delta /= BASE - T_MIN;
        k += BASE;
    }
    k + (BASE - T_MIN + 1) * delta / (delta + SKEW)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn samples_of_the_rfc_decode() {
        for (label, text) in [
            ("xn--ihqwcrb4cv8a8dqg056pqjye", "他们为什么不说中文"),
            (
                "xn--n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdxa",
                "なぜみんな日本語を話してくれないのか",
            ),
            ("xn--bcher-kva", "bücher"),
            ("XN--BCHER-KVA", "BüCHER"),
            ("xn--pypal-4ve", "pаypal"),
        ] {
            assert_eq!(decode(label).as_deref(), Some(text), "{label}");
        }
        for label in ["xn--", "xn--é-kva", "paypal", "xn--99999999999", "xn"] {
            assert_eq!(decode(label), None, "{label}");
        }
    }

    proptest! {
        #[test]
        fn no_label_panics(label in "(xn--)?\\PC{0,70}") {
            let _ = decode(&label);
        }

        #[test]
        fn no_digits_panic(digits in "xn--[a-z0-9-]{0,59}") {
            let _ = decode(&digits);
        }
    }
}
