//! Is what is answered what the description says? Answers of a running gateway, member by member against the schemas.

use serde_json::Value;
use tamga_protocol::ProblemType;
use uuid::Uuid;

use crate::desk::Told;
use crate::documents::{answer, cancel, issue};
use crate::house::{House, Open, receipt, refusal};

/// What does not fit, by its place; empty when all fits.
fn misfits(api: &Value, schema: &Value, value: &Value, place: &str) -> Vec<String> {
    let wrong = |what: &str| vec![format!("{place}: {what}")];
    if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
        let target = api.pointer(name.trim_start_matches('#'));
        return target.map_or_else(|| wrong("a schema that is not there"), |target| misfits(api, target, value, place));
    }
    if let Some(any) = schema.get("oneOf").and_then(Value::as_array) {
        let tries: Vec<_> = any.iter().map(|one| misfits(api, one, value, place)).collect();
        let fits = tries.iter().any(Vec::is_empty);
        return if fits { Vec::new() } else { tries.concat() };
    }
    let kinds = match schema.get("type") {
        Some(Value::String(kind)) => vec![kind.as_str()],
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let is = |kind: &str| kinds.is_empty() || kinds.contains(&kind);
    match value {
        Value::Object(members) => {
            let parts = schema.get("allOf").and_then(Value::as_array).cloned().unwrap_or_else(|| vec![schema.clone()]);
            let parts: Vec<Value> = parts.iter().map(|part| resolved(api, part)).collect();
            let mut found = Vec::new();
            for (name, member) in members {
                let property = parts.iter().find_map(|part| part.pointer(&format!("/properties/{name}")));
                match property {
                    Some(property) => found.extend(misfits(api, property, member, &format!("{place}.{name}"))),
                    None => found.push(format!("{place}.{name}: not described")),
                }
            }
            let required = parts.iter().filter_map(|part| part.get("required")?.as_array()).flatten();
            found.extend(
                required
                    .filter_map(Value::as_str)
                    .filter(|name| !members.contains_key(*name))
                    .map(|name| format!("{place}.{name}: missing")),
            );
            if is("object") { found } else { wrong("an object") }
        }
        Value::Array(items) if is("array") => {
            let schema = schema.get("items").cloned().unwrap_or_default();
            items.iter().flat_map(|item| misfits(api, &schema, item, &format!("{place}[]"))).collect()
        }
        Value::String(word) if is("string") => match schema.get("enum").and_then(Value::as_array) {
            Some(words) if !words.iter().any(|known| known == word) => wrong(&format!("the word {word}")),
            _ => Vec::new(),
        },
        Value::Number(_) if is("integer") || is("number") => Vec::new(),
        Value::Bool(_) if is("boolean") => Vec::new(),
        Value::Null if is("null") => Vec::new(),
        other => wrong(&format!("{other} where {kinds:?} is described")),
    }
}

fn resolved(api: &Value, schema: &Value) -> Value {
    let name = schema.get("$ref").and_then(Value::as_str);
    name.and_then(|name| api.pointer(name.trim_start_matches('#'))).unwrap_or(schema).clone()
}

struct Description(Value);

impl Description {
    fn is_of<T: serde::Serialize>(&self, schema: &str, value: &T) {
        let schema = serde_json::json!({ "$ref": format!("#/components/schemas/{schema}") });
        let value = serde_json::to_value(value).unwrap();
        let found = misfits(&self.0, &schema, &value, "");
        assert!(found.is_empty(), "{found:#?}\nin {value:#}");
    }

    /// Checks an answer against what is described for its path, method and status.
    fn holds(&self, method: &str, path: &str, told: &Told) {
        let operation = self.0.pointer(&format!("/paths/{}/{method}", path.replace('/', "~1"))).expect("described");
        let status = told.status().to_string();
        let response = operation["responses"].get(&status).unwrap_or(&operation["responses"]["default"]);
        let media_type = told.0.field("content-type").unwrap();
        let schema = &response["content"][media_type]["schema"];
        assert!(!schema.is_null(), "{method} {path} {status}: {media_type} is not described");
        let found = misfits(&self.0, schema, &told.json(), "");
        assert!(found.is_empty(), "{method} {path} {status}: {found:#?}");
    }
}

pub async fn what_is_answered_is_what_is_described(open: Open) {
    let house = House::open(open).await;
    let api = Description(serde_json::from_str(&tamga_gateway::openapi::text()).unwrap());
    let (desk, post) = (house.desk("desk-1").await, house.desk("post-1").await);
    let (submission, void) = ("/v1/submissions/{submissionId}", "/v1/submissions/{submissionId}/void");
    let (one, envelope) = (Uuid::new_v4(), issue("24C1"));
    api.is_of("Envelope", &envelope);
    let told = desk.put(one, &envelope).await;
    api.holds("put", submission, &told);
    api.is_of("ReceiptClaims", &receipt(&told.accepted(201).receipt));
    let told = desk.put(Uuid::new_v4(), &issue("24C1")).await;
    api.holds("put", submission, &told);
    let problem = told.problem(ProblemType::CoNumberInUse);
    api.is_of("Problem", &problem);
    api.is_of("RefusalClaims", &refusal(problem.refusal.as_deref().unwrap()));
    let page = post.get("/v1/inbox?box=posts").await;
    api.holds("get", "/v1/inbox", &page);
    let item = page.json::<tamga_protocol::InboxPage>().items[0].item_id;
    let reply = answer("24C1", 1, tamga_origin::Outcome::Accepted, one, item);
    api.is_of("Envelope", &reply);
    post.put(Uuid::new_v4(), &reply).await.accepted(201);
    api.is_of("Envelope", &cancel("24C1", 2));
    api.holds("get", submission, &desk.get(&format!("/v1/submissions/{one}")).await);
    api.holds("get", submission, &desk.get(&format!("/v1/submissions/{}", Uuid::new_v4())).await);
    api.holds("get", "/v1/inbox", &desk.get("/v1/inbox").await);
    api.holds("get", "/v1/submissions", &post.get("/v1/submissions").await);
    let wish = crate::table::void();
    api.is_of("VoidRequest", &wish);
    let two = Uuid::new_v4();
    for id in [two, two, one] {
        api.holds("put", void, &desk.send("PUT", &format!("/v1/submissions/{id}/void"), &wish).await);
    }
    let acks = [tamga_protocol::Ack {
        item_id: item,
        outcome: tamga_protocol::AckOutcome::Unreadable,
        detail: Some("x".into()),
    }];
    api.is_of("AckRequest", &acks);
    api.holds("post", "/v1/inbox/acks", &post.send("POST", "/v1/inbox/acks", &acks).await);
    for path in ["/v1/service", "/v1/routes", "/v1/keys"] {
        api.holds("get", path, &desk.get(path).await);
    }
    api.holds("post", "/oauth2/token", &desk.ask_for_token("desk-1", "no").await);
    let right = format!("{}desk-1", crate::house::SECRET);
    api.holds("post", "/oauth2/token", &desk.ask_for_token("desk-1", &right).await);
    let stranger = serde_json::json!({ "submissionId": one, "colour": "red" });
    let schema = serde_json::json!({ "$ref": "#/components/schemas/VoidAnswer" });
    assert_eq!(misfits(&api.0, &schema, &stranger, "").len(), 3, "this test sees what does not fit");
}
