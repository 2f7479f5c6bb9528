//! The laws of the verdict.
