//! To which gateway does this office speak, and how? Its address, anchor, registration, routes and boxes.

use std::sync::Arc;

use tamga_courier::GatewayTransport;

use crate::error::OfficeError;
use crate::office::Office;
use crate::Secret;

/// The gateway this office is registered at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Partner {
    /// Id of the gateway in the trust list.
    pub gateway_id: String,
    /// `https://host:port`.
    pub url: String,
    /// Certificates that alone are trusted for it, PEM.
    pub anchor_pem: String,
    /// Our registration there.
    pub client_id: String,
    /// An explicit proxy, or none.
    pub proxy: Option<String>,
    /// Boxes to read, for instance `own` and the shared box of a border post.
    pub boxes: Vec<String>,
    /// Where certificates and answers go.
    pub routes: Vec<PartnerRoute>,
}

/// A route the gateway offers us.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PartnerRoute {
    /// Route id for the envelope.
    pub id: String,
    /// Country of destination, two letters; `*` for any.
    pub destination: String,
    /// Agreement code; `*` for any.
    pub agreement: String,
    /// Kinds it carries, for instance `co.issue`.
    pub kinds: Vec<String>,
}

impl Office {
    /// The gateway, when one is set up.
    pub fn partner(&self) -> Option<Partner> {
        pending!()
    }

    /// Sets up the gateway. The client secret is kept outside the database, in `secrets.plain/` inside the office
    /// folder, readable by this user only; `None` keeps the one there is. Running workers take the new one at once.
    ///
    /// # Errors
    /// An address or anchor that cannot be used.
    pub fn set_partner(&self, partner: Partner, secret: Option<Secret<String>>) -> Result<(), OfficeError> {
        let _ = (partner, secret);
        pending!()
    }

    /// Opens the road to the gateway; no connection is made yet. Receipts are checked against the trust list in force
    /// at the moment they come.
    ///
    /// # Errors
    /// `NoPartner`, or settings that cannot be used.
    pub fn road(self: &Arc<Self>) -> Result<Arc<dyn GatewayTransport>, OfficeError> {
        pending!()
    }
}
