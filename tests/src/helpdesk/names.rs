//! Numbers → names of people and things, for records that nobody wrote.
//!
//! Invariant: the same number has the same name.

const FIRST: [&str; 8] = [
    "Ada", "Grace", "Alan", "Edsger", "Barbara", "Donald", "Radia", "Tony",
];
const LAST: [&str; 7] = [
    "Byron", "Hopper", "Kahn", "Liskov", "Perlman", "Hoare", "Knuth",
];
const SUBJECTS: [&str; 6] = [
    "Printer on floor 3 is on strike",
    "Cannot log in after the update",
    "Question about the last invoice",
    "Display stays dark",
    "Please add me to the calendar of the team",
    "Mail arrives twice",
];

/// Returns the first and the last name of a person.
pub(super) fn person(number: usize) -> String {
    let last = LAST[number / FIRST.len() % LAST.len()];
    format!("{} {last}", FIRST[number % FIRST.len()])
}

/// Returns the subject of a ticket.
pub(super) fn subject(number: usize) -> &'static str {
    SUBJECTS[number % SUBJECTS.len()]
}
