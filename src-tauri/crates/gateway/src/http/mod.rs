//! Which resource answers which request? The router; what each does is in the modules below.

pub(crate) mod answer;
pub(crate) mod asked;
pub(crate) mod bundles;
pub(crate) mod cursor;
pub(crate) mod devices;
pub(crate) mod documents;
pub(crate) mod handing;
pub(crate) mod inbox;
pub(crate) mod line;
pub(crate) mod lists;
pub(crate) mod numbers;
pub mod openapi;
pub(crate) mod pull;
pub(crate) mod submissions;
pub(crate) mod token;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post, put};

use crate::room::Room;

/// Every resource of the API, with the marks of an answer on all of them.
pub(crate) fn router(room: Room) -> Router {
    Router::new()
        .route("/v1/service", get(lists::service))
        .route("/v1/openapi.json", get(lists::openapi))
        .route("/v1/keys", get(lists::keys))
        .route("/v1/trust-list", get(lists::trust_list))
        .route("/v1/routes", get(lists::routes))
        .route("/healthz", get(lists::alive))
        .route("/readyz", get(lists::ready))
        .route("/oauth2/token", post(token::grant))
        .route("/v1/submissions", get(submissions::list))
        .route("/v1/submissions/summary", get(submissions::summary))
        .route("/v1/submissions/{submissionId}", put(submissions::put).get(submissions::get))
        .route("/v1/submissions/{submissionId}/void", put(submissions::void))
        .route("/v1/documents/{sha256}", get(lists::document).head(documents::offset).put(documents::put))
        .route("/v1/certificates/{issuer}/{coNumber}", get(pull::certificate))
        .route("/v1/status-list/{issuer}", get(pull::status_list))
        .route("/v1/number-blocks/{leaseId}", put(numbers::lease))
        .route("/v1/number-blocks/{leaseId}/return", put(numbers::give_back))
        .route("/v1/devices/self", get(devices::own))
        .route("/v1/devices/{deviceId}/epochs/{epoch}", put(devices::open))
        .route("/v1/bundles", post(bundles::post))
        .route("/v1/inbox", get(inbox::read))
        .route("/v1/inbox/acks", post(inbox::acknowledge))
        .layer(from_fn_with_state(room.clone(), answer::finish))
        .with_state(room)
}
