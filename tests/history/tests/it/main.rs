//! Does the judge of histories see what is wrong with a bad one, by name, and nothing in a good one?
#![allow(clippy::unwrap_used, reason = "a test that fails may panic")]

use tamga_history::{Event, check_log};

/// A chamber issues and takes back, a gateway takes both, another delivers, a post reads; one crash on the way.
const GOOD: &str = r#"
{"what":"shown","desk":"d1","submission":"s1","number":"N1","revision":1,"step":"issue","document":"aa","to":["p1"]}
{"what":"state","desk":"d1","submission":"s1","state":"queued"}
{"what":"state","desk":"d1","submission":"s1","state":"sending"}
{"what":"crashed","who":"d1"}
{"what":"state","desk":"d1","submission":"s1","state":"waiting"}
{"what":"lamp","desk":"d1","submission":"s1","shows":"half"}
{"what":"proof","desk":"d1","submission":"s1","kind":"receipt","gateway":"g1","document":"aa","holds":true}
{"what":"state","desk":"d1","submission":"s1","state":"accepted"}
{"what":"lamp","desk":"d1","submission":"s1","shows":"lit"}
{"what":"shown","desk":"d1","submission":"s2","number":"N1","revision":2,"step":"cancel","document":"bb","to":["p1"]}
{"what":"proof","desk":"d1","submission":"s2","kind":"receipt","gateway":"g1","document":"bb","holds":true}
{"what":"state","desk":"d1","submission":"s2","state":"accepted"}
{"what":"proof","desk":"d1","submission":"s1","kind":"delivery","gateway":"g2","document":"aa","holds":true}
{"what":"state","desk":"d1","submission":"s1","state":"delivered"}
{"what":"listed","reader":"p1","inbox":"posts","item":"i1"}
{"what":"applied","post":"p1","number":"N1","revision":1,"step":"issue","document":"aa"}
{"what":"acknowledged","reader":"p1","item":"i1"}
{"what":"listed","reader":"p1","inbox":"posts","item":"i2"}
{"what":"applied","post":"p1","number":"N1","revision":2,"step":"cancel","document":"bb"}
{"what":"acknowledged","reader":"p1","item":"i2"}
{"what":"measured","name":"attempts","value":3,"most":40}
{"what":"settled"}
{"what":"custody","gateway":"g1","submission":"s1","number":"N1","revision":1,"document":"aa"}
{"what":"custody","gateway":"g2","submission":"s1","number":"N1","revision":1,"document":"aa"}
{"what":"custody","gateway":"g1","submission":"s2","number":"N1","revision":2,"document":"bb"}
{"what":"void","gateway":"g1","submission":"s9"}
{"what":"boxed","inbox":"posts","place":4,"item":"i1"}
{"what":"boxed","inbox":"posts","place":7,"item":"i2"}
{"what":"kept","reader":"p1","items":["i1","i2"]}
"#;

/// How the good log is spoiled: lines that hold the text are taken out, or others are put in at that place.
struct Spoiled {
    /// What the judge has to say, by name and about whom; nothing else.
    says: &'static [(&'static str, &'static str)],
    /// The line that is replaced, by a text in it.
    line: &'static str,
    /// What stands there instead.
    by: &'static [&'static str],
}

const BAD: &[Spoiled] = &[
    Spoiled { says: &[("lost", "N1")], line: r#""applied","post":"p1","number":"N1","revision":2"#, by: &[] },
    Spoiled {
        says: &[("lost", "N1"), ("receipt without record", "s2")],
        line: r#""custody","gateway":"g1","submission":"s2""#,
        by: &[],
    },
    Spoiled {
        says: &[("doubled", "N1")],
        line: r#""void""#,
        by: &[r#"{"what":"custody","gateway":"g1","submission":"s3","number":"N1","revision":1,"document":"aa"}"#],
    },
    Spoiled {
        says: &[("doubled", "N1")],
        line: r#""crashed""#,
        by: &[
            r#"{"what":"applied","post":"p2","number":"N1","revision":1,"step":"issue","document":"aa"}"#,
            r#"{"what":"applied","post":"p2","number":"N1","revision":1,"step":"issue","document":"aa"}"#,
        ],
    },
    Spoiled {
        says: &[("diverged", "N1")],
        line: r#""applied","post":"p1","number":"N1","revision":1"#,
        by: &[r#"{"what":"applied","post":"p1","number":"N1","revision":1,"step":"issue","document":"cc"}"#],
    },
    Spoiled {
        says: &[("reordered", "i1")],
        line: r#""listed","reader":"p1","inbox":"posts","item":"i1""#,
        by: &[
            r#"{"what":"listed","reader":"p1","inbox":"posts","item":"i2"}"#,
            r#"{"what":"listed","reader":"p1","inbox":"posts","item":"i1"}"#,
        ],
    },
    Spoiled { says: &[("skipped", "i1")], line: r#""listed","reader":"p1","inbox":"posts","item":"i1""#, by: &[] },
    Spoiled {
        says: &[("forgotten", "i2")],
        line: r#""kept""#,
        by: &[r#"{"what":"kept","reader":"p1","items":["i1"]}"#],
    },
    Spoiled { says: &[("receipt without record", "s1")], line: r#""custody","gateway":"g2""#, by: &[] },
    Spoiled {
        says: &[("cancellation first", "N1")],
        line: r#""listed","reader":"p1","inbox":"posts","item":"i1""#,
        by: &[
            r#"{"what":"listed","reader":"p1","inbox":"posts","item":"i1"}"#,
            r#"{"what":"applied","post":"p2","number":"N1","revision":2,"step":"cancel","document":"bb"}"#,
        ],
    },
    Spoiled { says: &[("unproven", "s1")], line: r#""submission":"s1","kind":"receipt""#, by: &[] },
    Spoiled {
        says: &[("unproven", "s2")],
        line: r#""crashed""#,
        by: &[
            r#"{"what":"proof","desk":"d1","submission":"s2","kind":"receipt","gateway":"g1","document":"bb","holds":false}"#,
        ],
    },
    Spoiled {
        says: &[("went back", "s1"), ("unresolved", "s1")],
        line: r#""submission":"s1","state":"delivered""#,
        by: &[r#"{"what":"state","desk":"d1","submission":"s1","state":"waiting"}"#],
    },
    Spoiled {
        says: &[("unresolved", "s4")],
        line: r#""measured""#,
        by: &[r#"{"what":"state","desk":"d1","submission":"s4","state":"waiting"}"#],
    },
    Spoiled {
        says: &[("wrong words", "s1")],
        line: r#""shows":"half""#,
        by: &[r#"{"what":"lamp","desk":"d1","submission":"s1","shows":"lit"}"#],
    },
    Spoiled {
        says: &[("out of bounds", "attempts")],
        line: r#""measured""#,
        by: &[r#"{"what":"measured","name":"attempts","value":41,"most":40}"#],
    },
    Spoiled {
        says: &[("stranded", "s1")],
        line: r#""crashed""#,
        by: &[r#"{"what":"stranded","desk":"d1","submission":"s1"}"#],
    },
    Spoiled {
        says: &[("taken after void", "s2")],
        line: r#""void""#,
        by: &[r#"{"what":"void","gateway":"g1","submission":"s2"}"#],
    },
    Spoiled { says: &[("unfinished", "log")], line: r#""settled""#, by: &[] },
];

fn says(log: &str) -> Vec<(&'static str, String)> {
    check_log(log).unwrap().into_iter().map(|finding| (finding.rule.name(), finding.about)).collect()
}

#[test]
fn a_good_history_is_good() {
    assert_eq!(says(GOOD), []);
}

#[test]
fn each_bad_history_is_flagged_by_name_and_for_nothing_else() {
    for Spoiled { says: expected, line, by } in BAD {
        assert_eq!(GOOD.lines().filter(|good| good.contains(line)).count(), 1, "{line} names one line");
        let spoiled: Vec<&str> =
            GOOD.lines().flat_map(|good| if good.contains(line) { by.to_vec() } else { vec![good] }).collect();
        let expected: Vec<_> = expected.iter().map(|(name, about)| (*name, (*about).to_owned())).collect();
        assert_eq!(says(&spoiled.join("\n")), expected, "{line} replaced by {by:?}");
    }
}

#[test]
fn every_rule_is_broken_by_some_bad_history() {
    let mut named: Vec<&str> = BAD.iter().flat_map(|bad| bad.says).map(|(name, _)| *name).collect();
    named.sort_unstable();
    named.dedup();
    assert_eq!(named.len(), 16, "{named:?}");
}

#[test]
fn what_was_given_up_or_refused_need_not_arrive() {
    let log = r#"
{"what":"shown","desk":"d1","submission":"s1","number":"N1","revision":1,"step":"issue","document":"aa","to":["p1"]}
{"what":"state","desk":"d1","submission":"s1","state":"abandoned"}
{"what":"shown","desk":"d1","submission":"s2","number":"N2","revision":1,"step":"issue","document":"bb","to":["p1"]}
{"what":"proof","desk":"d1","submission":"s2","kind":"refusal","gateway":"g1","document":"bb","holds":true}
{"what":"state","desk":"d1","submission":"s2","state":"rejected"}
{"what":"settled"}"#;
    assert_eq!(says(log), []);
}

#[test]
fn a_line_that_is_no_event_is_named() {
    let refused = check_log("{\"what\":\"settled\"}\n\n{\"what\":\"setled\"}").unwrap_err();
    assert!(refused.to_string().starts_with("line 3 is no event"), "{refused}");
}

#[test]
fn an_event_is_read_back_as_it_was_written() {
    for line in GOOD.lines().filter(|line| !line.is_empty()) {
        let event = Event::read(1, line).unwrap();
        assert_eq!(Event::read(1, &event.line().unwrap()).unwrap(), event);
        assert_eq!(event.line().unwrap(), line);
    }
}
