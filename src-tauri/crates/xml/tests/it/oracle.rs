//! Another reader sees the same document: whatever the gate lets in, `quick-xml` takes apart into the same pieces.

use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event as Token;
use tamga_xml::{Event, Limits, gate};

/// Names, names of attributes, and texts as written, in order.
fn ours(document: &str) -> Option<Vec<String>> {
    let gated = gate(document.as_bytes(), &Limits::OWN).ok()?;
    crate::elements::agree(&gated);
    let mut events = gated.events();
    let mut told = Vec::new();
    while let Some(event) = events.next() {
        let written = &document[events.offset()..events.end_offset()];
        match event {
            Event::Start(start) => {
                let prefix =
                    if start.name.prefix.is_empty() { String::new() } else { format!("{}:", start.name.prefix) };
                told.push(format!("+{prefix}{}", start.name.local));
                told.extend(start.attributes().map(|it| match it.name.prefix {
                    "" => format!("@{}", it.name.local),
                    prefix => format!("@{prefix}:{}", it.name.local),
                }));
            }
            Event::Text(_) => told.push(format!("{written:?}")),
            Event::End => told.push("-".to_owned()),
        }
    }
    Some(told)
}

fn theirs(document: &str) -> Result<Vec<String>, String> {
    let mut reader = Reader::from_str(document);
    let (mut told, mut text, mut depth) = (Vec::new(), String::new(), 0_usize);
    let mut before = 0;
    loop {
        let token = reader.read_event().map_err(|error| error.to_string())?;
        let position = usize::try_from(reader.buffer_position()).expect("a place");
        let written = &document[before..position];
        before = position;
        if let Token::Text(_) | Token::GeneralRef(_) = token {
            if depth > 0 {
                text.push_str(written);
            }
            continue;
        }
        if !text.is_empty() {
            told.push(format!("{:?}", std::mem::take(&mut text)));
        }
        match token {
            Token::Start(start) | Token::Empty(start) => {
                told.push(format!("+{}", start.name().as_ref()));
                for attribute in start.attributes() {
                    let attribute = attribute.map_err(|error| error.to_string())?;
                    let name = attribute.key.as_ref().to_owned();
                    if name != "xmlns" && !name.starts_with("xmlns:") {
                        told.push(format!("@{name}"));
                    }
                }
                if written.ends_with("/>") { told.push("-".to_owned()) } else { depth += 1 }
            }
            Token::End(_) => {
                told.push("-".to_owned());
                depth = depth.checked_sub(1).ok_or("an end without a start")?;
            }
            Token::Decl(_) => {}
            Token::Eof => return if depth == 0 { Ok(told) } else { Err("it ends early".to_owned()) },
            other => return Err(format!("{other:?}")),
        }
    }
}

/// In a long document the gate remembers names, in a short one it does not; blanks behind the root change nothing else.
fn told_alike_when_longer(document: &str) {
    let longer = format!("{document}{}", " ".repeat(16 * 1024));
    let told = |document: &str| gate(document.as_bytes(), &Limits::OWN).ok().map(|gated| crate::elements::told(&gated));
    assert_eq!(told(document), told(&longer), "{document}");
}

fn same(document: &str) -> bool {
    told_alike_when_longer(document);
    match ours(document) {
        Some(told) => {
            assert_eq!(Ok(told), theirs(document), "{document}");
            true
        }
        None => false,
    }
}

const SEEDS: [&str; 5] = [
    "<a xmlns=\"u\" xmlns:p=\"v\"><p:b c=\"1\" p:d='2'>t &amp; u</p:b><e/>\n<é>ü</é></a>",
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a><b c = \"x > y\" d='\"'/>]] ></a>\n",
    "<a><b>1</b ><b\t/><b></b><c:d xmlns:c=\"&lt;u\" c:e=\"&#65;\"/>&#x20AC;</a>",
    "<MetaData xmlns=\"urn:tamga:co:1\"><Declaration Id=\"co\"><ID>UY-1</ID><Line/></Declaration></MetaData>",
    crate::elements::REBOUND,
];

#[test]
fn the_seeds_are_read_alike() {
    for seed in SEEDS {
        assert!(same(seed), "{seed}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_comes_in_is_read_alike(
        seed in prop::sample::select(SEEDS.to_vec()),
        changes in prop::collection::vec((0.0..1.0_f64, 0..12_usize, prop::sample::select(vec![
            "", "<", ">", "/", "/>", "</", "\"", "'", "=", " ", "\n", "&", ";", "&amp;", "&#1;", "x", ":", "<x>", "</x>", "<x/>",
            "<!-- c -->", "<!--", "-->", "]]>", "<![CDATA[", "<?p?>", "<!DOCTYPE a>", "\u{85}", "é", " y=\"z\"", "xmlns",
        ])), 1..4),
    ) {
        let mut document: Vec<char> = seed.chars().collect();
        for (place, removed, piece) in changes {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a length")]
            let at = (place * document.len() as f64) as usize;
            let end = (at + removed / 4).min(document.len());
            document.splice(at..end, piece.chars());
        }
        same(&document.into_iter().collect::<String>());
    }
}
