//! The office server of the town: a gateway of a chamber, which takes from a desk and hands on to the national one.

use std::path::Path;

use tamga_gateway::{ClientConfig, ClientKind, Leads, PeerConfig};
use tamga_origin::trust::{KeyUse, Span, TrustList, TrustedNode};
use tamga_protocol::Role;
use tamga_seal::{PlainKey, SystemRandom};

use crate::town::{change_config, copy, folder, gateway_id, life};

const NAME: &str = "office";
const NATIONAL: &str = "au";
const SECRET: &str = "0011223344556677";

/// Its key is in the trust list; nobody is registered at it yet.
pub struct Server;

impl Server {
    /// Made from the national gateway's folder, with a key of its own.
    pub fn make(town: &Path, list: &mut TrustList) -> Self {
        copy(&folder(town, NATIONAL), &folder(town, NAME));
        let key = PlainKey::generate(&SystemRandom::new()).unwrap();
        std::fs::write(folder(town, NAME).join("receipt-key.p8"), key.to_pkcs8().expose()).unwrap();
        let span = Span { from: life().from, to: None };
        list.gateways.push(TrustedNode {
            id: gateway_id(NAME),
            role: "office".to_owned(),
            country: "AU".to_owned(),
            keys: vec![key.trusted(&[KeyUse::Receipt, KeyUse::Status], span)],
            ..TrustedNode::default()
        });
        Self
    }

    /// Tells it where it hands on to, and the national gateway who comes.
    pub fn configure(&self, town: &Path) {
        change_config(town, NAME, |config| {
            config.id = gateway_id(NAME);
            config.role = Role::Office;
            config.clients.clear();
            config.boxes.clear();
            for peer in &mut config.peers {
                *peer = PeerConfig {
                    id: gateway_id(NATIONAL),
                    client_id: gateway_id(NAME),
                    client_secret: SECRET.repeat(2),
                    ..peer.clone()
                };
            }
            let outward = config.routes.iter_mut().filter(|route| matches!(route.leads, Leads::Peer(_)));
            outward.for_each(|route| route.leads = Leads::Peer(gateway_id(NATIONAL)));
        });
        change_config(town, NATIONAL, |config| {
            config.clients.push(ClientConfig {
                id: gateway_id(NAME),
                party: gateway_id(NAME),
                kind: ClientKind::Gateway,
                secret: SECRET.repeat(2),
                ..ClientConfig::default()
            });
        });
    }
}
