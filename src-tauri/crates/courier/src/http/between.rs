//! What do gateways ask of each other beside submissions? Documents that are too large for an envelope, and how a
//! certificate of the other country stands.

use reqwest::Method;
use tamga_protocol::{self as protocol, headers};

use super::judge::{self, Expected, Proven};
use super::wire::Ask;
use super::{HttpTransport, in_query, unreadable, unsendable};
use crate::outcome::Fault;
use crate::read;

/// The media type of a document that is sent by itself.
const BYTES: &str = "application/octet-stream";
/// The header type of a statement about one certificate.
const STATUS: &str = "co-status+jwt";
/// The largest answer about one certificate: a document inline, in base64.
const PULLED: usize = 4 * 1024 * 1024;

/// Why one certificate is asked about, and by what it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pull {
    /// Issuing body in the trust list.
    pub issuer: String,
    /// Certificate number.
    pub co_number: String,
    /// Day of issue, `YYYY-MM-DD`.
    pub issue_day: String,
    /// Why it is asked.
    pub reason: String,
    /// The customs declaration it is about; may be empty.
    pub declaration: String,
}

impl HttpTransport {
    /// Sends a document by itself, from where an earlier attempt was cut off.
    pub(super) async fn send_document(&self, sha256: &str, bytes: &[u8]) -> Result<(), Fault> {
        if !headers::is_hex_digest(sha256) {
            return Err(unsendable("not a digest"));
        }
        let (path, size) = (format!("/v1/documents/{sha256}"), bytes.len());
        let at = self.offset(&path).await?;
        let from = usize::try_from(at).unwrap_or(usize::MAX);
        let rest = match bytes.get(from..) {
            Some([]) if size > 0 => return Ok(()),
            Some(rest) => rest,
            None => return Err(unsendable("the gateway has more of it than there is")),
        };
        let range = (from > 0).then(|| format!("bytes {from}-{}/{size}", size - 1));
        let make = || Ask { media_type: BYTES, range: range.clone(), ..Ask::put(path.clone(), rest.to_vec()) };
        match self.ask(make, Expected::Json).await? {
            Proven::Success(..) => Ok(()),
            Proven::Problem(problem) => Err(judge::fault_of(&problem)),
        }
    }

    async fn offset(&self, path: &str) -> Result<u64, Fault> {
        let authorization = self.tokens.authorization(&self.wire, &self.settings, None).await?;
        let ask = Ask { method: Method::HEAD, authorization: Some(authorization), ..Ask::get(path.to_owned()) };
        judge::offset(&self.wire.exchange(ask).await?, &self.settings.gateway_id)
    }

    /// Asks how a certificate of the gateway's country stands. Its word is checked, and the document against it.
    ///
    /// # Errors
    /// No answer, a problem, or an answer that proves nothing.
    pub async fn pull(&self, pull: &Pull) -> Result<protocol::PulledCertificate, Fault> {
        let Pull { issuer, co_number, issue_day, reason, declaration } = pull;
        let path = format!(
            "/v1/certificates/{}/{}?issueDate={}&reason={}&declaration={}",
            in_query(issuer),
            in_query(co_number),
            in_query(issue_day),
            in_query(reason),
            in_query(declaration)
        );
        let pulled: protocol::PulledCertificate = self.read_json(Ask { max_answer: PULLED, ..Ask::get(path) }).await?;
        let gateway = &self.settings.gateway_id;
        let unproven = |why: &str| unreadable(200, why);
        let said = self.verifier.verify(gateway, STATUS, &pulled.statement);
        let said = said.map_err(|why| unproven(&why.to_string()))?;
        let claims: protocol::StatusClaims = read::json(&said).map_err(|why| unproven(&why))?;
        let bytes = pulled.document.as_ref().map(protocol::DocumentPart::bytes).transpose();
        let bytes = bytes.map_err(|error| unproven(&error.to_string()))?.flatten();
        let is_so = claims.iss == *gateway
            && claims.issuer == *issuer
            && claims.co_number == *co_number
            && claims.dig.as_deref() == pulled.document.as_ref().map(|part| part.sha256.as_str())
            && bytes.is_none_or(|bytes| claims.dig == Some(read::hex_sha256(&bytes)));
        if is_so { Ok(pulled) } else { Err(unproven("it speaks of another certificate")) }
    }
}
