//! How does one request go out and one answer come in? One attempt, bounded in time and size; no retry, no redirect.

use std::error::Error as _;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{AUTHORIZATION, HeaderValue};
use reqwest::{Client, Method, Url};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tamga_protocol::headers;

use crate::http::judge::Heard;
use crate::http::line::{self, Line, LineRequest};
use crate::http::{ClientIdentity, HttpSettings, Patience, SettingsError};
use crate::outcome::{Class, Fault, Raw, Retry, Scope};
use crate::read;

/// One request.
pub(crate) struct Ask {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) media_type: &'static str,
    pub(crate) body: Option<Vec<u8>>,
    pub(crate) authorization: Option<String>,
    pub(crate) hops: Vec<String>,
    /// Which part of a whole the body is.
    pub(crate) range: Option<String>,
    /// How long the gateway may hold its answer because it was asked to.
    pub(crate) wait: Duration,
    /// The most bytes of an answer.
    pub(crate) max_answer: usize,
}

impl Ask {
    pub(crate) fn get(path: String) -> Self {
        Self {
            method: Method::GET,
            path,
            media_type: headers::JSON,
            body: None,
            authorization: None,
            hops: Vec::new(),
            range: None,
            wait: Duration::ZERO,
            max_answer: 1 << 20,
        }
    }

    pub(crate) fn put(path: String, body: Vec<u8>) -> Self {
        Self { method: Method::PUT, body: Some(body), ..Self::get(path) }
    }

    pub(crate) fn post(path: String, media_type: &'static str, body: Vec<u8>) -> Self {
        Self { method: Method::POST, body: Some(body), media_type, ..Self::get(path) }
    }
}

impl Ask {
    /// The header fields, names in lower case.
    fn fields(&self) -> Vec<(&'static str, String)> {
        let mut fields = vec![("accept", "application/json, application/problem+json, */*;q=0.1".to_owned())];
        fields.extend(self.authorization.iter().map(|value| ("authorization", value.clone())));
        if !self.hops.is_empty() {
            fields.push((headers::HOPS, headers::hops(&self.hops)));
        }
        fields.extend(self.range.iter().map(|range| ("content-range", range.clone())));
        if let Some(body) = &self.body {
            fields.push(("content-type", self.media_type.to_owned()));
            fields.push((headers::CONTENT_DIGEST, headers::content_digest(&read::sha256(body))));
        }
        fields
    }
}

/// The way to one gateway.
pub(crate) enum Wire {
    Https(Box<Https>),
    Line(Arc<dyn Line>),
}

impl Wire {
    /// Sends one request and hears the whole answer, or says how far it came.
    pub(crate) async fn exchange(&self, ask: Ask) -> Result<Heard, Fault> {
        match self {
            Self::Https(client) => client.exchange(ask).await,
            Self::Line(line) => {
                let fields = ask.fields().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
                let Ask { method, path, body, max_answer, .. } = ask;
                let (method, body) = (method.to_string(), body.unwrap_or_default());
                let answer = line.exchange(LineRequest { method, path, fields, body }).await?;
                match answer.body.len() <= max_answer {
                    true => Ok(line::heard(answer)),
                    false => Err(too_large(answer.status)),
                }
            }
        }
    }
}

/// The HTTPS client for one gateway.
pub(crate) struct Https {
    client: Client,
    base: Url,
    patience: Patience,
}

impl Https {
    pub(crate) fn new(settings: &HttpSettings, identity: Option<&ClientIdentity>) -> Result<Self, SettingsError> {
        let base = base_url(&settings.base_url)?;
        let mut builder = Client::builder()
            .tls_backend_preconfigured(tls(&settings.anchor_pem, identity)?)
            .https_only(true)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .no_proxy()
            .connect_timeout(settings.patience.connect)
            .pool_idle_timeout(Duration::from_secs(20))
            .user_agent(concat!("tamga/", env!("CARGO_PKG_VERSION")));
        if let Some(proxy) = &settings.proxy {
            let proxy = reqwest::Proxy::https(proxy).map_err(|error| SettingsError::Proxy(error.to_string()))?;
            builder = builder.proxy(proxy);
        }
        let client = builder.build().map_err(|error| SettingsError::Client(words(&error)))?;
        Ok(Self { client, base, patience: settings.patience.clone() })
    }

    async fn exchange(&self, ask: Ask) -> Result<Heard, Fault> {
        let url = self.base.join(&ask.path).map_err(|error| unsendable(&error.to_string()))?;
        let size = ask.body.as_ref().map_or(0, Vec::len) as u64;
        let upload = Duration::from_secs(size / self.patience.slowest.max(1));
        let first_byte = self.patience.connect + upload + self.patience.first_byte + ask.wait;
        let whole = self.patience.whole + upload + ask.wait;
        let max_answer = ask.max_answer;
        let request = self.request(url, ask)?;
        let all = async {
            let sent = tokio::time::timeout(first_byte, self.client.execute(request)).await;
            let response = sent.map_err(|_| no_answer())?.map_err(|error| of_error(&error))?;
            hear(response, max_answer).await
        };
        tokio::time::timeout(whole, all).await.map_err(|_| no_answer())?
    }

    fn request(&self, url: Url, ask: Ask) -> Result<reqwest::Request, Fault> {
        let fields = ask.fields();
        let mut request = self.client.request(ask.method, url);
        for (name, value) in fields {
            let mut value = HeaderValue::from_str(&value)
                .map_err(|_| unsendable("the token holds characters a header cannot carry"))?;
            value.set_sensitive(name == AUTHORIZATION.as_str());
            request = request.header(name, value);
        }
        if let Some(body) = ask.body {
            request = request.body(body);
        }
        request.build().map_err(|error| unsendable(&words(&error)))
    }
}

async fn hear(mut response: reqwest::Response, max: usize) -> Result<Heard, Fault> {
    let status = response.status().as_u16();
    let fields = response.headers().clone();
    let mut body = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() <= max => body.extend_from_slice(&chunk),
            Ok(Some(_)) => return Err(too_large(status)),
            Ok(None) => {
                let field = |name: &str| fields.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
                return Ok(Heard::marked(status, field, body));
            }
            Err(error) => {
                let class = if error.is_timeout() { Class::Timeout } else { Class::CutShort };
                return Err(fault(class, true, Some(status), &words(&error)));
            }
        }
    }
}

fn base_url(text: &str) -> Result<Url, SettingsError> {
    let wrong = || SettingsError::Address(text.to_owned());
    let url = Url::parse(text).map_err(|_| wrong())?;
    let is_bare = url.scheme() == "https"
        && url.has_host()
        && matches!(url.path(), "" | "/")
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    if is_bare { Ok(url) } else { Err(wrong()) }
}

/// TLS 1.3 with ring, the given anchors and no others, no early data; with our own certificate where there is one.
fn tls(anchor_pem: &[u8], identity: Option<&ClientIdentity>) -> Result<rustls::ClientConfig, SettingsError> {
    let mut roots = rustls::RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(anchor_pem) {
        let certificate = certificate.map_err(|error| SettingsError::Anchor(error.to_string()))?;
        roots.add(certificate).map_err(|error| SettingsError::Anchor(error.to_string()))?;
    }
    if roots.is_empty() {
        return Err(SettingsError::Anchor("none in it".into()));
    }
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .map_err(|error| SettingsError::Client(error.to_string()))?
        .with_root_certificates(roots);
    let mut config = match identity {
        None => config.with_no_client_auth(),
        Some(identity) => {
            let wrong = |why: &dyn std::fmt::Display| SettingsError::Identity(why.to_string());
            let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&identity.certificate_pem).collect();
            let key = PrivateKeyDer::from_pem_slice(&identity.key_pem).map_err(|why| wrong(&why))?;
            config.with_client_auth_cert(chain.map_err(|why| wrong(&why))?, key).map_err(|why| wrong(&why))?
        }
    };
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    config.enable_early_data = false;
    Ok(config)
}

/// How far an attempt came, by what the HTTP library reports.
fn of_error(error: &reqwest::Error) -> Fault {
    let tls = tls_error(error);
    if error.is_builder() {
        return unsendable(&words(error));
    }
    if error.is_connect() {
        let class = match tls {
            Some(rustls::Error::InvalidCertificate(why)) if is_about_dates(why) => Class::Clock,
            Some(_) => Class::Tls,
            None => Class::Network,
        };
        return fault(class, false, None, &words(error));
    }
    let class = match tls {
        // In TLS 1.3 a refused client certificate shows only after the handshake.
        Some(rustls::Error::AlertReceived(_)) => Class::Auth,
        _ if error.is_timeout() => Class::Timeout,
        _ => Class::CutShort,
    };
    fault(class, true, None, &words(error))
}

fn is_about_dates(why: &rustls::CertificateError) -> bool {
    use rustls::CertificateError as Why;
    matches!(why, Why::Expired | Why::ExpiredContext { .. } | Why::NotValidYet | Why::NotValidYetContext { .. })
}

fn tls_error(error: &reqwest::Error) -> Option<&rustls::Error> {
    let mut next = error.source();
    while let Some(cause) = next {
        if let Some(found) = held_by(cause) {
            return Some(found);
        }
        next = cause.source();
    }
    None
}

/// The TLS error that a cause is or wraps; an I/O error does not name what it wraps as its source.
fn held_by<'a>(cause: &'a (dyn std::error::Error + 'static)) -> Option<&'a rustls::Error> {
    if let Some(found) = cause.downcast_ref::<rustls::Error>() {
        return Some(found);
    }
    let inner = cause.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    inner.and_then(|inner| held_by(inner))
}

/// The chain of causes without the address, which may be long.
fn words(error: &reqwest::Error) -> String {
    let mut text = String::new();
    let mut next = error.source();
    while let Some(cause) = next {
        if !text.is_empty() {
            text.push_str(": ");
        }
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    if text.is_empty() { error.to_string() } else { text }
}

fn fault(class: Class, left_us: bool, status: Option<u16>, words: &str) -> Fault {
    let words = words.chars().take(300).collect();
    let raw = Raw { status, words, ..Raw::default() };
    Fault { scope: Scope::Route, class, left_us, retry: Retry::After, retry_after: None, raw: Box::new(raw) }
}

fn too_large(status: u16) -> Fault {
    fault(Class::ForeignAnswer, true, Some(status), "larger than any answer of this API")
}

fn no_answer() -> Fault {
    fault(Class::Timeout, true, None, "no answer in time")
}

fn unsendable(words: &str) -> Fault {
    Fault::seen(Scope::Local, Class::Unsendable, false, words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_bare_https_address_is_taken() {
        assert!(base_url("https://gateway.example:8443").is_ok());
        for wrong in
            ["http://gateway.example", "https://a/path", "https://a/?q", "https://user:pw@a", "gateway", "https://"]
        {
            assert!(base_url(wrong).is_err(), "{wrong} was taken");
        }
    }

    #[test]
    fn an_anchor_file_without_a_certificate_is_refused() {
        assert!(matches!(tls(b"", None), Err(SettingsError::Anchor(_))));
        assert!(matches!(
            tls(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", None),
            Err(SettingsError::Anchor(_))
        ));
    }
}
