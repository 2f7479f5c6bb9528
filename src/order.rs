//! Sorting, compiled once.
//!
//! The standard library's sort is compiled anew for every type that is sorted, six kilobytes each
//! time. What is sorted here is short, so that the places are sorted instead, which are numbers
//! whatever stands there. (To collect a set or a map is to sort, too; to extend an empty one is not.)

use std::cmp::Ordering;

/// Sorts by the order of the items themselves.
pub(crate) fn sort<T: Ord>(items: &mut Vec<T>) {
    sort_by(items, T::cmp);
}

/// Sorts by a comparison; what is equal keeps its order.
pub(crate) fn sort_by<T>(items: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    let order = order(items.len(), &|one, other| {
        compare(&items[one], &items[other])
    });
    let mut places: Vec<Option<T>> = items.drain(..).map(Some).collect();
    let sorted = order.into_iter().map(|place| places[place].take());
    items.extend(sorted.flatten());
}

/// Sorts by a key; what is equal keeps its order.
pub(crate) fn sort_by_key<T, K: Ord>(items: &mut Vec<T>, key: impl Fn(&T) -> K) {
    sort_by(items, |one, other| key(one).cmp(&key(other)));
}

fn order(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_by(|one, other| compare(*one, *other));
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_equal_keeps_its_order() {
        let mut words = vec!["bb", "a", "cc", "dd", "e"];
        sort_by_key(&mut words, |word| std::cmp::Reverse(word.len()));
        assert_eq!(words, ["bb", "cc", "dd", "a", "e"]);
        sort_by(&mut words, |one, other| other.cmp(one));
        assert_eq!(words, ["e", "dd", "cc", "bb", "a"]);
    }
}
