//! The exchanges of a scenario that are the pages of one list → the call that collects the items of all of them.

use generator::model::Usage;
use serde_json::Value;

use super::call::{self, Call};
use super::expected;
use super::gap::Gap;
use super::suite::{Body, Exchange};
use super::target::Target;
use super::values::Values;

/// Returns the call that collects the items of all pages.
pub(super) fn call(
    target: &Target<'_>,
    exchanges: &[Exchange],
    picture: &[u8],
) -> Option<Result<Call, Gap>> {
    let pagination = target.operation.pagination.as_ref()?;
    let [first, _, ..] = exchanges else {
        return None;
    };
    let items = |exchange: &Exchange| -> Option<Vec<Value>> {
        let body = exchange.response.body.as_ref().and_then(Body::json)?;
        let list = match &pagination.items {
            Some(path) => path
                .split('/')
                .try_fold(&body, |value, member| value.get(member))?,
            None => &body,
        };
        list.as_array().cloned()
    };
    let all: Vec<Value> = exchanges
        .iter()
        .map(items)
        .collect::<Option<Vec<_>>>()?
        .concat();
    Some(collect(target, first, all, picture))
}

fn collect(
    target: &Target<'_>,
    first: &Exchange,
    all: Vec<Value>,
    picture: &[u8],
) -> Result<Call, Gap> {
    let values = Values::new(target.document, Usage::Request);
    let (request, _) = call::request(target, first, picture, &values)?;
    let received = Values::new(target.document, Usage::Response);
    if let Some(pagination) = &target.operation.pagination {
        for item in &all {
            received.of(&pagination.item, item)?;
        }
    }
    Ok(Call {
        code: format!(
            "{request}pages(request.collect_all(1000).await, {})",
            expected::text(Some(&Value::Array(all)))
        ),
        is_open: values.is_open.get() || received.is_open.get(),
    })
}
