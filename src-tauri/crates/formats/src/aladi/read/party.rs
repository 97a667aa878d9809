//! Who is named in the file: exporter, importer, consignee, producers, another operator, the subscriber, the body.

use tamga_origin::{Channel, Party, PartyId};

use super::Reading;
use super::elements::At;
use super::put::set;
use crate::aladi::kind::collapsed;
use crate::aladi::slot::{Part, Role};

impl Reading<'_> {
    fn party(&mut self, role: Role) -> Option<&mut Party> {
        let certificate = &mut self.certificate;
        match role {
            Role::Exporter => Some(&mut certificate.exporter),
            Role::Importer => Some(certificate.importer.get_or_insert_default()),
            Role::Consignee => Some(certificate.consignee.get_or_insert_default()),
            Role::Producer => certificate.producers.last_mut().map(|producer| &mut producer.party),
            Role::Third => Some(certificate.invoicing_party.get_or_insert_default()),
            Role::Agent => certificate.agent.as_mut().map(|agent| &mut agent.party),
            Role::Issuer => None,
        }
    }

    /// The exporter files for itself: what is said about the subscriber is what is said about the exporter.
    fn subscriber(&mut self, part: Part, text: &str, at: At) {
        let exporter = &self.certificate.exporter;
        let same = match part {
            Part::Name => exporter.name == text,
            Part::Channel(kind) => exporter.channels.iter().any(|known| known.kind == kind && known.value == text),
            _ => false,
        };
        if !same {
            self.unplaced(at, text);
        }
    }

    pub(super) fn put_party(&mut self, role: Role, part: Part, text: String, at: At) {
        if role == Role::Agent && self.certificate.agent.is_none() {
            return self.subscriber(part, &text, at);
        }
        let differs = if role == Role::Issuer {
            let issuer = &mut self.certificate.issuer;
            match part {
                Part::Name => set(&mut issuer.name, text),
                Part::Country => set(&mut issuer.address.country, collapsed(&text).into_owned()),
                Part::City => {
                    self.certificate.issue_place.name = text.clone();
                    set(&mut issuer.address.city, text)
                }
                Part::Lines => set_lines(&mut issuer.address.lines, text),
                Part::Channel(kind) => set_channel(&mut issuer.channels, kind, text),
                Part::Tax => Some(text),
            }
        } else {
            let Some(party) = self.party(role) else { return };
            match part {
                Part::Name => set(&mut party.name, text),
                Part::Country => set(&mut party.address.country, collapsed(&text).into_owned()),
                Part::City => set(&mut party.address.city, text),
                Part::Lines => set_lines(&mut party.address.lines, text),
                Part::Channel(kind) => set_channel(&mut party.channels, kind, text),
                Part::Tax => {
                    if party.ids.is_empty() {
                        party.ids.push(PartyId { scheme: String::new(), value: text });
                        None
                    } else {
                        Some(text)
                    }
                }
            }
        };
        if let Some(text) = differs {
            self.conflict(at, &text);
        }
    }
}

/// The lines of an address, exactly as they stand.
fn set_lines(lines: &mut Vec<String>, text: String) -> Option<String> {
    if !lines.is_empty() {
        return Some(text);
    }
    lines.extend(text.split('\n').map(str::to_owned));
    None
}

fn set_channel(channels: &mut Vec<Channel>, kind: &str, value: String) -> Option<String> {
    if channels.iter().any(|channel| channel.kind == kind) {
        return Some(value);
    }
    channels.push(Channel { kind: kind.to_owned(), value });
    None
}
