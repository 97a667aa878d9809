//! Is the grammar on paper the grammar that is read?

use super::*;

const FORMAT: &str = include_str!("../../../../../assets/agreements/FORMAT.md");

fn example() -> &'static str {
    let (_, after) = FORMAT.split_once("## A complete example").unwrap();
    let (_, block) = after.split_once("```toml\n").unwrap();
    block.split_once("```").unwrap().0
}

#[test]
fn the_example_of_the_grammar_is_read_and_holds_every_table() {
    let groups = Groups::builtin().unwrap();
    let profile = lint(example(), &groups).unwrap_or_else(|slips| panic!("{slips:#?}"));
    assert_eq!(profile.parties.len(), 11, "ten of the group and one country");
    let file = toml::de::DeTable::parse(example()).unwrap();
    let top = file.get_ref();
    // A table of pairs goes with a choice between versions, which the example does not make.
    for key in TOP.iter().filter(|key| **key != "pair_matrix") {
        assert!(top.iter().any(|(known, _)| known.get_ref() == key), "{key} stands in the example");
        assert!(
            FORMAT.contains(&format!("`[{key}]`"))
                || FORMAT.contains(&format!("`{key}`"))
                || FORMAT.contains(&format!("`[[{key}]]`")),
            "{key} is explained"
        );
    }
}
