//! How do a browser's requests become questions of the window? One route for questions, one for events, pages.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path as Segment, Query, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use futures_util::stream::{Stream, unfold};
use tamga_desktop::tauri::ipc::{CallbackFn, InvokeBody, InvokeError, InvokeResponse, InvokeResponseBody};
use tamga_desktop::tauri::test::{INVOKE_KEY, MockRuntime};
use tamga_desktop::tauri::webview::InvokeRequest;
use tamga_desktop::tauri::{AppHandle, Listener, Manager, WebviewWindow};
use tokio::sync::{broadcast, oneshot};

struct Host {
    window: WebviewWindow<MockRuntime>,
    token: String,
    ui: PathBuf,
    events: broadcast::Sender<String>,
}

/// Serves until the process is told to end.
pub fn until_told(app: &AppHandle<MockRuntime>, ui: &Path, until_stdin_ends: bool) -> std::io::Result<()> {
    let window = app.get_webview_window("main").ok_or(std::io::ErrorKind::NotFound)?;
    let (events, _) = broadcast::channel(64);
    let told = events.clone();
    app.listen_any("changed", move |event| {
        // Nobody may be listening yet.
        let _ = told.send(event.payload().to_owned());
    });
    let host = Host { window, token: uuid::Uuid::new_v4().simple().to_string(), ui: ui.to_path_buf(), events };
    tamga_desktop::tauri::async_runtime::block_on(serve(host, until_stdin_ends))
}

async fn serve(host: Host, until_stdin_ends: bool) -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = format!("http://{}/?token={}", listener.local_addr()?, host.token);
    let mut out = std::io::stdout();
    writeln!(out, "{}", serde_json::json!({ "address": address }))?;
    out.flush()?;
    let router = Router::new()
        .route("/invoke/{command}", post(invoke))
        .route("/events", get(events))
        .fallback(get(page))
        // How large a file may be is for the program to say.
        .layer(DefaultBodyLimit::disable())
        .with_state(Arc::new(host));
    tokio::select! {
        served = std::future::IntoFuture::into_future(axum::serve(listener, router)) => served,
        () = told_to_end(until_stdin_ends) => Ok(()),
    }
}

async fn told_to_end(until_stdin_ends: bool) {
    let (closed, is_closed) = oneshot::channel();
    if until_stdin_ends {
        std::thread::spawn(move || {
            // An input that cannot be read is closed as well.
            let _ = std::io::stdin().read_to_end(&mut Vec::new());
            let _ = closed.send(());
        });
        let _ = is_closed.await;
        return;
    }
    #[cfg(unix)]
    if let Ok(mut ended) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        let interrupted = tokio::signal::ctrl_c();
        tokio::select! {
            _ = ended.recv() => {}
            _ = interrupted => {}
        }
        return;
    }
    // Without signals there is only the end of the process.
    std::future::pending().await
}

async fn invoke(
    State(host): State<Arc<Host>>,
    Segment(command): Segment<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if headers.get("x-tamga-token").is_none_or(|token| token.as_bytes() != host.token.as_bytes()) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let is_raw = headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == "application/octet-stream");
    let body = if is_raw {
        InvokeBody::Raw(body.to_vec())
    } else {
        match serde_json::from_slice(&body) {
            Ok(value) => InvokeBody::Json(value),
            Err(why) => return (StatusCode::BAD_REQUEST, why.to_string()).into_response(),
        }
    };
    match ask(&host, command, body).await {
        Some(InvokeResponse::Ok(InvokeResponseBody::Json(text))) => {
            ([(header::CONTENT_TYPE, "application/json")], text).into_response()
        }
        Some(InvokeResponse::Ok(InvokeResponseBody::Raw(bytes))) => {
            ([(header::CONTENT_TYPE, "application/octet-stream")], bytes).into_response()
        }
        Some(InvokeResponse::Err(InvokeError(error))) => {
            (StatusCode::UNPROCESSABLE_ENTITY, axum::Json(error)).into_response()
        }
        None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Asks as the page inside the shell does: through the permissions, on the same handler.
async fn ask(host: &Host, command: String, body: InvokeBody) -> Option<InvokeResponse> {
    let url = if cfg!(windows) { "http://tauri.localhost" } else { "tauri://localhost" };
    let request = InvokeRequest {
        cmd: command,
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: url.parse().ok()?,
        body,
        headers: HeaderMap::new(),
        invoke_key: INVOKE_KEY.to_owned(),
    };
    let (answered, answer) = oneshot::channel();
    let webview: &tamga_desktop::tauri::Webview<MockRuntime> = host.window.as_ref();
    webview.clone().on_message(
        request,
        Box::new(move |_, _, response, _, _| {
            // The browser may have gone away meanwhile.
            let _ = answered.send(response);
        }),
    );
    answer.await.ok()
}

async fn events(
    State(host): State<Arc<Host>>,
    Query(query): Query<std::collections::HashMap<String, String>>,
) -> Response {
    if query.get("token") != Some(&host.token) {
        return StatusCode::FORBIDDEN.into_response();
    }
    Sse::new(changes(host.events.subscribe())).keep_alive(KeepAlive::default()).into_response()
}

fn changes(heard: broadcast::Receiver<String>) -> impl Stream<Item = Result<Event, std::convert::Infallible>> {
    unfold(heard, |mut heard| async move {
        loop {
            match heard.recv().await {
                Ok(payload) => return Some((Ok(Event::default().event("changed").data(payload)), heard)),
                Err(broadcast::error::RecvError::Lagged(_)) => {}
                Err(broadcast::error::RecvError::Closed) => return None,
            }
        }
    })
}

async fn page(State(host): State<Arc<Host>>, uri: Uri) -> Response {
    crate::pages::page(&host.ui, uri.path()).await
}
