//! How late can a moment be that was written without its offset from UTC? A COD says its time of signing so; it is read
//! as UTC, and meant somewhere between that and the clock of the country (`seal-and-paper.md` 6.3).

use tamga_origin::{Moment, Timestamp};

const HOUR: i64 = 3_600_000;

/// Hours by which the slowest clock of each member of ALADI is behind UTC (IANA time zone database, standard time).
const BEHIND: [(&str, i64); 13] = [
    ("AR", 3),
    ("BO", 4),
    ("BR", 5),
    ("CL", 6),
    ("CO", 5),
    ("CU", 5),
    ("EC", 6),
    ("MX", 8),
    ("PA", 5),
    ("PE", 5),
    ("PY", 4),
    ("UY", 3),
    ("VE", 4),
];

/// The last instant a moment of this country can mean; of a day its end.
pub(crate) fn latest(moment: Moment, country: &str) -> Timestamp {
    let behind = BEHIND.iter().find(|(known, _)| *known == country).map_or(0, |(_, hours)| *hours);
    let (from, length) = match moment {
        Moment::Instant(at) => (at, 0),
        Moment::Day(day) => (Timestamp::midnight(day), 24),
    };
    from.plus_millis((length + behind) * HOUR)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_without_offset_ends_with_the_slowest_clock_of_its_country() {
        let at = |text: &str| Timestamp::parse_rfc3339(text).unwrap();
        let noon = at("2026-05-12T12:00:00Z");
        assert_eq!(latest(Moment::Instant(noon), "UY"), at("2026-05-12T15:00:00Z"));
        assert_eq!(latest(Moment::Instant(noon), "ZZ"), noon, "of a country that is no member nothing is known");
        assert_eq!(latest(Moment::Day(noon.date()), "MX"), at("2026-05-13T08:00:00Z"));
    }
}
