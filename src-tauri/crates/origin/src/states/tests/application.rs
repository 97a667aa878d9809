//! The table of `dataset.md` 3.1, row by row, and what a new version of the form does to it (`agreements.md` 9).

use crate::states::*;

/// Everything is as it should be; nothing has been issued yet.
pub(super) fn in_order<'a>() -> ApplicationContext<'a> {
    ApplicationContext {
        stamp_is_current: true,
        blocking: 0,
        signatory_registered: true,
        scheme_open: true,
        locked_by_other: false,
        may_unlock: true,
        reason: "ERR",
        evidence_complete: true,
        second_person_needed: true,
        second_person: true,
        certificate_issued: false,
        next_version_open: true,
        print_changes: true,
    }
}

#[test]
fn an_application_moves_as_the_table_says() {
    use ApplicationEvent as E;
    use ApplicationState as S;
    let moved = |state, event| step_application(state, event, &in_order()).ok().map(|(state, _)| state);
    for (state, event, expected) in [
        (None, E::Create, Some(S::Draft)),
        (None, E::Clone, Some(S::Draft)),
        (None, E::Import, Some(S::Draft)),
        (None, E::Edit, None),
        (Some(S::Draft), E::Edit, Some(S::Draft)),
        (Some(S::Declared), E::Edit, Some(S::Draft)),
        (Some(S::Returned), E::Edit, Some(S::Draft)),
        (Some(S::Submitted), E::Edit, None),
        (Some(S::Draft), E::Declare, Some(S::Declared)),
        (Some(S::Returned), E::Declare, None),
        (Some(S::Declared), E::Submit, Some(S::Submitted)),
        (Some(S::Draft), E::Submit, None),
        (Some(S::Submitted), E::Take, Some(S::UnderExamination)),
        (Some(S::UnderExamination), E::Release, Some(S::Submitted)),
        (Some(S::UnderExamination), E::Return, Some(S::Returned)),
        (Some(S::UnderExamination), E::Approve, Some(S::Approved)),
        (Some(S::UnderExamination), E::Refuse, Some(S::Refused)),
        (Some(S::UnderExamination), E::Withdraw, None),
        (Some(S::Approved), E::Reopen, Some(S::UnderExamination)),
        (Some(S::Approved), E::Withdraw, None),
        (Some(S::Draft), E::Withdraw, Some(S::Withdrawn)),
        (Some(S::Submitted), E::Withdraw, Some(S::Withdrawn)),
        (Some(S::Refused), E::Reopen, None),
        (Some(S::Issued), E::Withdraw, None),
    ] {
        assert_eq!(moved(state, event), expected, "{state:?} {event:?}");
    }
}

#[test]
fn an_application_is_refused_a_step_with_the_reason() {
    use ApplicationEvent as E;
    use ApplicationState as S;
    let why =
        |state, event, context: ApplicationContext<'_>| step_application(Some(state), event, &context).unwrap_err().why;
    for (state, event, context, expected) in [
        (S::Draft, E::Edit, ApplicationContext { stamp_is_current: false, ..in_order() }, Why::Stale),
        (S::Draft, E::Declare, ApplicationContext { blocking: 3, ..in_order() }, Why::Findings { blocking: 3 }),
        (S::Draft, E::Declare, ApplicationContext { signatory_registered: false, ..in_order() }, Why::SignatoryUnknown),
        (S::Declared, E::Submit, ApplicationContext { scheme_open: false, ..in_order() }, Why::SchemeClosed),
        (S::Submitted, E::Take, ApplicationContext { locked_by_other: true, ..in_order() }, Why::LockedByOther),
        (S::UnderExamination, E::Release, ApplicationContext { may_unlock: false, ..in_order() }, Why::LockNotOwn),
        (S::UnderExamination, E::Return, ApplicationContext { reason: "", ..in_order() }, Why::ReasonMissing),
        (
            S::UnderExamination,
            E::Approve,
            ApplicationContext { evidence_complete: false, ..in_order() },
            Why::EvidenceMissing,
        ),
        (
            S::UnderExamination,
            E::Approve,
            ApplicationContext { second_person: false, ..in_order() },
            Why::SecondPersonMissing,
        ),
        (S::Approved, E::Issue, in_order(), Why::NotIssued),
        (S::Approved, E::Reopen, ApplicationContext { certificate_issued: true, ..in_order() }, Why::AlreadyIssued),
        (S::Withdrawn, E::Edit, in_order(), Why::Final),
    ] {
        assert_eq!(why(state, event, context), expected, "{state:?} {event:?}");
    }
    let alone = ApplicationContext { second_person: false, second_person_needed: false, ..in_order() };
    assert!(step_application(Some(S::UnderExamination), E::Approve, &alone).is_ok(), "only where the office asks");
}

#[test]
fn an_edit_drops_the_declaration_that_covered_another_text() {
    let (_, effects) = step_application(Some(ApplicationState::Declared), ApplicationEvent::Edit, &in_order()).unwrap();
    assert!(effects.contains(&ApplicationEffect::DropDeclaration));
}

#[test]
fn a_new_version_of_the_form_sends_back_only_what_the_exporter_signed_and_now_prints_differently() {
    use ApplicationEvent::{CarryOver, CloseVersion};
    use ApplicationState as S;
    let same_print = ApplicationContext { print_changes: false, ..in_order() };
    let moved = |state, event, context: &ApplicationContext<'_>| {
        step_application(Some(state), event, context).ok().map(|(state, _)| state)
    };
    assert_eq!(moved(S::Draft, CarryOver, &in_order()), Some(S::Draft));
    for signed in [S::Declared, S::Submitted, S::UnderExamination] {
        assert_eq!(moved(signed, CarryOver, &in_order()), Some(S::Returned), "{signed:?}");
        assert_eq!(moved(signed, CarryOver, &same_print), Some(signed), "{signed:?}");
    }
    assert_eq!(moved(S::Approved, CloseVersion, &in_order()), Some(S::UnderExamination));
    assert_eq!(moved(S::Issued, CloseVersion, &in_order()), None, "what is issued is never touched");
    let closed = ApplicationContext { next_version_open: false, ..in_order() };
    let refusal = step_application(Some(S::Draft), CarryOver, &closed).unwrap_err();
    assert_eq!(refusal.why, Why::NotInForce);
}
