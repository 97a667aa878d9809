//! What the gateway's own books say in the end, read past the gateway: custody, the box of the posts, receipts.

use tamga_faults::Cluster;
use tamga_history::Event;

use crate::log::Log;
use crate::world::{DATABASE, GATEWAY, psql};

pub fn write(cluster: &Cluster, log: &Log) {
    let custody = "SELECT s.id, k.party || '/' || k.number, k.revision, s.doc_sha256
        FROM submission s LEFT JOIN business_key k ON k.submission = s.id ORDER BY s.seq";
    for row in psql(cluster, DATABASE, custody) {
        log.write(&Event::Custody {
            gateway: GATEWAY.to_owned(),
            submission: row[0].clone(),
            number: row[1].clone(),
            revision: row[2].parse().unwrap(),
            document: row[3].clone(),
        });
    }
    for row in psql(cluster, DATABASE, "SELECT seq, item_id FROM item WHERE box = 'posts' ORDER BY seq") {
        let (place, item) = (row[0].parse().unwrap(), row[1].clone());
        log.write(&Event::Boxed { inbox: "posts".to_owned(), place, item });
    }
    let holes = "SELECT coalesce(sum(most - many), 0)
        FROM (SELECT max(receipt_n) AS most, count(*) AS many FROM submission GROUP BY client) AS chain";
    let acks = "SELECT count(*) FROM item i CROSS JOIN box_client b
        WHERE b.box = 'posts' AND i.box = 'posts'
          AND NOT EXISTS (SELECT 1 FROM item_ack a WHERE a.client = b.client AND a.item_id = i.item_id)";
    for (name, statement) in [("holes in chains of receipts", holes), ("acknowledgements that are not here", acks)] {
        let value = psql(cluster, DATABASE, statement)[0][0].parse().unwrap();
        log.write(&Event::Measured { name: name.to_owned(), value, most: 0 });
    }
}
