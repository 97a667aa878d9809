"""How long do libxmlsec1 and signxml need to check a seal? Called `time_signatures.py SEALED CERTIFICATE`; for each line
`xmlsec` or `signxml` on the standard input it checks the seal again and again for a while and prints the nanoseconds of
one turn: time of the processor, so that what else runs on the machine is not counted against them.

Both are given the certificate, parse the bytes anew for every check as a reader of foreign documents has to, and stay in
one process: what is measured is the check, not the start of Python. `signxml` checks one reference after the other and
returns what was signed; libxmlsec1 says yes or no.
"""

import gc
import sys
from pathlib import Path
from time import thread_time_ns

import signxml.xades
import xmlsec
from lxml import etree

ROUND_NANOSECONDS = 2_000_000
SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}Signature"


def measured(work):
    """Nanoseconds for one turn."""
    turns, begin = 0, thread_time_ns()
    while turns == 0 or thread_time_ns() - begin < ROUND_NANOSECONDS:
        work()
        turns += 1
    return (thread_time_ns() - begin) // turns


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

    libraries = {"xmlsec": by_xmlsec, "signxml": by_signxml}
    gc.disable()
    for line in sys.stdin:
        print(measured(libraries[line.strip()]), flush=True)
        gc.collect()


if __name__ == "__main__":
    main(*sys.argv[1:])
