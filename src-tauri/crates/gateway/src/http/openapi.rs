//! How is this API described for other people's programs? OpenAPI 3.1, generated from the handlers and the types of
//! `tamga-protocol`; a committed copy in `assets/openapi.json` is compared at every change.

use tamga_protocol::{
    NumberBlockClaims, NumberReturnClaims, Problem, ReceiptClaims, RefusalClaims, StatusClaims, VoidClaims,
};
use utoipa::openapi::security::{
    ClientCredentials, Flow, HttpAuthScheme, HttpBuilder, OAuth2, Scopes, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{ContentBuilder, HeaderBuilder, Ref, RefOr, ResponseBuilder};
use utoipa::{Modify, OpenApi};

use super::{bundles, devices, documents, inbox, lists, numbers, pull, submissions, token};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Tamga gateway",
        version = "1.0.0",
        description = "Certificates of origin between chambers, gateways and customs. Aligned with the concepts of the \
            WCO Interconnectivity Framework. Unknown members are ignored by both sides.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
        contact(name = "The gateway's operator, as /v1/service names it")
    ),
    paths(
        lists::service,
        lists::openapi,
        lists::keys,
        lists::alive,
        lists::ready,
        lists::trust_list,
        lists::routes,
        token::grant,
        submissions::put,
        submissions::get,
        submissions::void,
        submissions::list,
        submissions::summary,
        documents::offset,
        documents::put,
        pull::certificate,
        pull::status_list,
        numbers::lease,
        numbers::give_back,
        devices::own,
        devices::open,
        bundles::post,
        lists::document,
        inbox::read,
        inbox::acknowledge,
    ),
    components(schemas(
        Problem,
        ReceiptClaims,
        RefusalClaims,
        VoidClaims,
        StatusClaims,
        NumberBlockClaims,
        NumberReturnClaims,
    )),
    tags(
        (name = "submissions", description = "Handing over, asking, giving up"),
        (name = "inbox", description = "What waits, its documents, and the word that it is here"),
        (name = "lists", description = "What this gateway is, where it reaches, which keys count"),
        (name = "bundles", description = "Files that were carried by hand"),
        (name = "numbers", description = "Numbers leased ahead, and what became of them"),
        (name = "devices", description = "What was seen of a device, and beginning anew"),
        (name = "access", description = "Tokens"),
    ),
    security(("token" = [])),
    modifiers(&Marks),
)]
struct Description;

/// What every operation has: the bearer token, the problem answer, the marks in the header.
struct Marks;

const MARKS: [(&str, &str); 3] = [
    ("Gateway-Id", "Id of the gateway in the trust list; an answer without it is no answer"),
    ("Content-Digest", "RFC 9530, sha-256 over the body as sent"),
    ("Trace-Id", "Names this request in the gateway's log"),
];

impl Modify for Marks {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        if let Some(components) = api.components.as_mut() {
            let flow = Flow::ClientCredentials(ClientCredentials::new("/oauth2/token", Scopes::new()));
            components.add_security_scheme("token", SecurityScheme::OAuth2(OAuth2::new([flow])));
            let basic = HttpBuilder::new().scheme(HttpAuthScheme::Basic).build();
            components.add_security_scheme("client", SecurityScheme::Http(basic));
            components.add_security_scheme(
                "certificate",
                SecurityScheme::MutualTls { description: None, deprecated: None, extensions: None },
            );
            let assertion = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
            components.add_security_scheme("assertion", SecurityScheme::Http(assertion));
        }
        api.security = Some(vec![SecurityRequirement::new("token", Vec::<String>::new())]);
        let problem = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
        let problem = ResponseBuilder::new()
            .description("A problem (RFC 9457); `retry` says what to do about trying again")
            .content("application/problem+json", problem)
            .build();
        // Who asks for the header alone gets no body with a problem either.
        let bare = ResponseBuilder::new().description("A problem; its status says which kind").build();
        for item in api.paths.paths.values_mut() {
            let head = item.head.iter_mut().map(|operation| (operation, &bare));
            let others = [&mut item.get, &mut item.put, &mut item.post].into_iter().flatten();
            for (operation, usual) in head.chain(others.map(|operation| (operation, &problem))) {
                operation.responses.responses.insert("default".to_owned(), RefOr::T(usual.clone()));
                for response in operation.responses.responses.values_mut() {
                    let RefOr::T(response) = response else { continue };
                    for (name, words) in MARKS {
                        let header = HeaderBuilder::new().description(Some(words)).build();
                        response.headers.insert(name.to_owned(), header.into());
                    }
                }
            }
        }
    }
}

/// The description as JSON text, ending with a line feed; same code, same bytes.
///
/// # Panics
/// Never: the description holds only text, numbers and lists.
pub fn text() -> String {
    let mut text = Description::openapi().to_pretty_json().unwrap_or_default();
    text.push('\n');
    text
}
