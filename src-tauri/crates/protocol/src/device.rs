//! What has the gateway seen of a device, and how does one begin anew after it was restored?

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Answer of `GET /v1/devices/self`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeviceView {
    /// The device.
    pub device_id: Uuid,
    /// Its newest epoch.
    pub epoch: u32,
    /// The highest sequence seen in that epoch; 0 before the first.
    pub highest_seq: u64,
    /// How many submissions of the device are here, in all epochs.
    pub count: u64,
}

/// Body of `PUT /v1/devices/{deviceId}/epochs/{epoch}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EpochWish {
    /// What the restored device remembers of itself.
    pub from: EpochFrom,
    /// Submissions of older epochs that it may still send.
    #[serde(default)]
    pub pending: Vec<Uuid>,
}

/// Where a device was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EpochFrom {
    /// The device.
    pub device_id: Uuid,
    /// Its epoch then.
    pub epoch: u32,
    /// Its last sequence then.
    pub last_seq: u64,
}
