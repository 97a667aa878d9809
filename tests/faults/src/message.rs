//! What is a request, what is a reply, and how far is it sent? HTTP/1.1 with `Content-Length`, no more.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt};

const LARGEST: usize = 64 * 1024 * 1024;

/// A whole request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// Method.
    pub method: String,
    /// Path with query.
    pub path: String,
    /// Header fields, names in lower case.
    pub fields: Vec<(String, String)>,
    /// Body.
    pub body: Vec<u8>,
}

/// How a reply goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sending {
    /// Whole.
    #[default]
    Whole,
    /// So many bytes of it, then the connection is closed.
    Cut(usize),
    /// After a while.
    Late(Duration),
    /// So many bytes of it, then nothing more, with the connection open.
    Stall(usize),
}

/// A reply.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reply {
    /// Status.
    pub status: u16,
    /// Header fields, without `Content-Length`.
    pub fields: Vec<(String, String)>,
    /// Body.
    pub body: Vec<u8>,
    /// How it goes out.
    pub sending: Sending,
}

impl Request {
    /// A header field.
    pub fn field(&self, name: &str) -> Option<&str> {
        find(&self.fields, name)
    }

    /// The bytes on the wire, as one request of a connection of its own.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut text = format!("{} {} HTTP/1.1\r\n", self.method, self.path);
        push_fields(&mut text, &self.fields, self.body.len());
        [text.into_bytes(), self.body.clone()].concat()
    }

    /// Reads one request; `None` when the other side has closed.
    pub async fn read(from: &mut (impl AsyncRead + Unpin)) -> io::Result<Option<Self>> {
        let Some((first, fields, body)) = read_message(from).await? else { return Ok(None) };
        let mut words = first.split(' ').map(str::to_owned);
        let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        Ok(Some(Self { method, path, fields, body }))
    }
}

impl Reply {
    /// A reply with a body of some type.
    pub fn new(status: u16, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let fields = vec![("content-type".to_owned(), media_type.to_owned())];
        Self { status, fields, body: body.into(), sending: Sending::Whole }
    }

    /// With one more header field.
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.fields.push((name.to_ascii_lowercase(), value.into()));
        self
    }

    /// Without a header field.
    pub fn without(mut self, name: &str) -> Self {
        self.fields.retain(|(known, _)| known != name);
        self
    }

    /// Sent in another way.
    pub fn sent(mut self, sending: Sending) -> Self {
        self.sending = sending;
        self
    }

    /// A header field.
    pub fn field(&self, name: &str) -> Option<&str> {
        find(&self.fields, name)
    }

    /// The bytes on the wire.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut text = format!("HTTP/1.1 {} X\r\n", self.status);
        push_fields(&mut text, &self.fields, self.body.len());
        [text.into_bytes(), self.body.clone()].concat()
    }

    /// Reads one reply.
    pub async fn read(from: &mut (impl AsyncRead + Unpin)) -> io::Result<Self> {
        let early = || io::Error::new(io::ErrorKind::UnexpectedEof, "no reply");
        let (first, fields, body) = read_message(from).await?.ok_or_else(early)?;
        let status = first.split(' ').nth(1).and_then(|word| word.parse().ok()).ok_or_else(early)?;
        Ok(Self { status, fields, body, sending: Sending::Whole })
    }
}

fn find<'a>(fields: &'a [(String, String)], name: &str) -> Option<&'a str> {
    fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

fn push_fields(text: &mut String, fields: &[(String, String)], length: usize) {
    let own = ["content-length", "connection", "transfer-encoding"];
    for (name, value) in fields.iter().filter(|(name, _)| !own.contains(&name.as_str())) {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.push_str(&format!("content-length: {length}\r\nconnection: close\r\n\r\n"));
}

type Message = (String, Vec<(String, String)>, Vec<u8>);

async fn read_message(from: &mut (impl AsyncRead + Unpin)) -> io::Result<Option<Message>> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        if from.read(&mut byte).await? == 0 {
            let early = io::Error::new(io::ErrorKind::UnexpectedEof, "the head ends early");
            return if head.is_empty() { Ok(None) } else { Err(early) };
        }
        head.extend(byte);
        if head.len() > 64 * 1024 {
            return Err(io::Error::other("a head that does not end"));
        }
    }
    let text = String::from_utf8_lossy(&head).into_owned();
    let mut lines = text.split("\r\n");
    let first = lines.next().unwrap_or_default().to_owned();
    let fields: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let body = if find(&fields, "transfer-encoding").is_some_and(|coding| coding.eq_ignore_ascii_case("chunked")) {
        read_chunks(from).await?
    } else {
        let length: usize = find(&fields, "content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
        read_exactly(from, length).await?
    };
    Ok(Some((first, fields, body)))
}

async fn read_exactly(from: &mut (impl AsyncRead + Unpin), length: usize) -> io::Result<Vec<u8>> {
    if length > LARGEST {
        return Err(io::Error::other("larger than any message of a test"));
    }
    let mut body = vec![0; length];
    from.read_exact(&mut body).await?;
    Ok(body)
}

async fn read_chunks(from: &mut (impl AsyncRead + Unpin)) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let mut line = Vec::new();
        while !line.ends_with(b"\r\n") {
            line.push(from.read_u8().await?);
        }
        let text = String::from_utf8_lossy(&line);
        let size = text.trim().split(';').next().and_then(|digits| usize::from_str_radix(digits, 16).ok());
        let size = size.ok_or_else(|| io::Error::other("not a chunk"))?;
        body.extend(read_exactly(from, size).await?);
        read_exactly(from, 2).await?;
        if size == 0 {
            return Ok(body);
        }
    }
}
