//! Cutting an input of many lines into parts that are judged at once.

use std::{
    io::{self, Read},
    sync::Arc,
};

use anyhow::anyhow;

use super::read::{Input, refused, unreadable};
use crate::{
    input::{InputError, MAX_INPUT},
    report::Unreadable,
};

/// Bytes of an input of many lines that are read at a time.
const BLOCK: usize = 1 << 17;

/// A part of the input that is judged at once. Tokens are numbered in the order of the input.
pub(super) enum Piece {
    /// One input of its own.
    Input {
        input: Input,
        /// How many tokens and lines stood before.
        before: usize,
    },
    /// Whole lines.
    Lines {
        /// Names the input.
        name: Arc<str>,
        text: Vec<u8>,
        /// The number of the first line in its input.
        first: usize,
        /// How many tokens and lines stood before.
        before: usize,
    },
    /// Files of a folder that hold no token.
    Skipped(Vec<Unreadable>),
}

/// Cuts an input into pieces of whole lines as they come, so that a slow writer is answered soon. A
/// line over [`MAX_INPUT`] is passed over.
pub(super) fn lines(
    name: &str,
    source: &mut dyn Read,
    before: &mut usize,
    put: &mut dyn FnMut(Piece) -> bool,
) -> bool {
    let name: Arc<str> = Arc::from(name);
    let mut text = Vec::new();
    let mut number = 1;
    let mut is_too_long = false;
    loop {
        let kept = text.len();
        text.resize(kept + BLOCK, 0);
        let read = match source.read(&mut text[kept..]) {
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {
                text.truncate(kept);
                continue;
            }
            Err(error) => {
                let error = anyhow!(error).context("it cannot be read any further");
                return put(Piece::Input {
                    input: Err(unreadable(&name, &error, "what came before was judged")),
                    before: *before,
                });
            }
        };
        text.truncate(kept + read);
        let is_end = read == 0;
        let end = match memchr::memrchr(b'\n', &text[kept..]) {
            Some(end) => kept + end + 1,
            None if is_end => text.len(),
            None if text.len() > MAX_INPUT => {
                text.clear();
                is_too_long = true;
                continue;
            }
            None => continue,
        };
        let rest = text.split_off(end);
        let mut whole = std::mem::replace(&mut text, rest);
        if std::mem::take(&mut is_too_long) {
            let place = format!("{name}:{number}");
            let limit = MAX_INPUT;
            let error = InputError::TooLong { place, limit };
            let piece = Piece::Input {
                input: Err(refused(&format!("{name}:{number}"), &error)),
                before: *before,
            };
            if !put(piece) {
                return false;
            }
            let next = memchr::memchr(b'\n', &whole).map_or(whole.len(), |end| end + 1);
            whole.drain(..next);
            number += 1;
            *before += 1;
        }
        let count = memchr::memchr_iter(b'\n', &whole).count();
        let piece = Piece::Lines {
            name: Arc::clone(&name),
            text: whole,
            first: number,
            before: *before,
        };
        number += count;
        *before += count;
        if !put(piece) {
            return false;
        }
        if is_end {
            *before += 1;
            return true;
        }
    }
}
