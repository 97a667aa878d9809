//! The border desk of the world: images and statements in any order, uses and cases.

use super::*;
use crate::conversion::convert;
use crate::quantity::Balance;

/// What seal and rules make of an image; most are good.
fn judged(event: Event) -> Judgement {
    match (event.pick ^ event.step) % 10 {
        0..=3 => Judgement::Valid,
        4..=6 => Judgement::ValidWithWarnings,
        7 => Judgement::RefusedByRule,
        8 => Judgement::Broken,
        _ => Judgement::MayHeal,
    }
}

fn facts(revision: u32, other_revision: u32) -> InboundContext<'static> {
    InboundContext {
        within_limits: true,
        anything_new: true,
        verified: true,
        revision,
        other_revision,
        ..Default::default()
    }
}

impl World {
    pub fn arrives(&mut self, paper: Paper, event: Event) {
        match paper {
            Paper::Image { number, revision, digest, certified } => {
                // Now and then somebody forges: other bytes under the same number, which no seal covers.
                let forged = event.on(0) && event.on(1);
                let judgement = match forged {
                    true => Judgement::Broken,
                    false => judged(event),
                };
                let digest = if forged { digest + 1_000_000 } else { digest };
                let image =
                    Held { revision, digest, certified, state: InboundState::Received, warnings: false, judgement };
                self.image_arrives(number, image);
            }
            Paper::Statement { number, revision, event } => self.statement_arrives(number, revision, event),
            Paper::Replacement { old, revision, number, digest, certified } => {
                // Both halves or nothing: the end of the old one first, and the new one before anybody looks.
                let judgement = Judgement::Valid;
                self.statement_arrives(old, revision, InboundEvent::Replace);
                self.replaced.insert((old, number));
                let image =
                    Held { revision: 1, digest, certified, state: InboundState::Received, warnings: false, judgement };
                self.image_arrives(number, image);
            }
        }
    }

    /// Other bytes, validly signed, under a number and revision the border may hold already.
    pub fn contradiction(&mut self, event: Event) {
        let known: Vec<(usize, Held)> =
            self.records.iter().flat_map(|(at, record)| record.images.iter().map(|one| (*at, one.clone()))).collect();
        if known.is_empty() || !event.on(0) || !event.on(1) {
            return;
        }
        let (number, image) = known[event.pick % known.len()].clone();
        let digest = image.digest + 2_000_000;
        let image =
            Held { digest, state: InboundState::Received, warnings: false, judgement: Judgement::Valid, ..image };
        self.image_arrives(number, image);
    }

    fn image_arrives(&mut self, number: usize, mut image: Held) {
        let record = self.records.entry(number).or_default();
        let held: Vec<Image> = record.images.iter().map(as_image).collect();
        if placement(&held, image.revision, &image.digest.to_string()) == Placement::Repeat {
            let digest = image.digest;
            let state = record.images.iter().find(|one| one.digest == digest).unwrap().state;
            let (next, effects) =
                self.take::<InboundMachine>(Some(state), InboundEvent::Repeat, &facts(image.revision, 0)).unwrap();
            assert_eq!((next, effects), (state, vec![InboundEffect::Acknowledge]), "no new record");
            return;
        }
        let before = record.awaited.then_some(InboundState::Awaited);
        record.awaited = false;
        let (state, _) =
            self.take::<InboundMachine>(before, InboundEvent::Arrive, &facts(image.revision, image.revision)).unwrap();
        image.state = state;
        self.records.get_mut(&number).unwrap().images.push(image);
        let last = self.records[&number].images.len() - 1;
        self.judge(number, last);
    }

    /// Judges an image in the place its revision gives it, and lets what is known of the number apply at once.
    fn judge(&mut self, number: usize, at: usize) {
        let record = self.records[&number].clone();
        let image = record.images[at].clone();
        let others: Vec<Image> =
            record.images.iter().enumerate().filter(|(one, _)| *one != at).map(|(_, one)| as_image(one)).collect();
        let place = placement(&others, image.revision, &image.digest.to_string());
        let genuine = matches!(image.judgement, Judgement::Valid | Judgement::ValidWithWarnings);
        let highest = others.iter().map(|one| one.revision).max().unwrap_or(image.revision);
        match place {
            Placement::Conflict if genuine => {
                for (one, other) in record.images.iter().enumerate() {
                    let live = other.state.is_usable() || other.state == InboundState::Suspended;
                    if one == at || (live && other.revision == image.revision) {
                        self.moves(number, one, InboundEvent::Conflict, facts(other.revision, other.revision));
                    }
                }
            }
            Placement::Late if genuine => {
                self.moves(number, at, InboundEvent::ArriveLate, facts(image.revision, highest));
            }
            Placement::First | Placement::Newer if genuine => {
                for (one, other) in record.images.iter().enumerate() {
                    let live = other.state.is_usable() || other.state == InboundState::Suspended;
                    if one != at && live {
                        self.moves(number, one, InboundEvent::Supersede, facts(other.revision, image.revision));
                    }
                }
                self.moves(number, at, InboundEvent::Judge(image.judgement), facts(image.revision, image.revision));
            }
            _ => self.moves(number, at, InboundEvent::Judge(image.judgement), facts(image.revision, image.revision)),
        }
        self.apply_statements(number);
    }

    fn moves(&mut self, number: usize, at: usize, event: InboundEvent, context: InboundContext<'_>) {
        let image = self.records[&number].images[at].clone();
        let used = self.records[&number].uses.iter().any(|one| one.state == UseState::Granted);
        let context = InboundContext { had_warnings: image.warnings, used, ..context };
        let Some((next, effects)) = self.take::<InboundMachine>(Some(image.state), event, &context) else { return };
        let ends = matches!(event, InboundEvent::Cancel | InboundEvent::Replace);
        assert_eq!(effects.contains(&InboundEffect::AlertUses), used && ends, "an end after use is never hidden");
        let image = &mut self.records.get_mut(&number).unwrap().images[at];
        image.warnings |= next == InboundState::ValidWithWarnings;
        image.state = next;
    }

    fn statement_arrives(&mut self, number: usize, revision: u32, event: InboundEvent) {
        let record = self.records.entry(number).or_default();
        if record.statements.contains(&(revision, event)) {
            return;
        }
        record.statements.push((revision, event));
        record.statements.sort_by_key(|(revision, _)| *revision);
        if record.images.is_empty() {
            let before = record.awaited.then_some(InboundState::Awaited);
            record.awaited = true;
            let waits = self.take::<InboundMachine>(before, InboundEvent::Statement, &facts(revision, revision));
            assert_eq!(waits.unwrap().0, InboundState::Awaited);
        }
        self.apply_statements(number);
    }

    /// An end covers every image of the number; of the others the order is that of their revisions.
    fn apply_statements(&mut self, number: usize) {
        let statements = self.records[&number].statements.clone();
        let ends = |event: &InboundEvent| matches!(event, InboundEvent::Cancel | InboundEvent::Replace);
        for at in 0..self.records[&number].images.len() {
            let own = self.records[&number].images[at].revision;
            if let Some((revision, event)) = statements.iter().find(|(_, event)| ends(event)) {
                self.moves(number, at, *event, facts(own, *revision));
            }
            // Whatever else was said is tried too: an ended image must refuse it.
            for (revision, event) in statements.iter().filter(|(revision, _)| *revision > own) {
                self.moves(number, at, *event, facts(own, *revision));
            }
            let last = statements.iter().rfind(|(revision, _)| *revision > own);
            if last.is_some_and(|(_, event)| *event == InboundEvent::Lift) {
                let suspended = self.records[&number].images[at].state == InboundState::Suspended;
                assert!(!suspended, "the last word counts");
            }
        }
    }

    pub fn quarantine(&mut self, event: Event) {
        let waiting: Vec<(usize, usize)> = self
            .records
            .iter()
            .flat_map(|(number, record)| record.images.iter().enumerate().map(|(at, image)| (*number, at, image.state)))
            .filter(|(.., state)| *state == InboundState::Quarantined)
            .map(|(number, at, _)| (number, at))
            .collect();
        if waiting.is_empty() {
            return;
        }
        let (number, at) = waiting[event.pick % waiting.len()];
        let revision = self.records[&number].images[at].revision;
        let context = InboundContext {
            anything_new: !event.on(0),
            reason: event.reason(),
            second_person: event.on(1),
            ..facts(revision, revision)
        };
        if event.on(2) {
            return self.moves(number, at, InboundEvent::SetAside, context);
        }
        self.moves(number, at, InboundEvent::CheckAgain, context);
        let image = &mut self.records.get_mut(&number).unwrap().images[at];
        if image.state == InboundState::Received {
            if image.judgement == Judgement::MayHeal {
                image.judgement = judged(event);
            }
            self.judge(number, at);
        }
    }

    pub fn utilisation(&mut self, event: Event) {
        let numbers: Vec<usize> = self.records.keys().copied().collect();
        if numbers.is_empty() {
            return;
        }
        let number = numbers[event.pick % numbers.len()];
        let record = self.records[&number].clone();
        let counts = |image: &&Held| image.state.is_usable();
        let Some(image) = record.images.iter().find(counts).or(record.images.last()) else { return };
        let at = (event.pick / 7) % (record.uses.len() + 1).min(5);
        let state = record.uses.get(at).map(|one| one.state);
        let what = event.what::<UseMachine>(state);
        let case_decides = matches!(what, UseEvent::CloseGranted | UseEvent::CloseRefused);
        if case_decides || (what == UseEvent::Doubt && record.uses.get(at).is_some_and(|one| one.case.is_some())) {
            return;
        }
        // Asked for in kilograms, certified in tonnes.
        let asked = Measure { amount: Decimal::whole(event.amount * 300), unit: "KGM".into() };
        let quantity = record.uses.get(at).map_or(asked, |one| one.quantity.clone());
        let Some(next) = self.use_moves(number, image, at, what, &quantity, state, event) else { return };
        let uses = &mut self.records.get_mut(&number).unwrap().uses;
        match uses.get_mut(at) {
            Some(one) => one.state = next,
            None => uses.push(Use { quantity, state: next, case: None }),
        }
        if next == UseState::PendingVerification && state != Some(next) {
            let context = VerificationContext { grounds: "SIG", items: 1, within_window: true, ..Default::default() };
            let opened = self.take::<VerificationMachine>(None, VerificationEvent::Open, &context).unwrap().0;
            self.records.get_mut(&number).unwrap().uses[at].case = Some(opened);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one use and everything its step depends on")]
    fn use_moves(
        &mut self,
        number: usize,
        image: &Held,
        at: usize,
        what: UseEvent,
        quantity: &Measure,
        state: Option<UseState>,
        event: Event,
    ) -> Option<UseState> {
        let uses = self.records[&number].uses.clone();
        let inside = !matches!(what, UseEvent::RecordEnds | UseEvent::Merge);
        let others: Vec<(Measure, UseState)> = uses
            .iter()
            .enumerate()
            .filter(|(one, _)| !(inside && *one == at))
            .map(|(_, one)| (one.quantity.clone(), one.state))
            .collect();
        let balance = Balance::of(&image.certified, &others).unwrap();
        let context = UseContext {
            record: image.state,
            expired: event.on(3) && event.on(4),
            quantity,
            balance: &balance,
            tolerance: Decimal::ZERO,
            recorded: event.on(5) && event.on(6),
            single_use: event.on(7) && event.on(8),
            outcome_covers: true,
            reason: event.reason(),
            second_person: event.on(9),
        };
        let (next, effects) = self.take::<UseMachine>(state, what, &context)?;
        let posts = state != Some(next) && matches!(next, UseState::Claimed | UseState::Granted);
        if posts {
            assert!(image.state.is_usable(), "{:?} takes no use", image.state);
            let all: Vec<(Measure, UseState)> = others.into_iter().chain([(quantity.clone(), next)]).collect();
            let after = Balance::of(&image.certified, &all).unwrap();
            assert!(!after.remaining().is_negative(), "more is used than was certified: {after:?}");
            assert!(convert(quantity, "TNE").is_ok(), "what is counted was converted");
        }
        assert_eq!(effects.contains(&UseEffect::OpenCase), what == UseEvent::Doubt);
        Some(next)
    }

    pub fn verification(&mut self, event: Event) {
        let open: Vec<(usize, usize)> = self
            .records
            .iter()
            .flat_map(|(number, record)| record.uses.iter().enumerate().map(|(at, one)| (*number, at, one.case)))
            .filter(|(.., case)| case.is_some_and(|case| !case.is_final()))
            .map(|(number, at, _)| (number, at))
            .collect();
        if open.is_empty() {
            return;
        }
        let (number, at) = open[event.pick % open.len()];
        let case = self.records[&number].uses[at].case;
        let what = event.what::<VerificationMachine>(case);
        let context = VerificationContext {
            grounds: "SIG",
            items: 1,
            within_window: true,
            can_travel: !event.on(0),
            letter_possible: event.on(1),
            verified: !event.on(2),
            entitled: !event.on(3),
            extensions_left: u32::from(event.on(4)),
            answered: usize::from(!event.on(5)),
            decided: usize::from(!event.on(6)),
            overdue: event.on(7),
            reason: event.reason(),
        };
        let closing = match what {
            VerificationEvent::CloseGranted => Some(UseEvent::CloseGranted),
            VerificationEvent::CloseDenied => Some(UseEvent::CloseRefused),
            _ => None,
        };
        // A case and the use it is about are closed in one transaction, or neither.
        let Some(next) = step_verification(case, what, &context).ok().map(|(next, _)| next) else { return };
        if let Some(what) = closing {
            let record = self.records[&number].clone();
            let Some(image) = record.images.iter().find(|one| one.state.is_usable()).or(record.images.last()) else {
                return;
            };
            let one = &record.uses[at];
            let event = Event { bits: event.bits & !0x1f8, ..event };
            let settled = self.use_moves(number, image, at, what, &one.quantity, Some(one.state), event);
            let Some(settled) = settled else { return };
            self.records.get_mut(&number).unwrap().uses[at].state = settled;
        }
        self.take::<VerificationMachine>(case, what, &context);
        self.records.get_mut(&number).unwrap().uses[at].case = Some(next);
    }
}

fn as_image(held: &Held) -> Image {
    Image { revision: held.revision, digest: held.digest.to_string(), state: held.state }
}
