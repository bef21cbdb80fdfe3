//! The knowledge base: categories with folders with articles.
//!
//! Invariant: what is deleted takes with it what it holds.

use serde_json::{Value, json};

use super::{
    call::Call,
    paging,
    records::{Object, Records, merge, number, object, text},
    refusal::Refusal,
    reply::Reply,
    state::{State, values},
    tickets,
};

pub(super) fn list_categories(state: &State, call: &Call<'_>) -> Result<Reply, Refusal> {
    paging::page(call, values(state.categories.iter()))
}

pub(super) fn list_folders(state: &State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let category = state.categories.get(call.id()?).ok_or(Refusal::NotFound)?;
    let folders = state.folders.with("category_id", &category["id"]);
    paging::page(call, values(folders))
}

pub(super) fn list_articles(state: &State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let folder = state.folders.get(call.id()?).ok_or(Refusal::NotFound)?;
    let articles = state.articles.with("folder_id", &folder["id"]);
    paging::page(call, values(articles))
}

pub(super) fn create_category(state: &mut State, call: &Call<'_>) -> Reply {
    let mut category = object(json!({"description": null}));
    merge(&mut category, &call.body);
    Reply::created(state.categories.add(category))
}

pub(super) fn create_folder(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let category = state.categories.get(call.id()?).ok_or(Refusal::NotFound)?;
    let mut folder = object(json!({"description": null, "category_id": category["id"]}));
    merge(&mut folder, &call.body);
    Ok(Reply::created(state.folders.add(folder)))
}

pub(super) fn create_article(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let folder = state.folders.get(call.id()?).ok_or(Refusal::NotFound)?;
    let mut article = object(json!({
        "folder_id": folder["id"],
        "category_id": folder["category_id"],
        "agent_id": 43_000_000_001_i64,
        "type": 1,
        "thumbs_up": 0,
        "thumbs_down": 0,
        "hits": 0,
        "tags": [],
        "seo_data": {},
        "attachments": [],
    }));
    merge(&mut article, &call.body);
    let attachments = state.files.keep(&call.files)?;
    article.insert("attachments".to_owned(), attachments);
    note_text(&mut article);
    Ok(Reply::created(state.articles.add(article)))
}

pub(super) fn update_article(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let attachments = state.files.keep(&call.files)?;
    let changed = state.articles.change(call.id()?, |article| {
        merge(article, &call.body);
        if let (Some(Value::Array(kept)), Value::Array(more)) =
            (article.get_mut("attachments"), attachments)
        {
            kept.extend(more);
        }
        note_text(article);
    });
    changed.map(Reply::ok).ok_or(Refusal::NotFound)
}

fn note_text(article: &mut Object) {
    let plain = tickets::plain(text(article, "description").unwrap_or_default());
    article.insert("description_text".to_owned(), plain.into());
}

/// Returns one of a kind.
pub(super) fn get(records: &Records, call: &Call<'_>) -> Result<Reply, Refusal> {
    let one = records.get(call.id()?).cloned();
    one.map(Reply::ok).ok_or(Refusal::NotFound)
}

/// Changes one of a kind.
pub(super) fn update(records: &mut Records, call: &Call<'_>) -> Result<Reply, Refusal> {
    let changed = records.change(call.id()?, |one| merge(one, &call.body));
    changed.map(Reply::ok).ok_or(Refusal::NotFound)
}

pub(super) fn delete_category(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let id = call.id()?;
    for folder in inside(&state.folders, "category_id", id) {
        remove_folder(state, folder);
    }
    gone(state.categories.remove(id))
}

pub(super) fn delete_folder(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let id = call.id()?;
    gone(remove_folder(state, id))
}

pub(super) fn delete_article(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    gone(state.articles.remove(call.id()?))
}

fn remove_folder(state: &mut State, id: i64) -> bool {
    for article in inside(&state.articles, "folder_id", id) {
        state.articles.remove(article);
    }
    state.folders.remove(id)
}

fn inside(records: &Records, key: &str, id: i64) -> Vec<i64> {
    let held = records.with(key, &json!(id));
    held.into_iter()
        .filter_map(|one| number(one, "id"))
        .collect()
}

fn gone(there: bool) -> Result<Reply, Refusal> {
    there.then(|| Reply::empty(204)).ok_or(Refusal::NotFound)
}
