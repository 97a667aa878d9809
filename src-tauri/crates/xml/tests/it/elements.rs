//! A document looked at as a tree of elements says what its events say.

use tamga_xml::{Content, Element, Event, Gated, Limits, gate};

fn by_events(gated: &Gated<'_>) -> Vec<String> {
    let mut events = gated.events();
    let (mut told, mut begun) = (Vec::new(), Vec::new());
    while let Some(event) = events.next() {
        match event {
            Event::Start(start) => {
                let attributes: Vec<String> = start.attributes().map(|it| format!("{it:?}")).collect();
                told.push(format!("{:?} {attributes:?}", start.name));
                begun.push(events.offset());
            }
            Event::Text(text) => told.push(format!("{text:?}")),
            Event::End => told.push(format!("{}..{}", begun.pop().unwrap(), events.end_offset())),
        }
    }
    told
}

fn by_elements(element: &Element<'_>, told: &mut Vec<String>) {
    let name = element.name().unwrap();
    assert!(element.is(name.number, name.local) && !element.is(name.number + 1, name.local));
    assert_eq!((element.local(), element.namespace()), (name.local, name.number));
    let attributes: Vec<String> = element.attributes().map(|(_, it)| format!("{it:?}")).collect();
    assert_eq!(element.has_attributes(), !attributes.is_empty());
    told.push(format!("{name:?} {attributes:?}"));
    let (mut texts, mut place) = (Vec::new(), element.first());
    for content in element.inside() {
        match content {
            Content::Text(text) => {
                told.push(format!("{text:?}"));
                texts.push(text.to_owned());
            }
            Content::Element(child) => {
                assert_eq!(child.above().map(|above| above.place()), Some(element.place()));
                assert_eq!(element.child_from(place).map(|child| child.place()), Some(child.place()));
                place = child.end();
                by_elements(&child, told);
                texts.extend(child.texts().map(str::to_owned));
            }
        }
    }
    assert!(element.child_from(place).is_none());
    assert_eq!(element.texts().map(str::to_owned).collect::<Vec<_>>(), texts);
    told.push(format!("{}..{}", element.span().start, element.span().end));
}

/// Both ways to look at a document that was let in say the same.
pub fn agree(gated: &Gated<'_>) {
    let (mut told, root) = (Vec::new(), gated.root().expect("every document has a root"));
    assert!(root.above().is_none() && root.end() == gated.places());
    by_elements(&root, &mut told);
    assert_eq!(told, by_events(gated), "{}", gated.text());
    let places = (0..gated.places()).filter_map(|place| gated.element(place));
    assert_eq!(places.count(), gated.elements());
}

/// What stands in a document, told by its elements.
pub fn told(gated: &Gated<'_>) -> Vec<String> {
    let mut told = Vec::new();
    by_elements(&gated.root().expect("every document has a root"), &mut told);
    told
}

/// The same names again and again, with other namespaces behind them.
pub const REBOUND: &str = concat!(
    "<Envelope xmlns=\"u\" xmlns:p=\"v\"><p:Declaration>1</p:Declaration><p:Declaration>2</p:Declaration>",
    "<x xmlns:p=\"w\"><p:Declaration>3</p:Declaration></x><p:Declaration><p:Declarations/></p:Declaration>",
    "<Declaration>4</Declaration><x xmlns=\"\"><Declaration>5</Declaration></x><Declaration></Declaration></Envelope>"
);

#[test]
fn a_name_met_before_means_what_is_bound_where_it_stands_again() {
    for blanks in [0, 16 * 1024] {
        let document = format!("{REBOUND}{}", " ".repeat(blanks));
        let gated = gate(document.as_bytes(), &Limits::OWN).unwrap();
        let all = (0..gated.places()).filter_map(|place| gated.element(place)?.name());
        let named: Vec<&str> = all.filter(|name| name.local == "Declaration").map(|name| name.namespace).collect();
        assert_eq!(named, ["v", "v", "w", "v", "u", "", "u"], "with {blanks} blanks behind it");
    }
}

#[test]
fn elements_say_what_the_events_say() {
    for document in [
        "<a/>",
        "<a></a>",
        "<a>t</a>",
        "<a><!-- c --></a>",
        "<a> <!-- c --> </a>",
        "<a b=\"1\"/>",
        "<a>x &amp; y</a>",
        "<a>\r\n<b/>\r</a>",
        "<a>one<b>two</b>three<b/>four<c><d>five</d ></c></a>",
        "<a xmlns=\"u\" xmlns:p=\"v\" p:x=\"1\" y=\"2\"><p:b/><c xmlns=\"\" z=\"&lt;\">t</c><d/></a>",
    ] {
        agree(&gate(document.as_bytes(), &Limits::FOREIGN).unwrap());
    }
}

#[test]
fn a_text_is_plain_only_when_nothing_else_stands_in_its_element() {
    let said = |document: &str| {
        let gated = gate(document.as_bytes(), &Limits::FOREIGN).unwrap();
        gated.root().and_then(|root| root.said().map(str::to_owned))
    };
    assert_eq!(said("<a>t</a>").as_deref(), Some("t"));
    for empty in ["<a/>", "<a></a>", "<a b='c'/>"] {
        assert_eq!(said(empty).as_deref(), Some(""), "{empty}");
    }
    for mixed in
        ["<a>t<b/></a>", "<a><b/></a>", "<a>&amp;</a>", "<a>x\ry</a>", "<a> <!-- c --></a>", "<a><!-- c --></a>"]
    {
        assert_eq!(said(mixed), None, "{mixed}");
    }
}

fn inner<'g>(element: &Element<'g>) -> Element<'g> {
    element.child_from(element.first()).unwrap()
}

#[test]
fn elements_are_alike_when_bytes_and_namespaces_are() {
    let document = concat!(
        "<a xmlns:p=\"u\"><p:b c=\"1\"><d p:e=\"2\">t</d></p:b><x xmlns:p=\"v\"><p:b c=\"1\"><d p:e=\"2\">t</d></p:b></x>",
        "<p:b c=\"1\"><d p:e=\"2\">t</d></p:b><p:b c=\"1\"><d p:e=\"2\">u</d></p:b></a>"
    );
    let gated = gate(document.as_bytes(), &Limits::OWN).unwrap();
    let all: Vec<Element<'_>> = (0..gated.places()).filter_map(|place| gated.element(place)).collect();
    let [first, foreign, same, other] = *all.iter().filter(|element| element.local() == "b").collect::<Vec<_>>() else {
        panic!("four elements of that name")
    };
    assert!(first.is_like(same) && same.is_like(first));
    assert!(!first.is_like(foreign), "its prefix stands for another namespace");
    assert!(!first.is_like(other), "its text is another one");
    assert!(!inner(first).is_like(&inner(foreign)), "the prefix of an attribute counts too");
}
