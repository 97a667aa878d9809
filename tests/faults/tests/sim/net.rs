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

/// What is to happen to exchanges to come: so many whose path begins so.
struct Order {
    path: String,
    spoil: Spoil,
    left: u64,
}

/// An exchange that somebody asked for.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Milliseconds since the world began.
    pub at: i64,
    pub from: String,
    pub path: String,
    /// What happened to it; none when it went well.
    pub spoil: Option<Spoil>,
    /// What the gateway answered, also when nobody heard it.
    pub answer: Option<Vec<u8>>,
}

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
    orders: Vec<Order>,
    /// Exchanges, while somebody watches.
    seen: Option<Vec<Seen>>,
    /// Milliseconds that an exchange takes.
    takes: i64,
    /// What is done while the next request is under way.
    meanwhile: Option<Box<dyn FnOnce() + Send>>,
    /// Whatever was handed over, while somebody keeps copies.
    copies: Option<Vec<Copied>>,
}

/// A copy of something that was handed to a line, whether it arrived or not.
#[derive(Debug, Clone)]
pub struct Copied {
    pub from: String,
    pub to: String,
    pub request: LineRequest,
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
            orders: Vec::new(),
            seen: None,
            takes: 0,
            meanwhile: None,
            copies: None,
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

    /// This happens to the next so many exchanges whose path begins so.
    pub fn order(&self, path: &str, spoil: Spoil, times: u64) {
        self.weather.lock().unwrap().orders.push(Order { path: path.to_owned(), spoil, left: times });
    }

    /// No order is carried out any more.
    pub fn forget_orders(&self) {
        self.weather.lock().unwrap().orders.clear();
    }

    /// From now on exchanges are written down.
    pub fn watch(&self) {
        self.weather.lock().unwrap().seen = Some(Vec::new());
    }

    /// What was written down since the last time.
    pub fn seen(&self) -> Vec<Seen> {
        self.weather.lock().unwrap().seen.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// From now on copies are kept of submissions, voids and acknowledgements.
    pub fn keep_copies(&self) {
        self.weather.lock().unwrap().copies = Some(Vec::new());
    }

    /// One of the copies, by its place.
    pub fn copy(&self, at: u64) -> Option<Copied> {
        let weather = self.weather.lock().unwrap();
        let copies = weather.copies.as_ref()?;
        copies.get(usize::try_from(at).ok()?.checked_rem(copies.len())?).cloned()
    }

    /// From now on an exchange takes so many milliseconds.
    pub fn slow(&self, millis: i64) {
        self.weather.lock().unwrap().takes = millis;
    }

    /// Something that happens while the next request is under way.
    pub fn meanwhile(&self, act: impl FnOnce() + Send + 'static) {
        self.weather.lock().unwrap().meanwhile = Some(Box::new(act));
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

    fn draw(&self, path: &str) -> Option<Spoil> {
        let mut weather = self.weather.lock().unwrap();
        if let Some(order) = weather.orders.iter_mut().find(|order| order.left > 0 && path.starts_with(&order.path)) {
            order.left -= 1;
            return Some(order.spoil);
        }
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
        let spoil = self.draw(&request.path);
        let meanwhile = self.write_down(from, &request.path, spoil);
        self.copied(from, to, &request);
        if let Some(act) = meanwhile {
            act();
        }
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
        self.answered(&answer);
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

    fn write_down(&self, from: &str, path: &str, spoil: Option<Spoil>) -> Option<Box<dyn FnOnce() + Send>> {
        let mut weather = self.weather.lock().unwrap();
        self.time.pass(weather.takes);
        let (at, from, path) = (self.time.elapsed(), from.to_owned(), path.to_owned());
        if let Some(seen) = weather.seen.as_mut() {
            seen.push(Seen { at, from, path, spoil, answer: None });
        }
        weather.meanwhile.take()
    }

    fn copied(&self, from: &str, to: &str, request: &LineRequest) {
        let changes = request.path.starts_with("/v1/submissions/") && request.method == "PUT";
        if !changes && request.path != "/v1/inbox/acks" {
            return;
        }
        if let Some(copies) = &mut self.weather.lock().unwrap().copies {
            copies.push(Copied { from: from.to_owned(), to: to.to_owned(), request: request.clone() });
        }
    }

    fn answered(&self, answer: &LineAnswer) {
        if let Some(last) = self.weather.lock().unwrap().seen.as_mut().and_then(|seen| seen.last_mut()) {
            last.answer = Some(answer.body.clone());
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
pub fn page(status: u16) -> LineAnswer {
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
