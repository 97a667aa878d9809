//! The issuing desk of the world: applications, signed steps and the outbox.

use super::*;

impl World {
    pub fn application(&mut self, event: Event) {
        let known = self.applications.len();
        let at = event.pick % (known + 1);
        let state = self.applications.get(at).copied();
        let what = event.what::<ApplicationMachine>(state);
        if what == ApplicationEvent::Issue {
            return self.issue(at, event);
        }
        let context = ApplicationContext {
            stamp_is_current: !event.on(0),
            blocking: usize::from(event.on(1) && event.on(2)),
            signatory_registered: !event.on(3),
            scheme_open: !event.on(4),
            locked_by_other: event.on(5) && event.on(6),
            may_unlock: !event.on(7),
            reason: event.reason(),
            evidence_complete: !event.on(8),
            second_person_needed: event.on(9),
            second_person: event.on(10),
            certificate_issued: false,
            next_version_open: event.on(11),
            print_changes: event.on(12),
        };
        let Some((next, _)) = self.take::<ApplicationMachine>(state, what, &context) else { return };
        match self.applications.get_mut(at) {
            Some(state) => *state = next,
            None => self.applications.push(next),
        }
    }

    /// The certificate's first step and the application's last are one transaction.
    fn issue(&mut self, at: usize, event: Event) {
        let Some(state) = self.applications.get(at).copied() else { return };
        let context = CertificateContext {
            next_revision: 1,
            approved: state == ApplicationState::Approved,
            in_force: !event.on(0),
            number_free: !event.on(1),
            entitled: !event.on(2),
            ..CertificateContext::default()
        };
        let Some((certificate, effects)) = self.take::<CertificateMachine>(None, CertificateEvent::Issue, &context)
        else {
            return;
        };
        assert!(effects.contains(&CertificateEffect::Enqueue), "what is issued is told");
        let done = ApplicationContext { certificate_issued: true, ..ApplicationContext::default() };
        let next = self.take::<ApplicationMachine>(Some(state), ApplicationEvent::Issue, &done);
        self.applications[at] = next.expect("an approved application whose certificate is issued").0;
        self.add_certificate(certificate, event.amount, None);
        let number = self.issued.len() - 1;
        let Issued { digest, certified, .. } = &self.issued[number];
        let paper = Paper::Image { number, revision: 1, digest: *digest, certified: certified.clone() };
        self.enqueue(number, paper);
    }

    fn add_certificate(&mut self, state: CertificateState, amount: i64, replaces: Option<usize>) {
        self.digests += 1;
        let certified = tonnes(amount);
        let line = replaces.map_or(self.issued.len(), |old| self.issued[old].line);
        self.issued.push(Issued { state, revision: 1, digest: self.digests, certified, line });
    }

    fn enqueue(&mut self, number: usize, paper: Paper) {
        let context = TransmissionContext::default();
        let (state, _) = self.take::<TransmissionMachine>(None, TransmissionEvent::Enqueue, &context).unwrap();
        self.outbox.push(Item { paper, number, state, latest_answer: 0, left: false });
    }

    pub fn certificate(&mut self, event: Event) {
        if self.issued.is_empty() {
            return;
        }
        let at = event.pick % self.issued.len();
        let (state, revision) = (self.issued[at].state, self.issued[at].revision);
        let what = event.what::<CertificateMachine>(Some(state));
        let successor = Successor { number: "N", names_original: !event.on(0), outlives_original: event.on(1) };
        let context = CertificateContext {
            revision,
            next_revision: revision + 1 + u32::from(event.on(2) && event.on(3)),
            approved: !event.on(4),
            in_force: !event.on(5),
            blocking: usize::from(event.on(6)),
            number_free: true,
            entitled: !event.on(7),
            amending_allowed: !event.on(8),
            identity_kept: !event.on(9),
            reason: event.reason(),
            second_person: event.on(10),
            uses_known: event.on(11),
            successor: (!event.on(12)).then_some(successor),
            asked_in_time: event.on(13),
        };
        let Some((next, _)) = self.take::<CertificateMachine>(Some(state), what, &context) else { return };
        self.issued[at].state = next;
        let revision = revision + 1;
        let paper = match what {
            CertificateEvent::Issue | CertificateEvent::Copy | CertificateEvent::Duplicate => return,
            CertificateEvent::Amend => {
                self.digests += 1;
                self.issued[at].digest = self.digests;
                self.issued[at].certified = tonnes(event.amount);
                Paper::Image { number: at, revision, digest: self.digests, certified: tonnes(event.amount) }
            }
            CertificateEvent::Replace => {
                let first = CertificateContext { next_revision: 1, revision: 0, ..context };
                let (state, _) =
                    self.take::<CertificateMachine>(None, CertificateEvent::Issue, &first).expect("both or neither");
                self.add_certificate(state, event.amount, Some(at));
                let (digest, certified) = (self.digests, tonnes(event.amount));
                Paper::Replacement { old: at, revision, number: self.issued.len() - 1, digest, certified }
            }
            CertificateEvent::Cancel => Paper::Statement { number: at, revision, event: InboundEvent::Cancel },
            CertificateEvent::Suspend => Paper::Statement { number: at, revision, event: InboundEvent::Suspend },
            CertificateEvent::Lift => Paper::Statement { number: at, revision, event: InboundEvent::Lift },
        };
        self.issued[at].revision = revision;
        self.enqueue(at, paper);
    }

    pub fn transmission(&mut self, event: Event) {
        if self.outbox.is_empty() {
            return;
        }
        let at = event.pick % self.outbox.len();
        let Item { number, state, latest_answer, left, .. } = self.outbox[at];
        let what = event.what::<TransmissionMachine>(Some(state));
        let is_before = |one: &&Item| one.number == number;
        let context = TransmissionContext {
            route_open: !event.on(0),
            predecessor_left: self.outbox[..at].iter().filter(is_before).all(|one| one.left),
            evidence_fits: !event.on(1),
            answer_number: u64::from(event.bits % 7),
            latest_answer,
            reason: event.reason(),
            second_person: event.on(2),
            nothing_arrived: !left,
        };
        let Some((next, effects)) = self.take::<TransmissionMachine>(Some(state), what, &context) else { return };
        let item = &mut self.outbox[at];
        item.left |= next == TransmissionState::Sending || effects.contains(&TransmissionEffect::MarkCarried);
        if effects.contains(&TransmissionEffect::ShowAnswer) {
            assert!(context.answer_number > item.latest_answer, "an older answer is never shown");
            item.latest_answer = context.answer_number;
        }
        assert!(!(next == TransmissionState::Abandoned && item.left), "what may have left is not given up");
        item.state = next;
    }

    /// What may have left reaches the border: at once, late, twice, or in another order.
    pub fn delivery(&mut self, event: Event) {
        let on_the_way: Vec<Paper> =
            self.outbox.iter().filter(|item| item.left).map(|item| item.paper.clone()).collect();
        if !on_the_way.is_empty() {
            let paper = on_the_way[event.pick % on_the_way.len()].clone();
            self.arrives(paper, event);
        }
    }
}
