//! How fast does a queue go over when the other gateway is back after an outage?

use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tamga_formats::trust_list;
use tamga_gateway::ledger::Ledger;
use tamga_gateway::ledger::sqlite::Sqlite;
use tamga_gateway::{ClientConfig, ClientKind, Clock, Config, Gateway, Leads, PeerConfig, demonstration};
use tamga_origin::Timestamp;
use tamga_origin::trust::{KeyUse, Span, TrustedNode};
use tamga_seal::{PlainKey, Secret, open_list, sign_list};

use crate::{Failed, load, now, office};

/// Clients that fill the queue.
const CLIENTS: usize = 8;
/// The longest it may take: what the specification allows for five thousand.
const LONGEST: Duration = Duration::from_secs(600);

/// Both gateways, each in a folder below this one; they believe the same list.
fn both(folder: &Path) -> Result<(Config, Config), Failed> {
    let [cn, au] = ["CN", "AU"].map(|country| folder.join(country));
    let free = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let mut here = crate::with_clients(demonstration::prepare(&cn, "CN", "127.0.0.1:0".parse()?, now())?.config);
    let mut there = demonstration::prepare(&au, "AU", free, now())?.config;
    let key = |folder: &Path, name: &str| -> Result<PlainKey, Failed> {
        Ok(PlainKey::from_pkcs8(Secret::new(std::fs::read(folder.join(name))?))?)
    };
    let (root, span) = (key(&cn, "root-key.p8")?, Span { from: Timestamp::from_millis(0), to: None });
    let signed = open_list(&std::fs::read(&here.trust_list)?, &[root.trusted(&[KeyUse::List], span)], 1)?;
    let mut list = trust_list::read(&signed.payload)?;
    list.gateways.push(TrustedNode {
        id: there.id.clone(),
        role: "national".into(),
        country: "AU".into(),
        keys: vec![key(&au, "receipt-key.p8")?.trusted(&[KeyUse::Receipt], span)],
        ..TrustedNode::default()
    });
    let list = sign_list(&trust_list::write(&list)?, &[&root])?;
    std::fs::write(&here.trust_list, &list)?;
    std::fs::write(&there.trust_list, &list)?;
    there.trust_root.clone_from(&here.trust_root);
    let secret = "a secret between two gateways of a benchmark".to_owned();
    there.clients.push(ClientConfig {
        id: "peer".into(),
        party: here.id.clone(),
        kind: ClientKind::Gateway,
        secret: secret.clone(),
        ..ClientConfig::default()
    });
    here.peers.push(PeerConfig {
        id: there.id.clone(),
        url: format!("https://{free}"),
        anchor: au.join("tls-anchor.pem"),
        client_id: "peer".into(),
        client_secret: secret,
        certificate: None,
        certificate_key: None,
    });
    here.routes.iter_mut().filter(|route| route.route == "certificates").for_each(|route| {
        route.leads = Leads::Peer(there.id.clone());
    });
    Ok((here, there))
}

/// Nanoseconds for each certificate of a queue, from the moment on at which both gateways run again.
pub async fn drain(folder: &Path, count: usize) -> Result<u128, Failed> {
    let (here, there) = both(folder)?;
    let cn = folder.join("CN");
    let mut officer = office::Officer::new(&cn)?;
    let running = Gateway::start(here.clone(), Clock::new(now)).await?;
    let url = running.url();
    let roads = (0..CLIENTS).map(|n| office::road(&here, &cn, &url, &format!("chamber-{n}")));
    let roads: Vec<_> = roads.collect::<Result<_, _>>()?;
    load::send(&roads, officer.certificates(count)?).await?;
    running.stop().await;
    let arrived = Arc::new(Sqlite::open(&there.data, &there.id, None)?);
    let far = Gateway::start(there, Clock::new(now)).await?;
    let begun = Instant::now();
    let near = Gateway::start(here, Clock::new(now)).await?;
    loop {
        let store = arrived.clone();
        let seen = tokio::task::spawn_blocking(move || store.page("posts", 0, 1)).await??.high_water;
        if seen >= count as u64 {
            break;
        }
        if begun.elapsed() > LONGEST {
            return Err(format!("{seen} of {count} went over in {LONGEST:?}").into());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let took = begun.elapsed();
    near.stop().await;
    far.stop().await;
    Ok(took.as_nanos() / count as u128)
}
