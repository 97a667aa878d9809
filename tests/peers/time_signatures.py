"""How long do libxmlsec1 and signxml need to check a seal? Called `time_signatures.py SEALED CERTIFICATE`; prints
`<library> <nanoseconds>`.

Both are given the certificate, parse the bytes anew for every check as a reader of foreign documents has to, and stay in
one process: what is measured is the check, not the start of Python. `signxml` checks one reference after the other and
returns what was signed; libxmlsec1 says yes or no.
"""

import gc
import sys
from pathlib import Path
from statistics import median
from time import perf_counter_ns

import signxml.xades
import xmlsec
from lxml import etree

ROUNDS = 15
ROUND_NANOSECONDS = 15_000_000
ENOUGH_NANOSECONDS = 6_000_000_000
SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}Signature"


def measured(work):
    """Nanoseconds for one turn, the middle of several rounds; the first one only warms up."""
    taken, start = [], perf_counter_ns()
    gc.disable()
    for done in range(ROUNDS + 1):
        if done > 3 and perf_counter_ns() - start > ENOUGH_NANOSECONDS:
            break
        turns, begin = 0, perf_counter_ns()
        while turns == 0 or perf_counter_ns() - begin < ROUND_NANOSECONDS:
            work()
            turns += 1
        taken.append((perf_counter_ns() - begin) / turns)
    gc.enable()
    return round(median(taken[1:]))


def main(sealed, certificate):
    document = Path(sealed).read_bytes()
    pem = Path(certificate).read_text(encoding="ascii")
    key = xmlsec.Key.from_file(certificate, xmlsec.constants.KeyDataFormatCertPem)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)

    def by_xmlsec():
        root = etree.fromstring(document, parser)
        xmlsec.tree.add_ids(root, ["Id"])
        context = xmlsec.SignatureContext()
        context.key = key
        context.verify(root.find(SIGNATURE))

    def by_signxml():
        signxml.xades.XAdESVerifier().verify(document, x509_cert=pem, expect_references=2)

    print("xmlsec", measured(by_xmlsec))
    print("signxml", measured(by_signxml))


if __name__ == "__main__":
    main(*sys.argv[1:])
