//! How is a step of an origin calculation said in plain English? Figures are rounded here and nowhere before.

use tamga_origin::Ratio;
use tamga_origin::calculator::{Figure, Step, StepCode, Symbol};

/// Decimals that are shown.
const SHOWN: u8 = 2;

/// A step as one line.
pub fn sentence(step: &Step) -> String {
    let said = |symbol| step.figures.iter().find(|figure| figure.symbol == symbol).map(shown).unwrap_or_default();
    let param =
        |name: &str| step.params.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value.as_str());
    let basis = match param("basis") {
        "fob" => "FOB value",
        "ex_works" => "value ex works",
        "transaction" => "transaction value",
        _ => "total cost",
    };
    let level = match param("level") {
        "CC" => "chapter",
        "CTH" => "heading",
        _ => "subheading",
    };
    let lines = lines(&step.lines);
    let holds = step.holds == Some(true);
    match step.code {
        StepCode::MaterialsSorted => format!(
            "Materials: {} originating, {} not originating{}.",
            said(Symbol::Originating),
            said(Symbol::NonOriginating),
            if lines.is_empty() { String::new() } else { format!(" ({lines})") }
        ),
        StepCode::AccumulationCounted => {
            format!(
                "Accumulation: {} from {} counts as originating ({lines}).",
                said(Symbol::Accumulated),
                param("countries")
            )
        }
        StepCode::AccumulationContent => {
            format!(
                "Accumulation: {} of originating value inside other materials counts ({lines}).",
                said(Symbol::Accumulated)
            )
        }
        StepCode::WhollyObtained if holds => "No material comes from anywhere else.".to_owned(),
        StepCode::WhollyObtained => format!("Some materials come from elsewhere ({lines})."),
        StepCode::OnlyOriginating if holds => "All materials originate.".to_owned(),
        StepCode::OnlyOriginating => format!("Some materials do not originate ({lines})."),
        StepCode::NetCost => {
            let kinds = [Symbol::SalesPromotion, Symbol::Royalties, Symbol::Shipping, Symbol::Interest];
            let left_out: String = parts(step, &kinds).iter().map(|part| format!(" - {part}")).collect();
            format!("Net cost = total cost {}{left_out} = {}.", said(Symbol::TotalCost), said(Symbol::NetCost))
        }
        StepCode::BuildDown => {
            let (value, vnm) = (said(Symbol::Value), said(Symbol::NonOriginating));
            format!("Build-down: ({basis} {value} - not originating {vnm}) / {value} = {}.", said(Symbol::Content))
        }
        StepCode::BuildUp => {
            let (value, vom) = (said(Symbol::Value), said(Symbol::Originating));
            format!("Build-up: originating {vom} / {basis} {value} = {}.", said(Symbol::Content))
        }
        StepCode::Direct => {
            let kinds = [Symbol::Labour, Symbol::Overhead, Symbol::Profit, Symbol::Other];
            let costs: String = parts(step, &kinds).iter().map(|part| format!(" + {part}")).collect();
            let (value, vom) = (said(Symbol::Value), said(Symbol::Originating));
            format!("Direct: (originating {vom}{costs}) / {basis} {value} = {}.", said(Symbol::Content))
        }
        StepCode::NetCostContent => {
            let (net, vnm) = (said(Symbol::NetCost), said(Symbol::NonOriginating));
            format!("Net cost: ({net} - not originating {vnm}) / {net} = {}.", said(Symbol::Content))
        }
        StepCode::Focused => {
            let (value, named) = (said(Symbol::Value), said(Symbol::Named));
            format!(
                "Focused value: ({basis} {value} - named by the rule {named}) / {value} = {}.",
                said(Symbol::Content)
            )
        }
        StepCode::Threshold if holds => {
            format!("{} reaches the {} that the rule asks.", said(Symbol::Content), said(Symbol::Limit))
        }
        StepCode::Threshold => {
            format!("{} does not reach the {} that the rule asks.", said(Symbol::Content), said(Symbol::Limit))
        }
        StepCode::ChangeMade if step.lines.is_empty() && holds => format!("No material has to change its {level}."),
        StepCode::ChangeMade if step.lines.is_empty() => {
            format!("No material changes its {level} to {}.", param("product"))
        }
        StepCode::ChangeMade => format!("Change of {level} to {}: {lines}.", param("product")),
        StepCode::ChangeMissing => format!("No change of {level}: {lines}."),
        StepCode::DeMinimisValue => {
            let of = format!("{} of {basis} {}", said(Symbol::Unchanged), said(Symbol::Value));
            tolerance(step, "value", &of, said(Symbol::Share), said(Symbol::Limit))
        }
        StepCode::DeMinimisWeight => {
            let of = format!("{} of {}", said(Symbol::Unchanged), said(Symbol::Weight));
            tolerance(step, "weight", &of, said(Symbol::Share), said(Symbol::Limit))
        }
        StepCode::Conclusion if holds => "The product originates by this rule.".to_owned(),
        StepCode::Conclusion => "The product does not originate by this rule.".to_owned(),
    }
}

fn tolerance(step: &Step, by: &str, of: &str, share: String, limit: String) -> String {
    let within = if step.holds == Some(true) { "within" } else { "above" };
    format!("Tolerance by {by}: {of} = {share}, {within} {limit}.")
}

/// Figures with their names, in the order of the step.
fn parts(step: &Step, kinds: &[Symbol]) -> Vec<String> {
    let named = |figure: &Figure| format!("{} {}", figure.symbol.as_str().replace('_', " "), shown(figure));
    step.figures.iter().filter(|figure| kinds.contains(&figure.symbol)).map(named).collect()
}

fn shown(figure: &Figure) -> String {
    let number = number(figure.value);
    if figure.unit == "%" { format!("{number} %") } else { format!("{number} {}", figure.unit) }
}

/// With as many decimals as it needs, or two with a mark that it was rounded.
fn number(value: Ratio) -> String {
    match (value.exact(), value.rounded(SHOWN)) {
        (Some(exact), Some(rounded)) if exact == rounded || exact.scale() <= 4 => exact.to_string(),
        (_, Some(rounded)) => format!("~{rounded}"),
        _ => value.to_string(),
    }
}

fn lines(lines: &[u32]) -> String {
    const MOST: usize = 12;
    let listed: Vec<String> = lines.iter().take(MOST).map(u32::to_string).collect();
    let more = if lines.len() > MOST { format!(" and {} more", lines.len() - MOST) } else { String::new() };
    match lines.len() {
        0 => String::new(),
        1 => format!("line {}", listed.concat()),
        _ => format!("lines {}{more}", listed.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_say_when_they_were_rounded() {
        let said = |over, under| number(Ratio::new(over, under).unwrap());
        assert_eq!(said(5, 2), "2.5");
        assert_eq!(said(6835, 10_000), "0.6835");
        assert_eq!(said(2, 3), "~0.67");
        assert_eq!(said(123_456, 1_000_000), "~0.12");
    }

    #[test]
    fn many_lines_are_counted() {
        assert_eq!(lines(&[]), "");
        assert_eq!(lines(&[3]), "line 3");
        assert_eq!(lines(&(1..=14).collect::<Vec<u32>>()), "lines 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 2 more");
    }
}
