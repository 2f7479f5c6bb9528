//! `whichtoken` answers two questions about a token: *which token is this*, and *may I send it
//! there*?
//!
//! The folders read as the data flows, left to right and never back:
//!
//! ```text
//! cli → input → token → provider → verify → classify → situation → rules → verdict → report
//! ```
//!
//! - [`cli`]: what was typed.
//! - [`input`]: where tokens come from; a text becomes sightings of tokens.
//! - [`secret`]: tokens and keys as types that cannot be printed by accident.
//! - [`token`]: what a token is; lenient and complete decoding.
//! - [`provider`]: who issued it; discovery and keys. The only user of the network.
//! - [`verify`]: is it genuine.
//! - [`classify`]: which token is it, with the evidence.
//! - [`situation`]: where is it going; unknown stays unknown.
//! - [`rules`]: what is wrong; one file a rule.
//! - [`verdict`]: may I send it; one file a concern.
//! - [`inspect`]: the way from sightings to a report; of the tokens of a log, by what differs from the last.
//! - [`redact`]: texts and reports that are safe to share.
//! - [`report`]: what we say; one renderer a format.
//! - [`policy`]: what a team has decided to live with; applied to reports.
//! - [`explain`]: what we teach.
//! - [`demo`]: an embedded provider on loopback that mints real tokens.

pub mod classify;
pub mod cli;
pub mod demo;
pub mod explain;
pub mod input;
pub mod inspect;
mod order;
pub mod policy;
pub mod provider;
pub mod redact;
pub mod report;
pub mod rules;
pub mod secret;
pub mod situation;
pub mod token;
pub mod verdict;
pub mod verify;
