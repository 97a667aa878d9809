"""How long does lxml need for a certificate? Called `read_lxml.py DIALECT FILE [SCHEMA]`; prints `<what> <nanoseconds>
<goods>`.

`parse` is `etree.fromstring` alone: a tree of the C library that no Python code has looked at yet. `values` goes on to
what a program would work with: a dictionary of plain values, where amounts are exact decimals, counts whole numbers and
dates are dates. It is written to be fast: one walk, and what a name means is looked up once for each name. It does less
than a reader of ours, which also renames, checks codes, and reports whatever it did not understand. `checked` has the
schema of the dialect do that between the two: unknown and missing elements, their order, types and code lists. The
schema is compiled before the clock starts.
"""

import gc
import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from statistics import median
from time import perf_counter_ns

from lxml import etree

ROUNDS = 15
ROUND_NANOSECONDS = 15_000_000
ENOUGH_NANOSECONDS = 3_000_000_000


def compact(text):
    return date(int(text[:4]), int(text[4:6]), int(text[6:8]))


# Per dialect: the element of a line of goods, then how texts are read by the end of their element's name.
COD = (
    "Goods",
    {"Date": datetime.fromisoformat, "WeightAmount": Decimal, "ItemValue": Decimal, "OrderNo": int},
)
DIALECTS = {
    "tamga-xml": (
        "GovernmentAgencyGoodsItem",
        {
            "DateTimeString": compact,
            "Measure": Decimal,
            "Amount": Decimal,
            "TariffQuantity": Decimal,
            "Quantity": int,
            "SequenceNumeric": int,
            "PercentNumeric": Decimal,
            "Numeric": int,
            "Reference": int,
        },
    ),
    "cod-4.1.1": COD,
    "cod-1.8.2": COD,
    "ubl": (
        "GoodsItem",
        {
            "Date": date.fromisoformat,
            "Measure": Decimal,
            "Amount": Decimal,
            "Quantity": Decimal,
            "Numeric": Decimal,
        },
    ),
}


class Meanings(dict):
    """Local name and reader of a text for a tag, found out once for each tag."""

    def __init__(self, readers):
        self.readers = readers

    def __missing__(self, tag):
        name = tag.rpartition("}")[2]
        reader = next((read for end, read in self.readers.items() if name.endswith(end)), None)
        self[tag] = (name, reader)
        return self[tag]


def values(element, meanings):
    """The children of an element by their names; what stands there several times becomes a list."""
    said = {}
    for child in element:
        name, read = meanings[child.tag]
        if len(child):
            value = values(child, meanings)
        else:
            value = child.text or ""
            if read and value:
                value = read(value)
        attributes = child.items()
        if attributes:
            value = {"value": value, **dict(attributes)}
        known = said.get(name)
        if known is None:
            said[name] = value
        elif type(known) is list:
            known.append(value)
        else:
            said[name] = [known, value]
    return said


def measured(work):
    """Nanoseconds for one turn, the middle of several rounds; like `timeit`, without the collector of cycles."""
    taken = []
    gc.disable()
    start = perf_counter_ns()
    for done in range(ROUNDS + 1):
        if done > 3 and perf_counter_ns() - start > ENOUGH_NANOSECONDS:
            break
        turns, begin = 0, perf_counter_ns()
        while turns == 0 or perf_counter_ns() - begin < ROUND_NANOSECONDS:
            work()
            turns += 1
        taken.append((perf_counter_ns() - begin) / turns)
    gc.enable()
    # The first round only warms up.
    return round(median(taken[1:]))


def main(dialect, file, schema=None):
    document = Path(file).read_bytes()
    goods, readers = DIALECTS[dialect]
    # Long texts and deep trees are the caller's business here as well as there: nothing but the parser is measured.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    meanings = Meanings(readers)
    root = etree.fromstring(document, parser)
    found = sum(1 for _ in root.iter("{*}" + goods))
    print("parse", measured(lambda: etree.fromstring(document, parser)), found)
    print("values", measured(lambda: values(etree.fromstring(document, parser), meanings)), found)
    if schema:
        check = etree.XMLSchema(etree.parse(schema)).validate

        def checked():
            root = etree.fromstring(document, parser)
            check(root)
            return values(root, meanings)

        print("checked", measured(checked), found)


if __name__ == "__main__":
    main(*sys.argv[1:])
