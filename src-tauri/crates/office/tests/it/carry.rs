//! Is a draft of an older form carried over to the version in force, and does nothing get lost in silence?

use tamga_office::ErrorCode;
use tamga_origin::{Address, Party};

use crate::help::{World, ready_draft};

#[test]
fn a_draft_comes_to_the_form_in_force_and_what_has_no_place_there_stays_in_the_journal() {
    let world = World::new();
    let office = world.chamber();
    let id = office.create_draft("mercosur-a18-2009").unwrap().id;
    let view = office.open_draft(id).unwrap();
    assert_eq!(view.agreement, "mercosur-a18-2009");
    let mut certificate = view.certificate;
    certificate.consignee = Some(Party {
        name: "Importadora del Sur".to_owned(),
        address: Address { country: "AR".to_owned(), ..Address::default() },
        ..Party::default()
    });
    office.save_draft(id, view.stamp, certificate).unwrap();
    let looked = office.look_at_carry(id).unwrap();
    assert_eq!((looked.from.as_str(), looked.to.as_str()), ("mercosur-a18-2009", "mercosur-a18-2024"));
    assert!(looked.carried.lost.iter().any(|lost| lost.text.contains("Importadora del Sur")), "{:?}", looked.carried);
    assert_eq!(office.open_draft(id).unwrap().agreement, "mercosur-a18-2009", "looking changes nothing");

    assert_eq!(office.carry_draft(id, looked.stamp - 1).unwrap_err().code(), ErrorCode::Stale);
    let done = office.carry_draft(id, looked.stamp).unwrap();
    let view = office.open_draft(id).unwrap();
    assert_eq!((view.agreement.as_str(), view.stamp), ("mercosur-a18-2024", done.stamp));
    assert_eq!((view.certificate.scheme.code.as_str(), view.certificate.consignee), ("mercosur-a18-2024", None));
    let journal = office.journal(Some(&id.to_string()), tamga_office::Window::first(9)).unwrap();
    let line = journal.rows.iter().find(|row| row.word.code == "draft.carried").unwrap();
    let lost = line.word.params.iter().find(|(name, _)| name == "lost").map(|(_, text)| text.clone()).unwrap();
    assert!(lost.contains("Importadora del Sur"), "{lost}");
    assert!(!view.findings.iter().any(|finding| finding.code == "profile.version_old"), "{:?}", view.findings);
    assert_eq!(office.look_at_carry(id).unwrap_err().code(), ErrorCode::NotFound, "there is no newer one");
    let (newest, _) = ready_draft(&office);
    assert_eq!(office.look_at_carry(newest).unwrap_err().code(), ErrorCode::NotFound);
}
