//! What is asked about the origin of a product? The file, the rule, and the values that a spreadsheet does not hold.

use std::path::PathBuf;

use clap::{ArgGroup, Args, Subcommand};
use tamga_origin::calculator::{Cost, DirectCost, ExcludedCost, Level, Method, ValueBasis};
use tamga_origin::conversion::convert;
use tamga_origin::word::Word;
use tamga_origin::{Decimal, Measure, Reading, read_number};

use super::{DecimalWord, country};

/// What to do about origin.
#[derive(Debug, Subcommand)]
pub enum OriginCommand {
    /// Work out from its materials whether a product originates, step by step
    Calculate(Box<CalculateArguments>),
}

const RULE: &str = "The rule, as the agreement has it";
const PRODUCT: &str = "The product, where the file does not say it";

/// A file of materials and the rule to test.
#[derive(Debug, Args)]
#[command(
    group = ArgGroup::new("whole").args(["wholly_obtained", "only_originating"]),
    after_help = "Examples, materials from a spreadsheet and the rule by hand:
  tamga origin calculate bom.xlsx --method build-down --threshold 40 --fob 5.60 --currency USD \\
    --accumulate TH,VN --agreement chafta --out worksheet.json
  tamga origin calculate bom.csv --change CTH --de-minimis 10 --hs 620520 --fob 9 --currency EUR

Kept with a draft, whose second line takes the criterion over:
  tamga origin calculate bom.xlsx --method build-down --threshold 40 --fob 5.60 --currency USD \\
    --draft 12 --item 2

A worksheet that was kept, calculated again:
  tamga origin calculate worksheet.json --json

The answer is that the goods originate (exit 0), do not originate (exit 1), or that a number is missing (exit 4)."
)]
pub struct CalculateArguments {
    /// Materials: a worksheet (JSON), or a table (CSV, XLSX) with headings such as HS, Origin, Originating, Value
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Form whose criterion is proposed
    #[arg(long, value_name = "ID")]
    pub agreement: Option<String>,
    /// Country the goods go to, where the form's criterion depends on it
    #[arg(long, value_name = "CC", value_parser = country)]
    pub destination: Option<String>,
    /// File for the worksheet, as evidence
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Draft that the worksheet stands behind, as evidence with its digest
    #[arg(long, value_name = "ID")]
    pub draft: Option<i64>,
    /// Line of the draft that takes the proposed criterion over
    #[arg(long, value_name = "N", requires = "draft")]
    pub item: Option<u32>,

    /// Value content: build-down, build-up, direct, net-cost or focused
    #[arg(long, value_name = "METHOD", value_parser = word::<Method>, requires = "threshold", help_heading = RULE)]
    pub method: Option<Method>,
    /// Least value content in percent
    #[arg(long, value_name = "PERCENT", value_parser = amount, requires = "method", help_heading = RULE)]
    pub threshold: Option<Decimal>,
    /// Value that shares are taken of: fob, ex-works, transaction or total-cost
    #[arg(long, value_name = "VALUE", value_parser = word::<ValueBasis>, default_value = "fob", help_heading = RULE)]
    pub basis: ValueBasis,
    /// Change of tariff classification: CC, CTH or CTSH
    #[arg(long, value_name = "LEVEL", value_parser = level, help_heading = RULE)]
    pub change: Option<Level>,
    /// Chapters, headings or subheadings from which a change does not count
    #[arg(long, value_name = "HS", value_delimiter = ',', value_parser = digits, requires = "change", help_heading = RULE)]
    pub except: Vec<String>,
    /// Tolerance by value in percent [default: the form's, where it is known]
    #[arg(long, value_name = "PERCENT", value_parser = amount, requires = "change", help_heading = RULE)]
    pub de_minimis: Option<Decimal>,
    /// Tolerance by weight in percent, for chapters 50 to 63
    #[arg(long, value_name = "PERCENT", value_parser = amount, requires = "change", help_heading = RULE)]
    pub de_minimis_weight: Option<Decimal>,
    /// Wholly obtained or produced
    #[arg(long, conflicts_with_all = ["method", "change"], help_heading = RULE)]
    pub wholly_obtained: bool,
    /// Produced only from originating materials
    #[arg(long, conflicts_with_all = ["method", "change"], help_heading = RULE)]
    pub only_originating: bool,
    /// Countries whose originating materials count
    #[arg(long, value_name = "CC", value_delimiter = ',', value_parser = country, help_heading = RULE)]
    pub accumulate: Vec<String>,
    /// Count originating value inside other materials too
    #[arg(long, help_heading = RULE)]
    pub full_accumulation: bool,

    /// Tariff code
    #[arg(long, value_name = "HS", value_parser = digits, help_heading = PRODUCT)]
    pub hs: Option<String>,
    /// Currency of all amounts
    #[arg(long, value_name = "CUR", help_heading = PRODUCT)]
    pub currency: Option<String>,
    /// Value free on board
    #[arg(long, value_name = "AMOUNT", value_parser = amount, help_heading = PRODUCT)]
    pub fob: Option<Decimal>,
    /// Value ex works
    #[arg(long, value_name = "AMOUNT", value_parser = amount, help_heading = PRODUCT)]
    pub ex_works: Option<Decimal>,
    /// Transaction value
    #[arg(long, value_name = "AMOUNT", value_parser = amount, help_heading = PRODUCT)]
    pub transaction: Option<Decimal>,
    /// All costs of the product, for net cost
    #[arg(long, value_name = "AMOUNT", value_parser = amount, help_heading = PRODUCT)]
    pub total_cost: Option<Decimal>,
    /// Costs that net cost leaves out: sales-promotion, royalties, shipping, interest
    #[arg(long, value_name = "KIND=AMOUNT", value_parser = cost::<ExcludedCost>, requires = "total_cost", help_heading = PRODUCT)]
    pub left_out: Vec<Cost<ExcludedCost>>,
    /// Costs that count as originating: labour, overhead, profit, other
    #[arg(long, value_name = "KIND=AMOUNT", value_parser = cost::<DirectCost>, help_heading = PRODUCT)]
    pub cost: Vec<Cost<DirectCost>>,
    /// Net weight with its unit, for instance 0.5KGM
    #[arg(long, value_name = "WEIGHT", value_parser = weight, help_heading = PRODUCT)]
    pub weight: Option<Measure>,

    /// Sheet of the workbook [default: the first that is not hidden]
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// Decimal mark of numbers kept as text: point or comma
    #[arg(long, value_enum, value_name = "MARK", default_value = "point", hide_possible_values = true)]
    pub decimal: DecimalWord,
}

fn one_of<W: Word>() -> String {
    W::ALL.iter().map(|one| one.as_str().replace('_', "-")).collect::<Vec<_>>().join(", ")
}

/// Reads a word of a fixed set; hyphens are how it is written here.
fn word<W: Word>(text: &str) -> Result<W, String> {
    W::parse(&text.to_lowercase().replace('-', "_")).ok_or_else(|| format!("one of {}", one_of::<W>()))
}

fn level(text: &str) -> Result<Level, String> {
    Level::parse(&text.to_uppercase()).ok_or_else(|| format!("one of {}", one_of::<Level>()))
}

/// Reads an amount with a decimal point; what can mean two amounts is asked about.
fn amount(text: &str) -> Result<Decimal, String> {
    match read_number(text, '.', Some(',')) {
        Reading::Value(value) => Ok(value),
        Reading::Question(readings) => {
            let readings: Vec<String> = readings.iter().map(Decimal::to_string).collect();
            Err(format!("it can mean {}; write it with a decimal point", readings.join(" or ")))
        }
        Reading::Unreadable => Err("it cannot be read as a number".to_owned()),
    }
}

fn cost<K: Word>(text: &str) -> Result<Cost<K>, String> {
    let (kind, value) =
        text.split_once('=').ok_or_else(|| format!("KIND=AMOUNT, the kind one of {}", one_of::<K>()))?;
    Ok(Cost { kind: word(kind)?, amount: amount(value)? })
}

fn digits(text: &str) -> Result<String, String> {
    let digits: String = text.chars().filter(|c| *c != '.').collect();
    let fits = (2..=12).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    fits.then_some(digits).ok_or_else(|| "a tariff code has 2 to 12 digits, for instance 8471.30".to_owned())
}

fn weight(text: &str) -> Result<Measure, String> {
    let end = text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (value, unit) = text.split_at(end);
    let unit = match unit.to_uppercase().as_str() {
        "KG" => "KGM".to_owned(),
        code => code.to_owned(),
    };
    let weight = Measure { amount: amount(value)?, unit };
    let is_weight = convert(&Measure { amount: Decimal::ZERO, unit: weight.unit.clone() }, "KGM").is_ok();
    is_weight.then_some(weight).ok_or_else(|| "a weight has a unit of mass behind it, for instance 0.5KGM".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_amounts_and_weights_are_read_strictly() {
        assert_eq!(word::<Method>("build-down"), Ok(Method::BuildDown));
        assert_eq!(word::<Method>("best"), Err("one of build-down, build-up, direct, net-cost, focused".to_owned()));
        assert_eq!(level("cth"), Ok(Level::Heading));
        assert_eq!(amount("1,250.50"), Ok(Decimal::parse("1250.50").unwrap()));
        assert_eq!(amount("1,5"), Err("it can mean 1.5 or 15; write it with a decimal point".to_owned()));
        assert_eq!(digits("8471.30"), Ok("847130".to_owned()));
        assert!(digits("84x").is_err() && digits("8").is_err());
        assert_eq!(cost::<DirectCost>("labour=1.2").map(|cost| cost.amount.to_string()), Ok("1.2".to_owned()));
        assert!(cost::<DirectCost>("labour").is_err() && cost::<DirectCost>("rent=1").is_err());
        assert_eq!(weight("0.5kg").map(|weight| weight.unit), Ok("KGM".to_owned()));
        assert!(weight("0.5").is_err() && weight("3LTR").is_err());
    }
}
