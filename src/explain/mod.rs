//! What we teach: the meaning of claims, headers and words; kinds, fallacies, and the article whose
//! arguments the rules carry.

pub mod article;
pub mod claims;
pub mod fallacies;
pub mod glossary;
pub mod kinds;
pub mod words;
