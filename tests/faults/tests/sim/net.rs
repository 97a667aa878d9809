//! The lines between everybody. A request is handed to the gateway it is for, in its turn; or something else happens.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use tamga_courier::{Answering, Class, Fault, Line, LineAnswer, LineRequest, Scope};
use tamga_disk::Chance;
use tamga_gateway::Within;
use tokio::sync::Mutex as Turn;

use crate::clock::Time;

/// What can happen on a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spoil {
    /// No connection.
    NoConnection,
    /// It left and never arrived.
    Lost,
    /// It left, and arrives some time later, up to a week.
    Late,
    /// It arrived; the answer did not.
    ReplySwallowed,
    /// It arrived twice; the second answer came back.
    Twice,
    /// The connection ended in the middle of the answer.
    ReplyCut,
    /// A bit of the answer turned.
    ReplyFlipped,
    /// A captive portal answered instead.
    Portal,
    /// A proxy's own error page came instead of the gateway's answer, which had been given.
    ProxyError,
}

const SPOILS: [Spoil; 9] = [
    Spoil::NoConnection,
    Spoil::Lost,
    Spoil::Late,
    Spoil::ReplySwallowed,
    Spoil::Twice,
    Spoil::ReplyCut,
    Spoil::ReplyFlipped,
    Spoil::Portal,
    Spoil::ProxyError,
];

/// A copy that is still on its way.
struct Straggler {
    due: i64,
    to: String,
    request: LineRequest,
}

struct Weather {
    chance: Chance,
    /// One exchange in so many goes wrong; none at 0.
    bad: u64,
    late: Vec<Straggler>,
    counts: BTreeMap<Spoil, u64>,
    /// Acknowledgements that reached a gateway: reader and item.
    acknowledged: Vec<(String, String)>,
}

/// Everybody's lines.
pub struct Net {
    pub gateways: Mutex<BTreeMap<String, Arc<Within>>>,
    weather: Mutex<Weather>,
    /// One exchange at a time, in the order in which they were asked for.
    turn: Turn<()>,
    time: Time,
}

impl Net {
    pub fn new(time: &Time, seed: u64) -> Arc<Self> {
        let weather = Weather {
            chance: Chance::new(seed),
            bad: 0,
            late: Vec::new(),
            counts: BTreeMap::new(),
            acknowledged: Vec::new(),
        };
        Arc::new(Self {
            gateways: Mutex::default(),
            weather: Mutex::new(weather),
            turn: Turn::new(()),
            time: time.clone(),
        })
    }

    /// From now on one exchange in so many goes wrong; 0 ends all faults.
    pub fn set_bad(&self, one_in: u64) {
        self.weather.lock().unwrap().bad = one_in;
    }

    /// Faults so far, by kind.
    pub fn counts(&self) -> BTreeMap<Spoil, u64> {
        self.weather.lock().unwrap().counts.clone()
    }

    /// Acknowledgements since the last time.
    pub fn acknowledged(&self) -> Vec<(String, String)> {
        std::mem::take(&mut self.weather.lock().unwrap().acknowledged)
    }

    /// Delivers what is late and due by now.
    pub async fn stragglers(&self) {
        let now = self.time.elapsed();
        let due: Vec<Straggler> = {
            let mut weather = self.weather.lock().unwrap();
            let (due, later) = std::mem::take(&mut weather.late).into_iter().partition(|one| one.due <= now);
            weather.late = later;
            due
        };
        for one in due {
            let _turn = self.turn.lock().await;
            // Nobody waits for the answer any more.
            let _ = self.deliver(&one.to, one.request).await;
        }
    }

    /// Everything that is late arrives now.
    pub async fn hurry(&self) {
        self.weather.lock().unwrap().late.iter_mut().for_each(|one| one.due = 0);
        self.stragglers().await;
    }

    /// Hands a request to a gateway; none when it is down or keeps silent.
    pub async fn deliver(&self, to: &str, request: LineRequest) -> Option<LineAnswer> {
        let gateway = self.gateways.lock().unwrap().get(to).cloned()?;
        gateway.answer(request).await
    }

    fn draw(&self) -> Option<Spoil> {
        let mut weather = self.weather.lock().unwrap();
        let is_bad = weather.bad > 0 && {
            let bad = weather.bad;
            weather.chance.one_in(bad)
        };
        if !is_bad {
            return None;
        }
        let at = weather.chance.below(SPOILS.len() as u64) as usize;
        *weather.counts.entry(SPOILS[at]).or_default() += 1;
        Some(SPOILS[at])
    }

    fn below(&self, bound: u64) -> u64 {
        self.weather.lock().unwrap().chance.below(bound)
    }

    async fn exchange(&self, from: &str, to: &str, request: LineRequest) -> Result<LineAnswer, Fault> {
        let _turn = self.turn.lock().await;
        let is_up = self.gateways.lock().unwrap().contains_key(to);
        let spoil = self.draw();
        if !is_up || spoil == Some(Spoil::NoConnection) {
            return Err(Fault::seen(Scope::Route, Class::Network, false, "no connection"));
        }
        let unheard = || Fault::seen(Scope::Route, Class::Timeout, true, "no answer in time");
        match spoil {
            Some(Spoil::Lost) => return Err(unheard()),
            Some(Spoil::Late) => {
                let due = self.time.elapsed() + i64::try_from(self.below(7 * 86_400_000)).unwrap_or(0);
                let late = Straggler { due, to: to.to_owned(), request };
                self.weather.lock().unwrap().late.push(late);
                return Err(unheard());
            }
            Some(Spoil::Portal) => return Ok(page([200, 302, 403, 511][self.below(4) as usize])),
            _ => {}
        }
        self.note(from, &request);
        if spoil == Some(Spoil::Twice) {
            let _ = self.deliver(to, request.clone()).await;
        }
        let answer = self.deliver(to, request).await.ok_or_else(unheard)?;
        match spoil {
            Some(Spoil::ReplySwallowed) => Err(unheard()),
            Some(Spoil::ReplyCut) => Err(Fault::seen(Scope::Route, Class::CutShort, true, "the answer ended early")),
            Some(Spoil::ReplyFlipped) if !answer.body.is_empty() => {
                let mut answer = answer;
                let at = self.below(answer.body.len() as u64) as usize;
                answer.body[at] ^= 1 << self.below(8);
                Ok(answer)
            }
            Some(Spoil::ProxyError) => Ok(page([502, 504, 520][self.below(3) as usize])),
            _ => Ok(answer),
        }
    }

    fn note(&self, from: &str, request: &LineRequest) {
        if request.path != "/v1/inbox/acks" {
            return;
        }
        let acks: serde_json::Value = serde_json::from_slice(&request.body).unwrap();
        let items = acks.as_array().unwrap().iter().map(|ack| ack["itemId"].as_str().unwrap().to_owned());
        self.weather.lock().unwrap().acknowledged.extend(items.map(|item| (from.to_owned(), item)));
    }
}

/// A page of somebody in between.
fn page(status: u16) -> LineAnswer {
    let fields = vec![("content-type".to_owned(), "text/html".to_owned())];
    LineAnswer { status, fields, body: b"<html>Please sign in to the network</html>".to_vec() }
}

/// A line from somebody to a gateway.
pub struct Wire {
    pub net: Arc<Net>,
    pub from: String,
    pub to: String,
}

impl Line for Wire {
    fn exchange(&self, request: LineRequest) -> Answering<'_, Result<LineAnswer, Fault>> {
        Box::pin(self.net.exchange(&self.from, &self.to, request))
    }
}
