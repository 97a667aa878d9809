//! What holds for every machine, tried with every state, every step and every combination of facts: the step's answer
//! is the table's, final is final, every state can be reached, every row can be taken.

use super::*;
use crate::decimal::Decimal;
use crate::goods::Measure;
use crate::quantity::Balance;

/// Facts out of a number: each bit is one fact.
trait Bench: Machine {
    const BITS: u32;
    fn with<T>(bits: u32, look: impl FnOnce(&Self::Context<'_>) -> T) -> T;
}

fn on(bits: u32, which: u32) -> bool {
    bits & (1 << which) != 0
}

fn word(bits: u32, which: u32) -> &'static str {
    if on(bits, which) { "OTH" } else { " " }
}

impl Bench for ApplicationMachine {
    const BITS: u32 = 13;
    fn with<T>(bits: u32, look: impl FnOnce(&ApplicationContext<'_>) -> T) -> T {
        look(&ApplicationContext {
            stamp_is_current: on(bits, 0),
            blocking: usize::from(on(bits, 1)),
            signatory_registered: on(bits, 2),
            scheme_open: on(bits, 3),
            locked_by_other: on(bits, 4),
            may_unlock: on(bits, 5),
            reason: word(bits, 6),
            evidence_complete: on(bits, 7),
            second_person_needed: on(bits, 8),
            second_person: on(bits, 9),
            certificate_issued: on(bits, 10),
            next_version_open: on(bits, 11),
            print_changes: on(bits, 12),
        })
    }
}

impl Bench for CertificateMachine {
    const BITS: u32 = 15;
    fn with<T>(bits: u32, look: impl FnOnce(&CertificateContext<'_>) -> T) -> T {
        let successor = Successor { number: "N2", names_original: on(bits, 1), outlives_original: on(bits, 2) };
        look(&CertificateContext {
            revision: 4,
            next_revision: if on(bits, 3) { 5 } else { 4 },
            approved: on(bits, 4),
            in_force: on(bits, 5),
            blocking: usize::from(on(bits, 6)),
            number_free: on(bits, 7),
            entitled: on(bits, 8),
            amending_allowed: on(bits, 9),
            identity_kept: on(bits, 10),
            reason: word(bits, 11),
            second_person: on(bits, 12),
            uses_known: on(bits, 13),
            successor: on(bits, 0).then_some(successor),
            asked_in_time: on(bits, 14),
        })
    }
}

impl Bench for TransmissionMachine {
    const BITS: u32 = 7;
    fn with<T>(bits: u32, look: impl FnOnce(&TransmissionContext<'_>) -> T) -> T {
        look(&TransmissionContext {
            route_open: on(bits, 0),
            predecessor_left: on(bits, 1),
            evidence_fits: on(bits, 2),
            answer_number: if on(bits, 3) { 8 } else { 7 },
            latest_answer: 7,
            reason: word(bits, 4),
            second_person: on(bits, 5),
            nothing_arrived: on(bits, 6),
        })
    }
}

impl Bench for InboundMachine {
    const BITS: u32 = 9;
    fn with<T>(bits: u32, look: impl FnOnce(&InboundContext<'_>) -> T) -> T {
        look(&InboundContext {
            within_limits: on(bits, 0),
            anything_new: on(bits, 1),
            verified: on(bits, 2),
            revision: 2,
            other_revision: if on(bits, 3) { 3 } else { 2 - u32::from(on(bits, 8)) },
            had_warnings: on(bits, 4),
            used: on(bits, 5),
            reason: word(bits, 6),
            second_person: on(bits, 7),
        })
    }
}

impl Bench for UseMachine {
    const BITS: u32 = 10;
    fn with<T>(bits: u32, look: impl FnOnce(&UseContext<'_>) -> T) -> T {
        let certified = Measure { amount: Decimal::whole(100), unit: "KGM".into() };
        let amount = match (on(bits, 0), on(bits, 1)) {
            (false, false) => 0,
            (true, false) => 40,
            (false, true) => 100,
            (true, true) => 130,
        };
        let used = Measure { amount: Decimal::whole(amount), unit: "KGM".into() };
        let balance = Balance::of(&certified, &[(used, UseState::Granted)]).unwrap();
        let quantity = Measure { amount: Decimal::whole(50), unit: if on(bits, 2) { "KGM" } else { "NMB" }.into() };
        look(&UseContext {
            record: if on(bits, 3) { InboundState::Valid } else { InboundState::Quarantined },
            expired: on(bits, 4),
            quantity: &quantity,
            balance: &balance,
            tolerance: Decimal::ZERO,
            recorded: on(bits, 5),
            single_use: on(bits, 6),
            outcome_covers: on(bits, 7),
            reason: word(bits, 8),
            second_person: on(bits, 9),
        })
    }
}

impl Bench for VerificationMachine {
    const BITS: u32 = 12;
    fn with<T>(bits: u32, look: impl FnOnce(&VerificationContext<'_>) -> T) -> T {
        look(&VerificationContext {
            grounds: word(bits, 0),
            items: if on(bits, 1) { 2 } else { 0 },
            within_window: on(bits, 2),
            can_travel: on(bits, 3),
            letter_possible: on(bits, 4),
            verified: on(bits, 5),
            entitled: on(bits, 6),
            extensions_left: u32::from(on(bits, 7)),
            answered: if on(bits, 8) { 2 } else { 1 },
            decided: if on(bits, 9) { 2 } else { 1 },
            overdue: on(bits, 10),
            reason: word(bits, 11),
        })
    }
}

/// The first step and every state.
fn places<M: Machine>() -> impl Iterator<Item = Option<M::State>> {
    std::iter::once(None).chain(M::State::ALL.iter().copied().map(Some))
}

/// Why not, and the guard of which row it was.
type Stopped<M> = (Why, Option<(usize, <M as Machine>::Guard)>);

/// What the table says, read here a second time without the function under test.
fn by_hand<M: Machine>(
    state: Option<M::State>,
    event: M::Event,
    context: &M::Context<'_>,
) -> Result<(usize, M::State), Stopped<M>> {
    for (at, row) in M::TABLE.iter().enumerate() {
        let here = match state {
            None => row.from.is_empty(),
            Some(state) => row.from.contains(&state),
        };
        if !here || row.event != event || row.when.iter().any(|case| M::judge(*case, context).is_err()) {
            continue;
        }
        for guard in row.guards {
            M::judge(*guard, context).map_err(|why| (why, Some((at, *guard))))?;
        }
        let next = match row.to {
            To::Into(next) => next,
            To::Stays => state.unwrap(),
        };
        return Ok((at, next));
    }
    let ended = state.is_some_and(|state| M::FINAL.contains(&state));
    Err((if ended { Why::Final } else { Why::NotFromHere }, None))
}

/// Answers with facts by which each row is taken.
fn obeys_its_table<M: Bench>() -> Vec<u32> {
    let mut fired = vec![None; M::TABLE.len()];
    let mut guarded: Vec<(usize, M::Guard)> = Vec::new();
    let mut reached: Vec<M::State> = Vec::new();
    for state in places::<M>() {
        let ended = state.is_some_and(|state| M::FINAL.contains(&state));
        let known: Vec<&str> = legal::<M>(state).iter().map(|event| event.as_str()).collect();
        for event in M::Event::ALL.iter().copied() {
            for bits in 0..1_u32 << M::BITS {
                M::with(bits, |context| {
                    match (step::<M>(state, event, context), by_hand::<M>(state, event, context)) {
                        (Ok((next, effects)), Ok((at, expected))) => {
                            assert_eq!(next, expected, "{}: {state:?} {event:?} {bits:b}", M::NAME);
                            assert_eq!(effects, M::TABLE[at].effects, "{}: {state:?} {event:?}", M::NAME);
                            assert!(!ended || Some(next) == state, "{}: {state:?} is final", M::NAME);
                            fired[at] = Some(bits);
                            if !reached.contains(&next) {
                                reached.push(next);
                            }
                        }
                        (Err(refusal), Err((why, stopped))) => {
                            assert_eq!(refusal.why, why, "{}: {state:?} {event:?} {bits:b}", M::NAME);
                            assert_eq!(*refusal.legal, known, "{}: {state:?}", M::NAME);
                            if let Some(stopped) = stopped.filter(|one| !guarded.contains(one)) {
                                guarded.push(stopped);
                            }
                        }
                        (found, expected) => panic!("{}: {state:?} {event:?} {found:?}, not {expected:?}", M::NAME),
                    }
                });
            }
        }
    }
    for (at, row) in M::TABLE.iter().enumerate() {
        assert!(fired[at].is_some(), "{}: row {at} {row:?} can never be taken", M::NAME);
        for guard in row.guards {
            assert!(guarded.contains(&(at, *guard)), "{}: guard {guard:?} of row {at} refuses nothing", M::NAME);
        }
    }
    for state in M::State::ALL {
        assert!(reached.contains(state), "{}: nothing leads to {state:?}", M::NAME);
        let leaves =
            M::TABLE.iter().any(|row| row.from.contains(state) && matches!(row.to, To::Into(next) if next != *state));
        assert!(!(leaves && M::FINAL.contains(state)), "{}: a row leads out of {state:?}", M::NAME);
        let lives = M::TABLE.iter().any(|row| row.from.contains(state));
        assert!(lives || M::FINAL.contains(state), "{}: {state:?} is a dead end that is not final", M::NAME);
    }
    fired.into_iter().flatten().collect()
}

/// A row without conditions must close the rows of its step, or facts could fall between them.
fn leaves_no_case_out<M: Machine>() {
    for state in places::<M>() {
        for event in legal::<M>(state) {
            let rows: Vec<&Row<M>> =
                M::TABLE.iter().filter(|row| row.starts_from(state) && row.event == event).collect();
            let (last, others) = rows.split_last().unwrap();
            assert!(last.when.is_empty(), "{}: {state:?} {event:?} has no row for the rest", M::NAME);
            assert!(others.iter().all(|row| !row.when.is_empty()), "{}: {state:?} {event:?} twice", M::NAME);
        }
    }
}

fn names_who_may<M: Bench>(fired: &[u32]) {
    for (row, bits) in M::TABLE.iter().zip(fired) {
        assert!(!row.who.is_empty(), "{}: nobody may take {row:?}", M::NAME);
        let state = row.from.first().copied();
        for who in Who::ALL {
            let taken = M::with(*bits, |context| step_as::<M>(*who, state, row.event, context).is_ok());
            assert_eq!(taken, row.who.contains(who), "{}: {who:?} and {:?} from {state:?}", M::NAME, row.event);
            let named = who_may::<M>(state, row.event).contains(who);
            assert!(named || !taken, "{}: {who:?} may take {:?} from {state:?}", M::NAME, row.event);
        }
    }
}

macro_rules! laws {
    ($($name:ident: $machine:ty,)*) => { $(
        #[test]
        fn $name() {
            leaves_no_case_out::<$machine>();
            names_who_may::<$machine>(&obeys_its_table::<$machine>());
        }
    )* };
}

laws! {
    the_application_obeys_its_table_in_every_case: ApplicationMachine,
    the_certificate_obeys_its_table_in_every_case: CertificateMachine,
    the_outbox_item_obeys_its_table_in_every_case: TransmissionMachine,
    the_received_image_obeys_its_table_in_every_case: InboundMachine,
    the_use_obeys_its_table_in_every_case: UseMachine,
    the_verification_case_obeys_its_table_in_every_case: VerificationMachine,
}

#[test]
fn a_step_that_is_not_theirs_is_refused_and_names_what_is_known_here() {
    let context = ApplicationContext { reason: "QTY", ..ApplicationContext::default() };
    let state = Some(ApplicationState::UnderExamination);
    let refusal = step_as::<ApplicationMachine>(Who::Clerk, state, ApplicationEvent::Refuse, &context).unwrap_err();
    assert_eq!(refusal.why, Why::NotTheirs);
    assert_eq!(*refusal.legal, ["release", "return", "approve", "refuse", "carry_over"]);
    assert!(step_as::<ApplicationMachine>(Who::Officer, state, ApplicationEvent::Refuse, &context).is_ok());
    assert_eq!(who_may::<ApplicationMachine>(state, ApplicationEvent::Approve), [Who::Clerk, Who::Officer]);
    assert!(who_may::<ApplicationMachine>(state, ApplicationEvent::Issue).is_empty());
}

#[test]
fn the_printed_tables_are_those_that_were_read_against_the_specification() {
    let mut printed = String::from("machine,from,event,when,guards,to,effects,who\n");
    for row in printed_tables() {
        let PrintedRow { machine, from, event, when, guards, to, effects, who } = row;
        printed.push_str(&format!("{machine},{from},{event},{when},{guards},{to},{effects},{who}\n"));
    }
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/states/tests/tables.csv");
    if std::env::var_os("TAMGA_WRITE_TABLES").is_some() {
        std::fs::write(&path, &printed).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap();
    for (line, (found, kept)) in printed.lines().zip(kept.lines()).enumerate() {
        assert_eq!(found, kept, "line {} of tables.csv; write it anew with TAMGA_WRITE_TABLES=1", line + 1);
    }
    assert_eq!(printed.lines().count(), kept.lines().count(), "rows in tables.csv");
}
