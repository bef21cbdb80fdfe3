//! A service whose list changes meanwhile: with its clock, its order and its pages, and items that are changed, deleted
//! and made between any two requests.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use client_runtime::runtime::{Client, Decode, DecodeError, Timestamp, codec::Reader};
use jiff::tz::Offset;
use proptest::prelude::*;

use super::memory::{Memory, page, page_number};

/// Item of a list with the time of its last change, as shown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Item {
    pub(crate) id: i64,
    pub(crate) changed: Timestamp,
}

impl Decode for Item {
    fn blank() -> Self {
        Self {
            id: 0,
            changed: Timestamp::UNIX_EPOCH,
        }
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        reader.begin_object()?;
        while let Some(key) = reader.next_key()? {
            match &*key {
                "id" => self.id.read(reader)?,
                "changed" => self.changed.read(reader)?,
                _ => reader.skip_value()?,
            }
        }
        Ok(())
    }
}

/// Behaviour of the service.
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is one way in which services differ"
)]
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ways {
    pub(crate) seed: u64,
    /// Items at the start.
    pub(crate) count: i64,
    /// Over how many milliseconds their changes are spread.
    pub(crate) spread: u64,
    pub(crate) per_page: usize,
    /// `true` if `since` includes its value.
    pub(crate) inclusive: bool,
    /// `true` if `since` is compared in whole seconds.
    pub(crate) coarse: bool,
    /// `true` if times are shown with milliseconds.
    pub(crate) millis: bool,
    /// `true` if times are kept in whole seconds.
    pub(crate) whole: bool,
    /// `true` if items with the same time are sorted by falling id.
    pub(crate) reversed: bool,
    /// Number of changes per request, in tenths.
    pub(crate) changes: u64,
    /// By how many milliseconds the clock goes on at the most with a change.
    pub(crate) haste: u64,
    /// After how many items the program ends and starts again.
    pub(crate) restart: usize,
    pub(crate) enveloped: bool,
}

pub(crate) fn ways() -> impl Strategy<Value = Ways> {
    let kinds = any::<[bool; 6]>();
    let start = (
        any::<u64>(),
        0..40_i64,
        prop_oneof![Just(1_u64), 1..4_000_u64, 1..60_000_u64],
    );
    let walk = (
        1..7_usize,
        0..25_u64,
        prop_oneof![Just(1_u64), 1..3_000_u64],
        1..30_usize,
    );
    (start, walk, kinds).prop_map(
        |((seed, count, spread), (per_page, changes, haste, restart), kinds)| {
            let [inclusive, coarse, millis, whole, reversed, enveloped] = kinds;
            Ways {
                seed,
                count,
                spread,
                per_page,
                inclusive,
                coarse,
                millis,
                whole,
                reversed,
                changes,
                haste,
                restart,
                enveloped,
            }
        },
    )
}

/// The state of the service: when each item was changed, in milliseconds.
pub(crate) struct World {
    pub(crate) ways: Ways,
    pub(crate) random: u64,
    pub(crate) now: u64,
    pub(crate) items: BTreeMap<i64, u64>,
    pub(crate) next_id: i64,
    /// Changes end after so many requests, so that the pagination ends.
    pub(crate) requests: usize,
    /// The numbers of the last two pages that were asked for.
    pub(crate) asked: (u64, u64),
}

impl World {
    pub(crate) fn new(ways: Ways) -> Self {
        let start = 1_700_000_000_000;
        let mut world = Self {
            ways,
            random: ways.seed | 1,
            now: start + ways.spread,
            items: BTreeMap::new(),
            next_id: ways.count,
            requests: 0,
            asked: (0, 0),
        };
        for id in 0..ways.count {
            let at = start + world.below(ways.spread);
            world.items.insert(id, world.kept(at));
        }
        world
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        self.random % limit.max(1)
    }

    fn kept(&self, at: u64) -> u64 {
        if self.ways.whole {
            at / 1000 * 1000
        } else {
            at
        }
    }

    pub(crate) fn shown(&self, at: u64) -> Timestamp {
        let at = if self.ways.millis {
            at
        } else {
            at / 1000 * 1000
        };
        Timestamp::from_millisecond(i64::try_from(at).unwrap()).unwrap()
    }

    fn change(&mut self) {
        self.now += self.below(self.ways.haste);
        let id = i64::try_from(self.below(u64::try_from(self.next_id + 1).unwrap())).unwrap();
        let kind = self.below(10);
        let now = self.kept(self.now);
        if kind == 0 {
            self.items.insert(self.next_id, now);
            self.next_id += 1;
        } else if kind == 1 {
            self.items.remove(&id);
        } else if let Some(at) = self.items.get_mut(&id) {
            *at = now;
        }
    }

    fn answer(&mut self, query: &str, number: u64) -> (String, bool) {
        self.requests += 1;
        self.asked = (self.asked.1, number);
        let tenths = self.below(self.ways.changes + 1);
        let changes = if self.requests > 400 {
            0
        } else {
            tenths / 10 + u64::from(self.below(10) < tenths % 10)
        };
        for _ in 0..changes {
            self.change();
        }
        let since = since(query);
        let mut listed: Vec<(i64, u64)> = self.items.clone().into_iter().collect();
        listed.retain(|(_, at)| {
            let at = if self.ways.coarse {
                at / 1000 * 1000
            } else {
                *at
            };
            at > since || self.ways.inclusive && at == since
        });
        listed.sort_by_key(|(id, at)| (*at, if self.ways.reversed { -id } else { *id }));
        let skip = usize::try_from(number - 1).unwrap() * self.ways.per_page;
        let more = listed.len() > skip + self.ways.per_page;
        let texts: Vec<String> = listed
            .iter()
            .skip(skip)
            .take(self.ways.per_page)
            .map(|(id, at)| self.text(*id, *at))
            .collect();
        let list = format!("[{}]", texts.join(","));
        if self.ways.enveloped {
            (
                format!("{{\"data\":{list},\"total\":{}}}", listed.len()),
                false,
            )
        } else {
            (list, more)
        }
    }

    fn text(&mut self, id: i64, at: u64) -> String {
        let hours = i8::try_from(self.below(12)).unwrap();
        let shown = jiff::Timestamp::try_from(self.shown(at))
            .unwrap()
            .display_with_offset(Offset::constant(hours))
            .to_string();
        // Keys come as numbers and in quotes.
        if self.below(2) == 0 {
            format!("{{\"x\":1,\"id\":{id},\"changed\":\"{shown}\"}}")
        } else {
            format!("{{\"changed\":\"{shown}\",\"id\":\"{id}\"}}")
        }
    }
}

/// Returns the milliseconds in the parameter `since`.
fn since(query: &str) -> u64 {
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let (_, text) = pairs.find(|(name, _)| *name == "since").unwrap();
    let at: Timestamp = text.replace("%3A", ":").parse().unwrap();
    u64::try_from(at.as_millisecond()).unwrap()
}

pub(crate) fn serve(world: &Arc<Mutex<World>>) -> Client {
    let world = Arc::clone(world);
    let memory = Memory::new(move |request| {
        let query = request.uri().query().unwrap_or_default();
        assert!(query.contains("order=changed&way=up"), "{query}");
        let number = page_number(request);
        let (body, more) = world.lock().unwrap().answer(query, number);
        let link = format!("<?page={}>; rel=next", number + 1);
        page(body, more.then_some(&*link))
    });
    memory.client()
}
