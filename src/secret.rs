//! Tokens are credentials: a newtype that cannot be printed by accident.

use std::fmt;

use zeroize::Zeroizing;

/// The text of a token, an authorization code or another credential.
///
/// `Debug` and `Display` show its length only, and the memory is zeroed on drop. The one way to the
/// text is [`RawToken::expose`], so that a search for that name finds every place that sees it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct RawToken(String);

impl RawToken {
    /// Takes ownership of the text of a credential.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The credential itself: never for output.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Length in bytes.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Volatile writes, byte by byte, took a quarter of the time of decoding a token; a plain fill that
/// the compiler is told to keep takes none of it. Keys get the former ([`SecretBytes`]).
impl Drop for RawToken {
    fn drop(&mut self) {
        let mut bytes = std::mem::take(&mut self.0).into_bytes();
        bytes.fill(0);
        std::hint::black_box(&bytes);
    }
}

impl fmt::Debug for RawToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "RawToken({} bytes)", self.len())
    }
}

impl fmt::Display for RawToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "[token of {} bytes]", self.len())
    }
}

/// A shared secret of any bytes (an HMAC key): like [`RawToken`], for key material.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretBytes(Zeroizing<Vec<u8>>);

impl SecretBytes {
    /// Takes ownership of key bytes.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self(Zeroizing::new(bytes.into()))
    }

    /// The key bytes: never for output.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for SecretBytes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SecretBytes({} bytes)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_cannot_be_printed_by_accident() {
        let token = RawToken::new("eyJhbGciOiJub25lIn0.e30.");
        assert_eq!(
            format!("{token:?} {token}"),
            "RawToken(24 bytes) [token of 24 bytes]"
        );
        let secret = SecretBytes::new(*b"hush");
        assert_eq!(format!("{secret:?}"), "SecretBytes(4 bytes)");
    }
}
