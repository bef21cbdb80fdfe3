//! Search expressions: what is written, what is refused, and that no value ever means more than itself. What is written
//! is read back by a small parser of the language that shares nothing with the code under test.

use std::sync::{Arc, Mutex};

use client_runtime::query;
use client_runtime::runtime::query::{
    Bound, CustomField, CustomFields, Expression, Field, Nullable, Operand, Ordered,
};
use client_runtime::runtime::{Date, Error, InvalidQuery, Json, Operation, Request};
use http::Method;
use proptest::prelude::*;

use crate::support::WIDGETS;
use crate::support::fake::{Fake, answer};

#[derive(Clone, Debug, PartialEq)]
struct WidgetQuery {
    expression: Expression,
}

query!(WidgetQuery, Some(512));

impl WidgetQuery {
    fn status() -> Field<Self, i64, Ordered> {
        Field::plain("status")
    }
    fn tag() -> Field<Self, String, client_runtime::runtime::query::No, Nullable> {
        Field::quoted("tag")
    }
    fn due() -> Field<Self, Date, Ordered> {
        Field::quoted("due")
    }
    fn custom(name: &str) -> CustomField<Self> {
        CustomField::new(name, "x_")
    }
}

fn day() -> Date {
    "2026-02-03".parse().unwrap()
}

#[track_caller]
fn assert_written(query: &WidgetQuery, expected: &str) {
    assert_eq!(query.render().as_deref(), Ok(expected));
}

#[test]
fn conditions_are_written_in_the_service_s_syntax() {
    assert_written(&WidgetQuery::status().eq(2), "\"status:2\"");
    assert_written(&WidgetQuery::status().ge(-2), "\"status:>-2\"");
    assert_written(&WidgetQuery::due().le(day()), "\"due:<'2026-02-03'\"");
    assert_written(
        &WidgetQuery::tag().eq("a (b) OR c:1"),
        "\"tag:'a (b) OR c:1'\"",
    );
    assert_written(&WidgetQuery::tag().is_null(), "\"tag:null\"");
    assert_written(&WidgetQuery::custom("x_a").eq("1"), "\"x_a:'1'\"");
    assert_written(&WidgetQuery::custom("x_a").eq(1), "\"x_a:1\"");
    assert_written(&WidgetQuery::custom("x_a").eq(true), "\"x_a:true\"");
    assert_written(&WidgetQuery::custom("x_a").ge(1.5), "\"x_a:>1.5\"");
    assert_written(
        &WidgetQuery::custom("x_a").le(day()),
        "\"x_a:<'2026-02-03'\"",
    );
    assert_written(&WidgetQuery::custom("x_a").is_null(), "\"x_a:null\"");
    let several = WidgetQuery::custom("x_a").one_of(["b", "c"]);
    assert_written(&several, "\"x_a:'b' OR x_a:'c'\"");
}

#[test]
fn parentheses_stand_where_both_words_meet_and_nowhere_else() {
    let (a, b, c) = (
        WidgetQuery::status().eq(1),
        WidgetQuery::status().eq(2),
        WidgetQuery::status().eq(3),
    );
    let all = a.clone().and(b.clone().and(c.clone()));
    assert_written(&all, "\"status:1 AND status:2 AND status:3\"");
    let any = a.clone().or(b.clone()).or(c.clone());
    assert_written(&any, "\"status:1 OR status:2 OR status:3\"");
    let mixed = a.clone().or(b.clone()).and(c.clone());
    assert_written(&mixed, "\"(status:1 OR status:2) AND status:3\"");
    let mixed = a.or(b.and(c));
    assert_written(&mixed, "\"status:1 OR (status:2 AND status:3)\"");
    let one = WidgetQuery::status()
        .one_of([7])
        .and(WidgetQuery::tag().is_null());
    assert_written(&one, "\"status:7 AND tag:null\"");
}

#[test]
fn joining_nothing_follows_logic() {
    let some = || WidgetQuery::status().eq(1);
    let (everything, nothing) = (|| WidgetQuery::all([]), || WidgetQuery::any([]));
    assert_eq!(everything().render(), Err(InvalidQuery::Everything));
    assert_eq!(nothing().render(), Err(InvalidQuery::Nothing));
    assert_written(&everything().and(some()), "\"status:1\"");
    assert_written(&some().or(nothing()), "\"status:1\"");
    assert_eq!(
        some().or(everything()).render(),
        Err(InvalidQuery::Everything)
    );
    assert_eq!(some().and(nothing()).render(), Err(InvalidQuery::Nothing));
    let no_value = WidgetQuery::tag().one_of(Vec::<String>::new());
    assert_eq!(no_value.and(some()).render(), Err(InvalidQuery::Nothing));
}

#[test]
fn texts_by_hand_get_their_quotes() {
    for text in [
        "status:1 OR tag:'a'",
        "\"status:1 OR tag:'a'\"",
        " \"status:1 OR tag:'a' \" ",
    ] {
        assert_written(&text.into(), "\"status:1 OR tag:'a'\"");
    }
    let joined = WidgetQuery::raw("status:1 OR tag:')'").and(WidgetQuery::status().eq(2));
    assert_written(&joined, "\"(status:1 OR tag:')') AND status:2\"");
    assert_eq!(
        WidgetQuery::raw("\"\"").render(),
        Err(InvalidQuery::Everything)
    );
    for open in ["a:1) OR (b:2", "a:'1", "(a:1", "a:1\" \"b:2", "a:'\\'"] {
        let joined = WidgetQuery::raw(open).or(WidgetQuery::status().eq(2));
        assert_eq!(joined.render(), Err(InvalidQuery::Unbalanced), "{open}");
    }
}

#[test]
fn what_could_break_out_is_refused() {
    for (text, character) in [
        ("a' OR b:'", '\''),
        ("a\" ", '"'),
        ("a\\", '\\'),
        ("a\n", '\n'),
    ] {
        let field = "tag".to_owned();
        let expected = Err(InvalidQuery::Character { field, character });
        let query = WidgetQuery::tag().eq(text).or(WidgetQuery::status().eq(1));
        assert_eq!(query.render(), expected);
    }
    for number in [f64::NAN, f64::INFINITY] {
        let query = WidgetQuery::custom("x_a").eq(number);
        let field = "x_a".to_owned();
        assert_eq!(query.render(), Err(InvalidQuery::Number { field }));
    }
    for name in ["", "x_", "a", "x_a:1 OR b", "x_é", "X_a"] {
        let query = WidgetQuery::custom(name).eq(1);
        let is_refused = matches!(query.render(), Err(InvalidQuery::Name { .. }));
        assert!(is_refused, "{name}");
    }
}

#[test]
fn the_limit_counts_characters_and_quotes() {
    // `"tag:''"` has eight.
    let longest = WidgetQuery::tag().eq("é".repeat(504));
    assert_eq!(longest.render().unwrap().chars().count(), 512);
    let query = WidgetQuery::tag().eq("é".repeat(505));
    let expected = InvalidQuery::TooLong {
        length: 513,
        longest: 512,
    };
    assert_eq!(query.render(), Err(expected));
}

#[test]
fn a_long_chain_is_no_deep_tree() {
    let one = || WidgetQuery::status().eq(1);
    let chain = (0..20_000).fold(one(), |query, index| {
        if index % 20 == 0 {
            query.or(one())
        } else {
            query.and(one())
        }
    });
    assert!(matches!(chain.render(), Err(InvalidQuery::TooLong { .. })));
}

static SEARCH: Operation = Operation::new("search_widgets", Method::GET, "/search/widgets");

#[tokio::test]
async fn a_query_is_sent_encoded_and_one_that_cannot_be_is_not_sent() {
    let sent = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&sent);
    let fake = Fake::new(move |_, request| {
        log.lock().unwrap().push(request.uri().to_string());
        answer(200, &[], "[]")
    });
    let client = fake.client(&WIDGETS);
    let search = |query: WidgetQuery| {
        Request::<Json>::json(&client, &SEARCH).search("query", query.render())
    };
    search(WidgetQuery::tag().eq("a b")).await.unwrap();
    let error = search(WidgetQuery::tag().eq("it's")).await.unwrap_err();
    assert!(matches!(error, Error::InvalidRequest(_)), "{error}");
    let message = error.to_string();
    assert!(
        message.contains("search_widgets") && message.contains("`tag`"),
        "{message}"
    );
    assert!(!message.contains("it's"), "{message}");
    let sent = sent.lock().unwrap();
    assert_eq!(
        *sent,
        ["http://127.0.0.1:1/search/widgets?query=%22tag%3A%27a%20b%27%22"]
    );
}

/// Syntax tree that the parser returns.
#[derive(Clone, Debug, PartialEq)]
enum Tree {
    Condition(String, &'static str, String),
    All(Vec<Tree>),
    Any(Vec<Tree>),
}

/// A reader of the language: text in, tree out, `None` for anything that is not exactly one expression.
struct Parser<'t> {
    rest: &'t str,
}

impl Parser<'_> {
    fn read(text: &str) -> Option<Tree> {
        let mut parser = Parser {
            rest: text.strip_prefix('"')?.strip_suffix('"')?,
        };
        let tree = parser.joined()?;
        parser.rest.is_empty().then_some(tree)
    }

    fn take(&mut self, word: &str) -> bool {
        let rest = self.rest.strip_prefix(word);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn joined(&mut self) -> Option<Tree> {
        let first = self.one()?;
        for (word, make) in [
            (" AND ", Tree::All as fn(Vec<Tree>) -> Tree),
            (" OR ", Tree::Any),
        ] {
            let mut members = vec![first.clone()];
            while self.take(word) {
                members.push(self.one()?);
            }
            if members.len() > 1 {
                return Some(make(members));
            }
        }
        Some(first)
    }

    fn one(&mut self) -> Option<Tree> {
        if self.take("(") {
            let tree = self.joined()?;
            return self.take(")").then_some(tree);
        }
        let (name, rest) = self.rest.split_once(':')?;
        self.rest = rest;
        let operator = if self.take(">") {
            "ge"
        } else if self.take("<") {
            "le"
        } else {
            "eq"
        };
        let value = if self.take("'") {
            let (inside, rest) = self.rest.split_once('\'')?;
            self.rest = rest;
            format!("'{inside}")
        } else {
            let end = self.rest.find([' ', ')']).unwrap_or(self.rest.len());
            let (value, rest) = self.rest.split_at(end);
            self.rest = rest;
            value.to_owned()
        };
        Some(Tree::Condition(name.to_owned(), operator, value))
    }
}

/// Returns a condition in both forms: as a query, and as what has to be read from it.
fn condition() -> impl Strategy<Value = (WidgetQuery, Tree)> {
    let name = "x_[a-z0-9_]{1,6}";
    let tree = |name: &str, operator, value| Tree::Condition(name.to_owned(), operator, value);
    prop_oneof![
        (name, "[^'\"\\\\\\p{Cc}]{0,12}").prop_map(move |(name, text)| (
            WidgetQuery::custom(&name).eq(text.clone()),
            tree(&name, "eq", format!("'{text}")),
        )),
        (name, any::<i64>()).prop_map(move |(name, number)| (
            WidgetQuery::custom(&name).ge(number),
            tree(&name, "ge", number.to_string()),
        )),
        (name, any::<bool>()).prop_map(move |(name, flag)| (
            WidgetQuery::custom(&name).eq(flag),
            tree(&name, "eq", flag.to_string()),
        )),
        (name, -1e9..1e9).prop_map(move |(name, number): (String, f64)| (
            WidgetQuery::custom(&name).le(number),
            tree(&name, "le", number.to_string()),
        )),
        name.prop_map(move |name| (
            WidgetQuery::custom(&name).is_null(),
            tree(&name, "eq", "null".to_owned()),
        )),
    ]
}

/// Members joined by one word, those of the same word spread out, as the language has no way to tell them apart.
fn join(make: fn(Vec<Tree>) -> Tree, members: Vec<Tree>) -> Tree {
    let mut spread = Vec::new();
    for member in members {
        match member {
            Tree::All(inner) if make(Vec::new()) == Tree::All(Vec::new()) => spread.extend(inner),
            Tree::Any(inner) if make(Vec::new()) == Tree::Any(Vec::new()) => spread.extend(inner),
            other => spread.push(other),
        }
    }
    if spread.len() == 1 {
        spread.remove(0)
    } else {
        make(spread)
    }
}

fn query() -> impl Strategy<Value = (WidgetQuery, Tree)> {
    condition().prop_recursive(4, 24, 4, |inner| {
        (any::<bool>(), prop::collection::vec(inner, 1..4)).prop_map(|(is_all, members)| {
            let (queries, trees): (Vec<_>, Vec<_>) = members.into_iter().unzip();
            if is_all {
                (WidgetQuery::all(queries), join(Tree::All, trees))
            } else {
                (WidgetQuery::any(queries), join(Tree::Any, trees))
            }
        })
    })
}

proptest! {
    #[test]
    fn what_is_written_reads_back((query, tree) in query()) {
        let text = query.expression.render(None).unwrap();
        prop_assert_eq!(Parser::read(&text), Some(tree), "{}", text);
    }

    #[test]
    fn no_text_means_more_than_itself(text in any::<String>()) {
        let query = WidgetQuery::tag().eq(text.clone()).and(WidgetQuery::status().eq(1));
        if let Ok(written) = query.expression.render(None) {
            let expected = Tree::All(vec![
                Tree::Condition("tag".to_owned(), "eq", format!("'{text}")),
                Tree::Condition("status".to_owned(), "eq", "1".to_owned()),
            ]);
            prop_assert_eq!(Parser::read(&written), Some(expected), "{}", written);
        }
    }

    #[test]
    fn no_name_means_more_than_itself(name in "(x_)?[a-z:() '\"]{0,10}") {
        let query = WidgetQuery::custom(&name).eq(1);
        if let Ok(written) = query.render() {
            let expected = Tree::Condition(name, "eq", "1".to_owned());
            prop_assert_eq!(Parser::read(&written), Some(expected), "{}", written);
        }
    }

    #[test]
    fn no_text_by_hand_leaves_its_place(text in "[a-c:'() ]{1,12}") {
        let joined = WidgetQuery::raw(&text).and(WidgetQuery::status().eq(1));
        if let Ok(written) = joined.render() && written != "\"status:1\"" {
            let end = ") AND status:1\"";
            let inside = written.strip_prefix("\"(").unwrap();
            let mut depth = 1;
            let mut is_quoted = false;
            let mut closed = Vec::new();
            for (place, character) in inside.char_indices() {
                match character {
                    '\'' => is_quoted = !is_quoted,
                    '(' if !is_quoted => depth += 1,
                    ')' if !is_quoted => {
                        depth -= 1;
                        if depth == 0 { closed.push(place); }
                    }
                    _ => {}
                }
            }
            // The parenthesis in front is closed by the one right before the next condition, and by no other.
            prop_assert!(written.ends_with(end), "{}", written);
            prop_assert_eq!(closed, [inside.len() - end.len()], "{}", written);
        }
    }
}

#[test]
fn bounds_are_operands() {
    assert_eq!(Operand::from(Bound::from(1)), Operand::from(1));
}

/// Stands in where a field has no such method of its own, which would come first.
#[allow(
    clippy::wrong_self_convention,
    reason = "a method of the same form as the one it stands in for"
)]
trait NotOffered: Sized {
    fn is_null(self) -> &'static str {
        "not offered"
    }
    fn ge(self, _: &str) -> &'static str {
        "not offered"
    }
    fn le(self, _: &str) -> &'static str {
        "not offered"
    }
}

impl<T> NotOffered for T {}

#[test]
fn a_field_offers_what_it_allows_and_nothing_else() {
    assert_eq!(WidgetQuery::status().is_null(), "not offered");
    assert_eq!(WidgetQuery::tag().ge("a"), "not offered");
    assert_eq!(WidgetQuery::tag().le("a"), "not offered");
}

#[test]
fn fields_of_an_account_are_functions_of_a_value_for_its_query() {
    let custom = CustomFields::<WidgetQuery>::default();
    assert_eq!(format!("{custom:?}"), "CustomFields");
}
