//! A call → what does it: one line for each operation that has something behind it.
//!
//! Invariant: what is not here changes nothing.

use super::{
    account,
    call::Call,
    companies, contacts,
    conversations::{self, ConversationKind},
    paging,
    refusal::Refusal,
    reply::Reply,
    search, solutions,
    state::{State, values},
    tickets, time_entries,
};

/// Does what is asked; `None` where nothing is behind the operation.
pub(super) fn perform(state: &mut State, call: &Call<'_>) -> Result<Option<Reply>, Refusal> {
    let reply = match call.operation {
        "listTickets" => tickets::list(state, call)?,
        "createTicket" => tickets::create(state, call)?,
        "getTicket" => tickets::get(state, call)?,
        "updateTicket" => tickets::update(state, call)?,
        "deleteTicket" => tickets::delete(state, call)?,
        "restoreTicket" => tickets::restore(state, call)?,
        "listTicketConversations" => conversations::list(state, call)?,
        "replyToTicket" => conversations::create(state, call, ConversationKind::Reply)?,
        "createNote" => conversations::create(state, call, ConversationKind::Note)?,
        "updateConversation" => conversations::update(state, call)?,
        "deleteConversation" => conversations::delete(state, call)?,
        "deleteAttachment" => {
            let there = state.files.remove(call.id()?);
            there.then(|| Reply::empty(204)).ok_or(Refusal::NotFound)?
        }
        "listContacts" => contacts::list(state, call)?,
        "createContact" => contacts::create(state, call)?,
        "getContact" => contacts::get(state, call)?,
        "updateContact" => contacts::update(state, call)?,
        "deleteContact" => contacts::delete(state, call)?,
        "listCompanies" => companies::list(state, call)?,
        "createCompany" => companies::create(state, call)?,
        "getCompany" => companies::get(state, call)?,
        "updateCompany" => companies::update(state, call)?,
        "deleteCompany" => companies::delete(state, call)?,
        "autocompleteCompanies" => companies::autocomplete(state, call),
        "listTicketTimeEntries" => time_entries::list(state, call)?,
        "listAllTimeEntries" => time_entries::list_all(state, call)?,
        "createTimeEntry" => time_entries::create(state, call)?,
        "updateTimeEntry" => time_entries::update(state, call)?,
        "deleteTimeEntry" => time_entries::delete(state, call)?,
        "searchTickets" => search::tickets(state, call)?,
        "searchContacts" => search::contacts(state, call)?,
        "searchCompanies" => search::companies(state, call)?,
        "listAgents" => paging::page(call, values(state.agents.iter()))?,
        "getAgent" => solutions::get(&state.agents, call)?,
        "getCurrentAgent" => Reply::ok(state.agents.iter().next().cloned().unwrap_or_default()),
        "listGroups" => paging::page(call, values(state.groups.iter()))?,
        "getGroup" => solutions::get(&state.groups, call)?,
        "listTicketFields" => paging::page(call, values(state.ticket_fields.iter()))?,
        _ => match account::describe(call)? {
            Some(reply) => reply,
            None => return of_solutions(state, call),
        },
    };
    Ok(Some(reply))
}

fn of_solutions(state: &mut State, call: &Call<'_>) -> Result<Option<Reply>, Refusal> {
    let reply = match call.operation {
        "listSolutionCategories" => solutions::list_categories(state, call)?,
        "createSolutionCategory" => solutions::create_category(state, call),
        "getSolutionCategory" => solutions::get(&state.categories, call)?,
        "updateSolutionCategory" => solutions::update(&mut state.categories, call)?,
        "deleteSolutionCategory" => solutions::delete_category(state, call)?,
        "listSolutionFolders" => solutions::list_folders(state, call)?,
        "createSolutionFolder" => solutions::create_folder(state, call)?,
        "getSolutionFolder" => solutions::get(&state.folders, call)?,
        "updateSolutionFolder" => solutions::update(&mut state.folders, call)?,
        "deleteSolutionFolder" => solutions::delete_folder(state, call)?,
        "listSolutionArticles" => solutions::list_articles(state, call)?,
        "createSolutionArticle" => solutions::create_article(state, call)?,
        "getSolutionArticle" => solutions::get(&state.articles, call)?,
        "updateSolutionArticle" => solutions::update_article(state, call)?,
        "deleteSolutionArticle" => solutions::delete_article(state, call)?,
        _ => return Ok(None),
    };
    Ok(Some(reply))
}
