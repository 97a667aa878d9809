//! How is a bare question carried to a service, and its answer back? Time stamps, lists and answers about revocation:
//! bytes out, bytes in, bounded in time and size, without a redirect.
//!
//! What the bytes mean is not known here. Where they go is said by an administrator or a trust list, never by a
//! document: nobody else calls this.

use std::time::Duration;

use reqwest::header::{ACCEPT, CONTENT_TYPE};
use reqwest::{Client, Url};

use crate::http::SettingsError;
use crate::outcome::{Class, Fault, Raw, Retry, Scope};

/// Where something is fetched from, or asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Errand {
    /// `http://` or `https://` address.
    pub address: String,
    /// The question with its media type; none for a plain fetch.
    pub question: Option<(&'static str, Vec<u8>)>,
    /// Media type the answer should have.
    pub wanted: &'static str,
    /// The most bytes of an answer.
    pub most: usize,
    /// How long the whole errand may take.
    pub patience: Duration,
}

impl Errand {
    /// Asks for a time stamp (RFC 3161 3.4).
    pub fn stamp(address: &str, question: Vec<u8>, patience: Duration) -> Self {
        Self {
            address: address.to_owned(),
            question: Some(("application/timestamp-query", question)),
            wanted: "application/timestamp-reply",
            most: 256 * 1024,
            patience,
        }
    }

    /// Fetches a list of revoked certificates (RFC 5280 4.2.1.13).
    pub fn revocation_list(address: &str, patience: Duration) -> Self {
        let wanted = "application/pkix-crl";
        Self { address: address.to_owned(), question: None, wanted, most: 32 * 1024 * 1024, patience }
    }

    /// Asks about a certificate (RFC 6960 A.1).
    pub fn ocsp(address: &str, question: Vec<u8>, patience: Duration) -> Self {
        Self {
            address: address.to_owned(),
            question: Some(("application/ocsp-request", question)),
            wanted: "application/ocsp-response",
            most: 256 * 1024,
            patience,
        }
    }
}

/// Carries errands, one at a time.
#[derive(Debug, Clone)]
pub struct Errands {
    client: Client,
}

/// Until a connection stands.
const CONNECT: Duration = Duration::from_secs(10);

impl Errands {
    /// Opens no connection yet. `proxy` is an explicit one; the environment's is never used. Addresses with `https` are
    /// trusted as the system does: what comes back is signed by itself.
    ///
    /// # Errors
    /// A proxy that cannot be read, or a library that refuses.
    pub fn new(proxy: Option<&str>) -> Result<Self, SettingsError> {
        // The library asks for the process's way of doing TLS; if somebody chose one already, that one stays.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .no_proxy()
            .connect_timeout(CONNECT)
            .user_agent(concat!("tamga/", env!("CARGO_PKG_VERSION")));
        if let Some(proxy) = proxy {
            let proxy = reqwest::Proxy::all(proxy).map_err(|error| SettingsError::Proxy(error.to_string()))?;
            builder = builder.proxy(proxy);
        }
        let client = builder.build().map_err(|error| SettingsError::Client(error.to_string()))?;
        Ok(Self { client })
    }

    /// Carries one errand; the answer's bytes, whatever they are.
    ///
    /// # Errors
    /// What stood in the way: an address that is none, no connection, no answer in time, a status other than 200, an
    /// answer larger than allowed.
    pub async fn run(&self, errand: &Errand) -> Result<Vec<u8>, Fault> {
        let url = address(&errand.address)?;
        let request = match &errand.question {
            Some((media_type, bytes)) => self.client.post(url).header(CONTENT_TYPE, *media_type).body(bytes.clone()),
            None => self.client.get(url),
        };
        let sent = async {
            let answer = request.header(ACCEPT, errand.wanted).send().await.map_err(|error| of_error(&error))?;
            hear(answer, errand.most).await
        };
        let heard = tokio::time::timeout(errand.patience, sent).await;
        heard.map_err(|_| fault(Class::Timeout, true, None, "no answer in time"))?
    }
}

async fn hear(mut answer: reqwest::Response, most: usize) -> Result<Vec<u8>, Fault> {
    let status = answer.status().as_u16();
    if status != 200 {
        return Err(fault(Class::ForeignAnswer, true, Some(status), "another status than 200"));
    }
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|error| of_error(&error))? {
        if body.len() + chunk.len() > most {
            return Err(fault(Class::ForeignAnswer, true, Some(status), "larger than any answer of this kind"));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn address(text: &str) -> Result<Url, Fault> {
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    let url = url.filter(|url| url.username().is_empty() && url.password().is_none());
    url.ok_or_else(|| Fault::seen(Scope::Local, Class::Unsendable, false, "not an http or https address"))
}

/// Is this an address an errand can go to?
pub fn is_address(text: &str) -> bool {
    address(text).is_ok()
}

fn of_error(error: &reqwest::Error) -> Fault {
    let class = match error {
        error if error.is_connect() => Class::Network,
        error if error.is_timeout() => Class::Timeout,
        _ => Class::CutShort,
    };
    fault(class, !error.is_connect(), None, &error.to_string())
}

fn fault(class: Class, left_us: bool, status: Option<u16>, words: &str) -> Fault {
    let raw = Raw { status, words: words.chars().take(300).collect(), ..Raw::default() };
    Fault { scope: Scope::Route, class, left_us, retry: Retry::After, retry_after: None, raw: Box::new(raw) }
}
