//! Every call fails once, and from every call on the disk is full for a while; the same work goes on afterwards, without
//! a restart, and ends as if nothing had happened.

use std::time::Instant;

use tamga_disk::{Failure, Plan};
use tamga_store::StoreError;

use crate::dump::{difference, dump};
use crate::work::{Act, Stage, ballast, stages};

/// Does the act of a stage with something going wrong, and again if it failed; answers whether it did.
fn disturbed(stage: &Stage, plan: Plan) -> bool {
    let act = stage.act;
    let mut place = stage.place();
    place.disk.plan(plan);
    let ended = place.act(act);
    if let Err(error) = &ended
        && matches!(plan, Plan::FullFrom(_))
    {
        assert!(matches!(error, StoreError::DiskFull), "{act:?}, {plan:?}: {error}");
        if let (Act::Write(_), Some(store)) = (act, &place.store) {
            assert!(store.is_space_short(), "{act:?}, {plan:?}: the ballast is let go");
        }
    }
    place.disk.plan(Plan::Fine);
    if ended.is_err() {
        place.act(act).unwrap_or_else(|error| panic!("{act:?} again after {plan:?}: {error}"));
    }
    let differs = difference(&stage.after, &dump(&place.database()));
    assert!(differs.is_empty(), "{act:?}, {plan:?}: {differs:?}");
    ended.is_err()
}

/// Every act with a plan at each of its calls; answers how many there were and how many acts failed.
fn every_call(plan: fn(u64) -> Plan) -> (u64, u64) {
    let ballast = ballast();
    let (mut plans, mut failed) = (0, 0);
    for stage in stages(ballast.path()).iter().filter(|stage| stage.is_first_of_its_kind) {
        // Reads are counted as well when one of them is to fail, so the end is found by going past it.
        for call in 1.. {
            let has_failed = disturbed(stage, plan(call));
            plans += 1;
            failed += u64::from(has_failed);
            if call >= stage.calls && !has_failed {
                break;
            }
        }
    }
    (plans, failed)
}

#[test]
fn whichever_call_fails_the_step_is_done_again_and_nothing_is_lost() {
    let began = Instant::now();
    let (plans, failed) = every_call(|call| Plan::FailAt(call, Failure::Broken));
    println!("soak failures {failed}");
    println!("{plans} calls failed, {failed} acts had to be done again; {:.1?}", began.elapsed());
    assert!(failed > 200, "{failed} of {plans}");
}

#[test]
fn a_disk_that_is_full_from_any_call_on_is_said_to_be_full_and_work_resumes_with_space() {
    let began = Instant::now();
    let (plans, failed) = every_call(Plan::FullFrom);
    println!("soak full {failed}");
    println!("{plans} times full, {failed} acts had to be done again; {:.1?}", began.elapsed());
    assert!(failed > 100, "{failed} of {plans}");
}
