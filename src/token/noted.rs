//! What was read from one token, and whether it is the same for the next.

use super::{MemberSet, Token};

/// Something that follows from a token, with the claims that were looked at on the way.
#[derive(Debug, Clone)]
pub struct Noted<T> {
    value: T,
    looked_at: MemberSet,
}

impl<T> Noted<T> {
    /// Reads it from a token.
    pub fn new(token: &Token, read: impl FnOnce() -> T) -> Self {
        let (value, looked_at) = token.noting(read);
        Self { value, looked_at }
    }

    /// What was read.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// What was read, alone.
    pub fn into_value(self) -> T {
        self.value
    }

    /// The claims that were looked at.
    pub fn looked_at(&self) -> MemberSet {
        self.looked_at
    }
}

impl<T: PartialEq> Noted<T> {
    /// Reads it from another token of the same shape, if one of these claims, in which the two
    /// differ, was looked at. Gives whether it is now another value.
    pub fn renew(&mut self, token: &Token, differing: MemberSet, read: impl FnOnce() -> T) -> bool {
        self.looked_at.meets(differing) && self.replace(token, read)
    }

    /// Reads it from another token in any case. Gives whether it is now another value.
    pub fn replace(&mut self, token: &Token, read: impl FnOnce() -> T) -> bool {
        let new = Self::new(token, read);
        let is_other = new.value != self.value;
        *self = new;
        is_other
    }
}

/// Many things that follow from a token, each with the claims that were looked at on the way.
#[derive(Debug, Clone)]
pub struct Notes<T> {
    values: Vec<T>,
    /// Beside the values, not with them: for most of them nothing else is asked.
    looked_at: Vec<MemberSet>,
    all: MemberSet,
}

impl<T> Notes<T> {
    /// Reads them from a token, by their places.
    pub fn new(token: &Token, count: usize, read: impl Fn(usize) -> T) -> Self {
        let each = (0..count).map(|place| token.noting(|| read(place)));
        let (values, looked_at): (Vec<T>, Vec<MemberSet>) = each.unzip();
        Self {
            all: union(&looked_at),
            values,
            looked_at,
        }
    }

    /// What was read.
    pub fn values(&self) -> &[T] {
        &self.values
    }

    /// The claims that were looked at for any of them.
    pub fn looked_at(&self) -> MemberSet {
        self.all
    }
}

impl<T: PartialEq> Notes<T> {
    /// Reads those anew from another token of the same shape that looked at one of these claims, in
    /// which the two differ. Gives the places of those that are now other values.
    pub fn renew(
        &mut self,
        token: &Token,
        differing: MemberSet,
        read: impl Fn(usize) -> T,
    ) -> Vec<usize> {
        let mut others = Vec::new();
        if !self.all.meets(differing) {
            return others;
        }
        let mut looked_elsewhere = false;
        for (place, known) in self.looked_at.iter_mut().enumerate() {
            if !known.meets(differing) {
                continue;
            }
            let (value, looked_at) = token.noting(|| read(place));
            looked_elsewhere |= *known != looked_at;
            *known = looked_at;
            if value != self.values[place] {
                others.push(place);
                self.values[place] = value;
            }
        }
        if looked_elsewhere {
            self.all = union(&self.looked_at);
        }
        others
    }

    /// Reads one of them anew in any case. Gives whether it is now another value.
    pub fn replace(&mut self, token: &Token, place: usize, read: impl FnOnce() -> T) -> bool {
        let (value, looked_at) = token.noting(read);
        if self.looked_at[place] != looked_at {
            self.looked_at[place] = looked_at;
            self.all = union(&self.looked_at);
        }
        let is_other = value != self.values[place];
        self.values[place] = value;
        is_other
    }
}

fn union(all: &[MemberSet]) -> MemberSet {
    all.iter()
        .fold(MemberSet::NONE, |members, one| members.union(*one))
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;
    use crate::{rules::example::jwt, secret::RawToken};

    fn token(claims: &'static str) -> Token {
        Token::decode(RawToken::new(jwt(r#"{"alg":"RS256"}"#, claims).text()))
    }

    #[test]
    fn only_what_was_read_from_what_differs_is_read_again() {
        let one = token(r#"{"sub":"a","aud":"x","exp":1}"#);
        let other = token(r#"{"sub":"b","aud":"x","exp":2}"#);
        let differing = other.differing(&one).expect("the same shape");
        let read = |token: &Token, name: &str| {
            let claims = token.claims().expect("claims");
            claims.get(name).map(|value| value.text().to_owned())
        };
        let mut subject = Noted::new(&one, || read(&one, "sub"));
        let mut audience = Noted::new(&one, || read(&one, "aud"));
        let mut absent = Noted::new(&one, || read(&one, "azp"));
        assert!(subject.renew(&other, differing, || read(&other, "sub")));
        assert_eq!(subject.value().as_deref(), Some(r#""b""#));
        assert!(!audience.renew(&other, differing, || unreachable!()));
        assert!(!absent.renew(&other, differing, || unreachable!()));
        let mut raw = Noted::new(&one, || one.raw().len());
        assert!(!raw.renew(&other, differing, || other.raw().len()));
        assert!(raw.renew(&other, differing, || 0));
    }

    #[test]
    fn of_many_those_that_changed_are_told() {
        let one = token(r#"{"sub":"a","aud":"x","exp":1}"#);
        let other = token(r#"{"sub":"b","aud":"x","exp":1}"#);
        let differing = other.differing(&one).expect("the same shape");
        let names = ["sub", "aud", "exp", "sub"];
        let read = |token: &Token, place: usize| {
            let claims = token.claims().expect("claims");
            // The last one looks, and finds the same.
            let value = claims
                .get(names[place])
                .map(|value| value.text().to_owned());
            value.filter(|_| place < 3)
        };
        let mut notes = Notes::new(&one, names.len(), |place| read(&one, place));
        let asked = std::cell::RefCell::new(Vec::new());
        let others = notes.renew(&other, differing, |place| {
            asked.borrow_mut().push(place);
            read(&other, place)
        });
        assert_eq!(*asked.borrow(), [0, 3]);
        assert_eq!(others, [0]);
        assert_eq!(notes.values()[0].as_deref(), Some(r#""b""#));
        assert!(notes.looked_at().meets(differing));
        assert!(notes.replace(&other, 1, || None));
        assert!(!notes.replace(&other, 1, || None));
    }

    #[test]
    fn what_was_looked_at_last_counts() {
        let tokens = [
            r#"{"sub":"a","aud":"x"}"#,
            r#"{"sub":"b","aud":"x"}"#,
            r#"{"sub":"b","aud":"y"}"#,
        ]
        .map(token);
        // The audience is only looked at beside the second subject.
        let read = |token: &Token| {
            let claims = token.claims().expect("claims");
            let is_second = claims.str("sub").as_deref() == Some("b");
            is_second.then(|| claims.str("aud").map(Cow::into_owned))
        };
        let mut one = Noted::new(&tokens[0], || read(&tokens[0]));
        let mut many = Notes::new(&tokens[0], 1, |_| read(&tokens[0]));
        for pair in tokens.windows(2) {
            let differing = pair[1].differing(&pair[0]).expect("the same shape");
            assert!(one.renew(&pair[1], differing, || read(&pair[1])));
            assert_eq!(many.renew(&pair[1], differing, |_| read(&pair[1])), [0]);
        }
    }

    #[test]
    fn tokens_of_other_names_types_or_headers_have_another_shape() {
        let one = token(r#"{"sub":"a","aud":"x"}"#);
        for other in [
            r#"{"aud":"x","sub":"a"}"#,
            r#"{"sub":"a","aud":["x"]}"#,
            r#"{"sub":"a","aud":null}"#,
            r#"{"sub":"a"}"#,
            r#"{"sub":"a","aud":"x","exp":1}"#,
            r#"{"sub":"\u0061","aud":"x"}"#,
            r#"{"sub":"a","aud":"x""#,
        ] {
            assert_eq!(token(other).differing(&one), None, "{other}");
        }
        let header = jwt(r#"{"alg":"RS512"}"#, r#"{"sub":"a","aud":"x"}"#).text();
        assert_eq!(Token::decode(RawToken::new(header)).differing(&one), None);
        let same = token(r#"{"sub":"a","aud":"x"}"#);
        assert!(same.differing(&one).is_some());
    }
}
