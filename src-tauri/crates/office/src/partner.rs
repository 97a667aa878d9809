//! To which gateway does this office speak, and how? Its address, anchor, registration, routes and boxes.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use serde::{Deserialize, Serialize};
use tamga_courier::{Access, GatewayTransport, HttpSettings, HttpTransport, Line, Patience};
use tamga_store::Store;

use crate::Secret;
use crate::changes::Tag;
use crate::error::OfficeError;
use crate::folder::SecretFile;
use crate::office::Office;
use crate::receipts::Receipts;

/// Under which name the office remembers its gateway.
const SETTING: &str = "office.partner";

/// The gateway this office is registered at.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
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

impl Partner {
    /// The route for a kind, a destination and an agreement; one that names them goes before one for any.
    pub fn route(&self, kind: &str, destination: &str, agreement: &str) -> Option<&PartnerRoute> {
        best(&self.routes, kind, destination, agreement)
    }
}

/// The route that fits and names most; of two alike the first.
pub(crate) fn best<'a>(
    routes: &'a [PartnerRoute],
    kind: &str,
    destination: &str,
    agreement: &str,
) -> Option<&'a PartnerRoute> {
    let is = |given: &str, asked: &str| given == "*" || given == asked;
    let fits = |route: &&PartnerRoute| {
        route.kinds.iter().any(|carried| carried == kind)
            && is(&route.destination, destination)
            && is(&route.agreement, agreement)
    };
    let vague = |route: &&PartnerRoute| u8::from(route.destination == "*") + u8::from(route.agreement == "*");
    routes.iter().filter(fits).min_by_key(vague)
}

/// What the office remembers of its gateway.
pub(crate) fn load(store: &Store) -> Result<Option<Partner>, OfficeError> {
    let kept = store.read(|reader| reader.setting(SETTING))?;
    let read = |text: String| serde_json::from_str(&text);
    kept.map(read).transpose().map_err(|_| OfficeError::Senseless("the gateway's settings cannot be read back"))
}

impl Office {
    /// The gateway, when one is set up.
    pub fn partner(&self) -> Option<Partner> {
        self.partner.borrow().clone()
    }

    /// Sets up the gateway. The client secret is kept outside the database, in `secrets.plain/` inside the office
    /// folder, readable by this user only; `None` keeps the one there is. Running workers take the new one at once.
    ///
    /// # Errors
    /// An address or anchor that cannot be used.
    pub fn set_partner(&self, partner: Partner, secret: Option<Secret<String>>) -> Result<(), OfficeError> {
        let kept = SecretFile::Client.read(self.dir())?;
        let used = secret.as_ref().or(kept.as_ref()).ok_or(OfficeError::Senseless("a gateway without a secret"))?;
        // Settings that cannot be used are refused before they take the place of good ones.
        HttpTransport::new(settings(&partner, used), Arc::new(Receipts::nobody()))?;
        if let Some(secret) = &secret {
            SecretFile::Client.write(self.dir(), secret)?;
        }
        let text = serde_json::to_string(&partner).map_err(|_| OfficeError::Senseless("the gateway's settings"))?;
        self.write(|tx| {
            tx.setting_set(SETTING, &text)?;
            // A new address or registration may be the very cure that a stopped route waits for.
            for mut route in tx.routes()? {
                route.blocked.clear();
                tx.route_put(&route)?;
            }
            tx.journal_add("partner.saved", &partner.gateway_id, &[("gateway", &partner.gateway_id)])?;
            Ok(())
        })?;
        self.partner.send_replace(Some(partner));
        self.owes.store(true, Ordering::Relaxed);
        self.wake.notify_one();
        self.changed(&[Tag::Settings, Tag::App, Tag::Outbox, Tag::Journal]);
        Ok(())
    }

    /// Opens the road to the gateway; no connection is made yet. Receipts are checked against the trust list in force
    /// at the moment they come.
    ///
    /// # Errors
    /// `NoPartner`, or settings that cannot be used.
    pub fn road(self: &Arc<Self>) -> Result<Arc<dyn GatewayTransport>, OfficeError> {
        Ok(self.http_road()?)
    }

    /// The same road over a line of the caller's, which takes the place of the network.
    ///
    /// # Errors
    /// `NoPartner`.
    pub fn road_over(self: &Arc<Self>, line: Arc<dyn Line>) -> Result<Arc<dyn GatewayTransport>, OfficeError> {
        let partner = self.partner().ok_or(OfficeError::NoPartner)?;
        let secret = SecretFile::Client.read(self.dir())?.ok_or(OfficeError::NoPartner)?;
        Ok(Arc::new(HttpTransport::over(line, settings(&partner, &secret), Arc::new(Receipts::of(self)))))
    }

    pub(crate) fn http_road(self: &Arc<Self>) -> Result<Arc<HttpTransport>, OfficeError> {
        let partner = self.partner().ok_or(OfficeError::NoPartner)?;
        let secret = SecretFile::Client.read(self.dir())?.ok_or(OfficeError::NoPartner)?;
        Ok(Arc::new(HttpTransport::new(settings(&partner, &secret), Arc::new(Receipts::of(self)))?))
    }
}

fn settings(partner: &Partner, secret: &Secret<String>) -> HttpSettings {
    HttpSettings {
        base_url: partner.url.clone(),
        gateway_id: partner.gateway_id.clone(),
        anchor_pem: partner.anchor_pem.as_bytes().to_vec(),
        access: Access { client_id: partner.client_id.clone(), client_secret: secret.expose().clone() },
        proxy: partner.proxy.clone(),
        patience: Patience::default(),
    }
}
