//! The built-in list, and what its reader refuses.

use super::*;
use crate::word::Word;

#[test]
fn the_list_that_is_built_in_is_read_without_a_fault() {
    let list = read_units(LIST).unwrap();
    assert!(list.len() >= 200, "{} units", list.len());
    assert_eq!(list.as_slice(), units());
    for unit in &list {
        let found = super::unit(unit.code).map(|found| found.name("en"));
        assert_eq!(found, Some(unit.name("en")), "{} is found by its code", unit.code);
    }
}

#[test]
fn every_dimension_has_units_and_the_ones_that_convert_have_a_base() {
    for dimension in Dimension::ALL {
        let mut members = units().iter().filter(|unit| unit.dimension == *dimension).peekable();
        assert!(members.peek().is_some(), "{} has units", dimension.as_str());
        let based = members.any(|unit| unit.factor == Ratio::ONE);
        assert!(based || *dimension == Dimension::Proportion, "{} has a base unit", dimension.as_str());
    }
    assert!(
        units().iter().filter(|unit| unit.dimension == Dimension::Own).all(|unit| unit.factor == Ratio::ONE),
        "what converts into nothing has no factor"
    );
    let counts = [Dimension::Count, Dimension::Pair, Dimension::Set, Dimension::Pack, Dimension::Calendar];
    for unit in units().iter().filter(|unit| counts.contains(&unit.dimension)) {
        assert_eq!(unit.factor.denominator(), 1, "{} counts whole things", unit.code);
    }
}

/// Factors as the recommendation prints them, rounded there: ours must round to the same digits.
const PRINTED: &[(&str, &str)] = &[
    ("LBR", "0.45359237"),
    ("ONZ", "0.02834952"),
    ("GRN", "0.00006479891"),
    ("DWT", "0.001555174"),
    // Printed with the power -3 in revision 17, which would make a troy ounce of three grams.
    ("APZ", "0.03110348"),
    ("LBT", "0.3732417"),
    ("DRA", "0.003887935"),
    ("STI", "6.350293"),
    ("QTR", "12.70059"),
    ("CWA", "45.3592"),
    ("CWI", "50.80235"),
    ("CNT", "45.359237"),
    ("STN", "907.1847"),
    ("LTN", "1016.047"),
    ("CTM", "0.0002"),
    ("INH", "0.0254"),
    ("FOT", "0.3048"),
    ("YRD", "0.9144"),
    ("SMI", "1609.344"),
    ("NMI", "1852"),
    // Of the US survey foot, as the recommendation prints it.
    ("F49", "5.029210"),
    ("M51", "0.3048006"),
    ("INK", "0.00064516"),
    ("FTK", "0.09290304"),
    ("YDK", "0.8361274"),
    // The recommendation means the acre of the US survey foot; the international one would be 4046.856.
    ("ACR", "4046.873"),
    ("INQ", "0.000016387064"),
    ("FTQ", "0.02831685"),
    ("YDQ", "0.764555"),
    ("GLL", "0.003785412"),
    ("QTL", "0.0009463529"),
    ("PTL", "0.0004731765"),
    ("G21", "0.0002365882"),
    ("GIA", "0.0001182941"),
    ("OZA", "0.00002957353"),
    ("G24", "0.00001478676"),
    ("G25", "0.000004928922"),
    ("BLL", "0.1589873"),
    ("BLD", "0.115627"),
    ("BUA", "0.03523907"),
    ("G23", "0.008809768"),
    ("GLD", "0.004404884"),
    ("QTD", "0.001101221"),
    ("PTD", "0.0005506105"),
    ("QTI", "0.0011365225"),
    ("PTI", "0.00056826"),
    ("GII", "0.0001420653"),
    ("OZI", "0.00002841306"),
    ("J57", "0.15911315"),
    ("M68", "3.624556"),
    ("WSD", "4.672"),
    ("M70", "2.831685"),
    ("BTU", "1055.056"),
    ("E14", "4186.8"),
    ("HJ", "735.49875"),
    ("ATM", "101325"),
    ("KWH", "3600000"),
    ("DZN", "12"),
    ("GRO", "144"),
    ("GGR", "1728"),
    ("SCO", "20"),
];

#[test]
fn factors_round_to_what_the_recommendation_prints() {
    for (code, printed) in PRINTED {
        let scale = printed.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        let exact = unit(code).unwrap().factor;
        // Up to eleven decimals are printed; a decimal holds twelve.
        let rounded = exact.rounded(u8::try_from(scale).unwrap()).unwrap().to_string();
        assert_eq!(rounded, *printed, "{code} is {exact} base units");
    }
}

#[test]
fn names_come_in_four_languages_and_english_stands_in_for_the_rest() {
    let dozen = unit("DZN").unwrap();
    let names: Vec<&str> = ["en", "fr", "es", "ar", "de"].into_iter().map(|language| dozen.name(language)).collect();
    assert_eq!(names, ["dozen", "douzaine", "docena", "دزينة", "dozen"]);
    assert_eq!(unit("HAR").map(|unit| unit.status), Some(UnitStatus::Deprecated));
    assert_eq!(unit("kgm"), None, "codes are capitals");
    assert_eq!(unit("XYZ"), None);
}

#[test]
fn a_list_with_a_fault_is_refused_at_its_line() {
    let good = "KGM,kg,current,mass,1,kilogram,kilogramme,kilogramo,كيلوغرام";
    let refused = |lines: &str, line: usize, column: &str| {
        let fault = read_units(&format!("# remark\n{HEADER}\n{lines}")).unwrap_err();
        assert_eq!((fault.line, fault.column), (line, column), "{lines}");
    };
    assert_eq!(read_units(&format!("{HEADER}\n{good}")).map(|list| list.len()), Ok(1));
    refused(&format!("{good}\n{good}"), 4, "code");
    refused("kgm,kg,current,mass,1,a,b,c,d", 3, "code");
    refused("KGMX,kg,current,mass,1,a,b,c,d", 3, "code");
    refused("KGM,kg,used,mass,1,a,b,c,d", 3, "status");
    refused("KGM,kg,current,weight,1,a,b,c,d", 3, "dimension");
    for factor in ["", "0", "-1", "1/0", "0,5", "x"] {
        let column = if factor.contains(',') { "line" } else { "factor" };
        refused(&format!("KGM,kg,current,mass,{factor},a,b,c,d"), 3, column);
    }
    refused("KGM,kg,current,mass,1,a,b,c", 3, "line");
    refused("KGM,kg,current,mass,1,a,b,,d", 3, "name");
    let fault = read_units("code,symbol\n").unwrap_err();
    assert_eq!((fault.line, fault.to_string().as_str()), (1, "line 1: line cannot be \"code,symbol\""));
}
