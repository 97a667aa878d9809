//! How does a question get from the window to the table of commands and back? Each on a blocking thread; bytes as bytes.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use tamga_api::{App, Body, Fault, Reply};
use tauri::Runtime;
use tauri::ipc::{Invoke, InvokeBody, InvokeResponseBody};

/// Answers every command of the window.
pub fn answer<R: Runtime>(app: &Arc<App>, invoke: Invoke<R>) -> bool {
    let Invoke { message, resolver, .. } = invoke;
    let app = Arc::clone(app);
    let name = message.command().to_owned();
    let body = match message.payload() {
        InvokeBody::Json(value) => Body::Json(value.clone()),
        InvokeBody::Raw(bytes) => Body::Raw(bytes.clone()),
    };
    tauri::async_runtime::spawn_blocking(move || {
        // A panic must not leave the window waiting for ever.
        let answered = catch_unwind(AssertUnwindSafe(|| tamga_api::answer(&app, &name, body)));
        match answered.unwrap_or_else(|_| Err(app.refusal(Fault::internal(format!("{name} broke off"))))) {
            Ok(Reply::Json(text)) => resolver.resolve(InvokeResponseBody::Json(text)),
            Ok(Reply::Raw(bytes)) => resolver.resolve(InvokeResponseBody::Raw(bytes)),
            Err(error) => resolver.reject(error),
        }
    });
    true
}
