//! What a caller of the crate for an account writes, with the types of `tests/accounts/acme`.

use freshdesk::models::{
    Category, Company, Contact, ContactDepartment, Item, Loan, Reason, Rental, RentalClass, RentalRecord,
    Subcategory, Ticket, TicketCreate, TicketCustomFields, TicketCustomFieldsUpdate, TicketSource,
    TicketStatus, TicketType, TicketUpdate,
};
use freshdesk::queries::TicketQuery;
use freshdesk::{Client, Date, JsonObject, Patch};

/// The example of the README, of which nothing is sent.
async fn example(client: Client, ticket: Ticket) -> Result<(), freshdesk::Error> {
    if ticket.custom_fields.category == Some(Category::Hardware) && ticket.status == TicketStatus::WaitingForParts {
        let query = TicketQuery::custom().category().eq(Category::Hardware).and(TicketQuery::custom().floor().ge(2));
        let similar = client.search().tickets(query).await?;
        let rentals = client.records::<Rental>().list().mileage_gte(10_000).await?;
        drop((similar, rentals));
    }
    Ok(())
}

/// Records of an object whose ID is an argument, since several accounts were merged.
async fn records_by_id(client: Client, schema_id: &str) -> Result<(), freshdesk::Error> {
    let loans = client.records::<Loan>().list(schema_id).amount_gte(10).await?;
    let same = client.loan_records().list(schema_id).await?;
    drop((loans, same));
    Ok(())
}

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn main() -> Outcome {
    let _ = (example, records_by_id);
    received()?;
    sent()?;
    searched()?;
    others()
}

fn received() -> Outcome {
    let ticket: Ticket = serde_json::from_str(
        r#"{
            "id": 1, "subject": "No toner", "status": 7, "source": 101, "type": "Incident", "priority": 1, "requester_id": 2,
            "created_at": "2026-01-01T08:00:00Z", "updated_at": "2026-01-01T08:00:00Z",
            "custom_fields": {
                "cf_category": "Hardware", "cf_subcategory": "Printer", "cf_item": "Toner", "cf_floor": 3,
                "cf_reason": "He said \"no\"", "cf_under_warranty": false, "cf_price": 12.5,
                "cf_delivered_on": "2026-01-31", "cf_notes": null, "cf_added_later": [1]
            }
        }"#,
    )?;
    let fields = &ticket.custom_fields;
    assert!(ticket.custom_fields.category == Some(Category::Hardware));
    assert_eq!(fields.item, Some(Item::Toner));
    assert_eq!(fields.reason, Some(Reason::HeSaidNo));
    assert_eq!(fields.floor, Some(3));
    assert_eq!(fields.under_warranty, Some(false));
    assert_eq!(fields.price, Some(12.5));
    assert_eq!(fields.delivered_on, Some(Date::constant(2026, 1, 31)));
    assert_eq!(fields.notes, None);
    assert_eq!(fields.serial_number, None);
    assert!(fields.additional_properties.contains("cf_added_later"));
    assert_eq!(ticket.status, TicketStatus::WaitingForParts);
    assert_eq!(ticket.source, TicketSource::WalkIn);
    assert_eq!(ticket.r#type, Some(TicketType::Incident));
    let again: Ticket = serde_json::from_value(serde_json::to_value(&ticket)?)?;
    assert_eq!(again, ticket);
    // A choice that was added since, a value of another type, and a ticket without custom fields.
    let later: TicketCustomFields =
        serde_json::from_str(r#"{"cf_reason": "Lost", "cf_floor": "ground"}"#)?;
    assert_eq!(later.reason, Some(Reason::Unknown("Lost".to_owned())));
    assert_eq!(later.floor, None);
    assert!(later.unknown_fields.raw("cf_floor").is_some());
    let bare: Ticket = serde_json::from_str(
        r#"{"id": 1, "status": 2, "source": 1, "priority": 1, "requester_id": 2, "created_at": "2026-01-01T08:00:00Z", "updated_at": "2026-01-01T08:00:00Z"}"#,
    )?;
    assert_eq!(bare.custom_fields, TicketCustomFields::default());
    Ok(())
}

fn sent() -> Outcome {
    let ticket = TicketCreate {
        r#type: Some(TicketType::FeatureRequest),
        custom_fields: Some(TicketCustomFields {
            category: Some(Category::Hardware),
            subcategory: Some(Subcategory::Printer),
            additional_properties: JsonObject::new().with("cf_added_later", &true),
            ..TicketCustomFields::default()
        }),
        ..TicketCreate::default()
    };
    assert_eq!(
        serde_json::to_value(&ticket)?,
        serde_json::json!({
            "type": "Feature Request",
            "custom_fields": {"cf_category": "Hardware", "cf_subcategory": "Printer", "cf_added_later": true},
        })
    );
    // As it is written for the general crate.
    let general = TicketCreate {
        r#type: Some("Feature Request".into()),
        custom_fields: Some(JsonObject::serialize(&ticket.custom_fields)?.deserialize()?),
        ..TicketCreate::default()
    };
    assert_eq!(general, ticket);
    let mut fields = ticket.custom_fields.unwrap_or_default();
    fields.check_dependent_fields()?;
    fields.subcategory = Some(Subcategory::Mail);
    let error = fields.check_dependent_fields().unwrap_err();
    assert_eq!(
        error.to_string(),
        "`subcategory` cannot be \"Mail\" where `category` is \"Hardware\"; it can be one of [\"Printer\", \"Laptop\"]"
    );
    let change = TicketUpdate {
        custom_fields: Some(TicketCustomFieldsUpdate {
            floor: Patch::Null,
            reason: Patch::Value(Reason::Refund),
            ..TicketCustomFieldsUpdate::default()
        }),
        ..TicketUpdate::default()
    };
    let expected = serde_json::json!({"custom_fields": {"cf_reason": "Refund", "cf_floor": null}});
    assert_eq!(serde_json::to_value(&change)?, expected);
    Ok(())
}

fn searched() -> Outcome {
    let query = TicketQuery::custom()
        .category()
        .eq(Category::Hardware)
        .and(TicketQuery::custom().floor().ge(2))
        .and(TicketQuery::status().eq(TicketStatus::WaitingForParts))
        .and(TicketQuery::ticket_type().eq(TicketType::Incident));
    assert_eq!(
        query.render()?,
        "\"cf_category:'Hardware' AND cf_floor:>2 AND status:7 AND type:'Incident'\""
    );
    Ok(())
}

fn others() -> Outcome {
    let contact: Contact = serde_json::from_str(
        r#"{"id": 1, "custom_fields": {"department": "Sales"}, "created_at": "2026-01-01T08:00:00Z", "updated_at": "2026-01-01T08:00:00Z"}"#,
    )?;
    assert_eq!(contact.custom_fields.department, Some(ContactDepartment::Sales));
    let company: Company = serde_json::from_str(
        r#"{"id": 1, "name": "Acme", "custom_fields": null, "created_at": "2026-01-01T08:00:00Z", "updated_at": "2026-01-01T08:00:00Z"}"#,
    )?;
    assert_eq!(company.custom_fields.tier, None);
    let record: RentalRecord = serde_json::from_str(
        r#"{"display_id": "RNT-1", "data": {"plate": "B-AB 1", "class": "Large", "mileage": 10, "ticket": 3}}"#,
    )?;
    assert_eq!(record.data.class, Some(RentalClass::Large));
    Ok(())
}
