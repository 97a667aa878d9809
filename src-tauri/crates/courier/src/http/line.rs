//! Who carries a request to the gateway and its answer back, when it is not the network? Whoever drives time and faults
//! himself: one exchange, as the HTTPS client would have made it. What an answer means is judged as ever.

use tamga_protocol::headers;

use crate::http::judge::Heard;
use crate::outcome::Fault;
use crate::transport::Answering;

/// A request as it stands on the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineRequest {
    /// `GET`, `PUT`, `POST`.
    pub method: String,
    /// Path with query.
    pub path: String,
    /// Header fields; names in lower case.
    pub fields: Vec<(String, String)>,
    /// The body, if it has one.
    pub body: Vec<u8>,
}

/// An answer as it stands on the line, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineAnswer {
    /// HTTP status.
    pub status: u16,
    /// Header fields; names in lower case.
    pub fields: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// A line to one gateway. What goes wrong on it is said as the HTTPS client says it: a fault, and whether anything may
/// have left.
pub trait Line: Send + Sync {
    /// One request and its answer; never a second try.
    fn exchange(&self, request: LineRequest) -> Answering<'_, Result<LineAnswer, Fault>>;
}

pub(crate) fn heard(answer: LineAnswer) -> Heard {
    let LineAnswer { status, fields, body } = answer;
    let field = |name: &str| fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    Heard::marked(status, field, body)
}

impl Heard {
    /// An answer by the fields that matter.
    pub(crate) fn marked(status: u16, field: impl Fn(&str) -> Option<String>, body: Vec<u8>) -> Self {
        Self {
            status,
            gateway_id: field(headers::GATEWAY_ID),
            content_type: field("content-type"),
            content_encoding: field("content-encoding"),
            content_digest: field(headers::CONTENT_DIGEST),
            retry_after: field("retry-after"),
            trace: field(headers::TRACE_ID),
            date: field("date"),
            upload_offset: field(headers::UPLOAD_OFFSET),
            body,
        }
    }
}
