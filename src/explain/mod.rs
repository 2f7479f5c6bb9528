//! What we teach: the meaning of claims, headers and words.

pub mod claims;
pub mod glossary;
