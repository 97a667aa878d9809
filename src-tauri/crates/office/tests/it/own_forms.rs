//! A form that no program knew: written into the office's folder, drafted, checked and printed, and no code touched.

use std::fs;

use tamga_office::Office;
use tamga_origin::Severity;

use crate::help::World;

const FORMAT: &str = include_str!("../../../../../assets/agreements/FORMAT.md");

/// The complete example of the grammar.
fn example() -> String {
    let (_, after) = FORMAT.split_once("## A complete example").unwrap();
    let (_, block) = after.split_once("```toml\n").unwrap();
    block.split_once("```").unwrap().0.to_owned()
}

fn office_with(world: &World, files: &[(&str, &str)]) -> std::sync::Arc<Office> {
    drop(world.chamber());
    let folder = world.path("chamber").join("agreements");
    fs::create_dir(&folder).unwrap();
    for (name, text) in files {
        fs::write(folder.join(name), text).unwrap();
    }
    Office::open(&world.path("chamber"), world.surroundings()).unwrap()
}

#[test]
fn a_new_form_is_drafted_checked_and_printed_from_its_file_alone() {
    let world = World::new();
    let office = office_with(&world, &[("example-2026.toml", &example())]);
    assert_eq!(office.refused_agreement_files(), []);
    let born = office.create_draft("example").unwrap();
    let draft = office.open_draft(born.id).unwrap();
    let declared = draft.certificate.exporter_declaration.as_ref().unwrap();
    assert_eq!(declared.text, "I declare that these particulars are correct.", "the words come from the file");
    let findings = office.check_draft(born.id).unwrap();
    let missed = findings.iter().find(|finding| finding.path == "exporter.name").unwrap();
    assert_eq!((missed.code.as_ref(), missed.severity), ("box.required", Severity::Block));
    let label = missed.params.iter().find(|(name, _)| name == "label").unwrap();
    assert_eq!(label.1, "Goods consigned from", "and so do the labels");
    let pages = office.preview_pdf(born.id).unwrap();
    assert!(pages.starts_with(b"%PDF-"), "it prints");
}

#[test]
fn a_later_revision_wins_and_a_broken_file_does_not_stop_the_others() {
    let world = World::new();
    let chafta = tamga_formats::agreements::builtin_text("chafta").unwrap();
    let ours = chafta.replacen("revision = 1", "revision = 900", 1).replacen("max = 20", "max = 19", 1);
    let broken = example().replacen("required = \"always\"", "required = \"mostly\"", 1);
    let files = [("a-broken.toml", broken.as_str()), ("chafta.toml", ours.as_str()), ("old.toml", chafta)];
    let office = office_with(&world, &files);
    let form = office.profiles().find("chafta").unwrap();
    assert_eq!((form.revision, form.items.max), (900, Some(19)));
    let refused: Vec<String> = office
        .refused_agreement_files()
        .iter()
        .flat_map(|(name, slips)| slips.iter().map(move |slip| format!("{name}: {} {}", slip.at, slip.fault.code())))
        .collect();
    assert_eq!(
        refused,
        ["a-broken.toml: box[1] agreement_file.unknown_word", "old.toml: file agreement_file.twice"],
        "each file is named with its slip"
    );
    assert!(office.profiles().find("example-2026").is_none());
}

#[test]
fn an_office_may_bring_groups_of_its_own() {
    let world = World::new();
    let groups = "[sources]\nlaw = { grade = \"A\", title = \"The treaty\" }\n[group.islands]\ntitle = \"Islands\"\n\
                  members = [{ code = \"FJ\" }, { code = \"WS\", from = 2026-06-01 }]\nsource = [\"law\"]\n";
    let text = example().replacen("group = \"asean\"", "group = \"islands\"", 1);
    let office = office_with(&world, &[("example-2026.toml", &text), ("groups.toml", groups)]);
    assert_eq!(office.refused_agreement_files(), []);
    let form = office.profiles().find("example-2026").unwrap();
    let parties: Vec<String> = form
        .parties
        .iter()
        .map(|member| format!("{} {}", member.code, member.from.map(|day| day.to_string()).unwrap_or_default()))
        .collect();
    assert_eq!(parties, ["FJ 2026-01-01", "WS 2026-06-01", "NZ "], "of two first days the later one counts");
}
