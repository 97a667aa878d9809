//! Transport and route into the editor and back.

use tamga_origin as origin;
use tamga_origin::Departure;

use super::{from_moment, from_place, moment, place};
use crate::error::Fault;
use crate::wire;

pub(super) fn to_transport(transport: origin::Transport) -> wire::Transport {
    let origin::Transport {
        export_country,
        destination_country,
        departure,
        mode,
        means,
        loading,
        discharge,
        route,
        documents,
        carrier,
        carrier_id,
        equipment,
        ucr,
        trader_reference,
    } = transport;
    let origin::Means { name: means_name, id: means_id, voyage, id_kind: means_id_kind, kind: means_kind } = means;
    let container = |origin::Equipment { number, seals }| wire::Equipment { number, seals };
    let document = |origin::TransportDocument { kind, number }| wire::TransportDocument { kind, number };
    wire::Transport {
        export_country,
        destination_country,
        departure: match departure {
            None => String::new(),
            Some(Departure::At(moment)) => from_moment(moment),
            Some(Departure::Words(words)) => words,
        },
        mode,
        means_name,
        means_id,
        voyage,
        means_id_kind,
        means_kind,
        loading: place(loading),
        discharge: place(discharge),
        route,
        documents: documents.into_iter().map(document).collect(),
        carrier,
        carrier_id,
        equipment: equipment.into_iter().map(container).collect(),
        ucr,
        trader_reference,
    }
}

pub(super) fn from_transport(transport: wire::Transport) -> Result<origin::Transport, Fault> {
    let wire::Transport {
        export_country,
        destination_country,
        departure,
        mode,
        means_name,
        means_id,
        voyage,
        means_id_kind,
        means_kind,
        loading,
        discharge,
        route,
        documents,
        carrier,
        carrier_id,
        equipment,
        ucr,
        trader_reference,
    } = transport;
    let container = |wire::Equipment { number, seals }| origin::Equipment { number, seals };
    let document = |wire::TransportDocument { kind, number }| origin::TransportDocument { kind, number };
    Ok(origin::Transport {
        export_country,
        destination_country,
        departure: match (departure.is_empty(), moment(&departure)) {
            (true, _) => None,
            (false, Some(moment)) => Some(Departure::At(moment)),
            (false, None) => Some(Departure::Words(departure)),
        },
        mode,
        means: origin::Means { name: means_name, id: means_id, voyage, id_kind: means_id_kind, kind: means_kind },
        loading: from_place(loading),
        discharge: from_place(discharge),
        route,
        documents: documents.into_iter().map(document).collect(),
        carrier,
        carrier_id,
        equipment: equipment.into_iter().map(container).collect(),
        ucr,
        trader_reference,
    })
}
