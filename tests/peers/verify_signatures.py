"""Do libxmlsec1 (Python `xmlsec`), `signxml` and bergshamra (`pybergshamra`) accept signed files, and refuse them changed?

    verify_signatures.py FOLDER NAME...

For each NAME the folder holds NAME.xml and NAME.changed.xml; the certificate of the key is that of the part of NAME before
its dot. Where there is a NAME.blanks.xml beside it, the same without raw tabs and line ends in values of attributes,
bergshamra is shown that one: it does not normalise them (XML 1.0, 3.3.3) and forms another digest.
Prints one line per name and reader.
"""
import pathlib
import sys

import pybergshamra
import signxml.xades
import xmlsec
from lxml import etree


def by_xmlsec(xml, pem):
    root = etree.fromstring(xml)
    xmlsec.tree.add_ids(root, ["Id"])
    context = xmlsec.SignatureContext()
    context.key = xmlsec.Key.from_memory(pem, xmlsec.KeyFormat.CERT_PEM)
    context.verify(xmlsec.tree.find_node(root, xmlsec.Node.SIGNATURE))


def by_signxml(xml, pem):
    signxml.xades.XAdESVerifier().verify(xml, x509_cert=pem, expect_references=2)


def by_bergshamra(xml, pem):
    # Strict it would refuse every signature whose properties are signed too (XAdES).
    keys = pybergshamra.KeysManager()
    keys.add_key(pybergshamra.load_x509_cert_pem(pem))
    context = pybergshamra.DsigContext(keys, trusted_keys_only=True, strict_verification=False)
    result = pybergshamra.verify(context, xml.decode())
    if not result.is_valid or not result.all_reference_digests_verified:
        raise ValueError(result.reason)


READERS = (("xmlsec", by_xmlsec), ("signxml", by_signxml), ("bergshamra", by_bergshamra))


def said(reader, xml, pem):
    try:
        reader(xml, pem)
        return "accepted"
    except Exception as why:  # every reader has its own kinds of refusal
        return f"refused ({type(why).__name__}: {why})"


folder = pathlib.Path(sys.argv[1])
for name in sys.argv[2:]:
    pem = (folder / f"{name.split('.')[0]}.pem").read_bytes()
    for word, reader in READERS:
        is_blanks = word == "bergshamra" and (folder / f"{name}.blanks.xml").exists()
        own, changed = (folder / f"{name}{'.blanks' if is_blanks else ''}{end}" for end in (".xml", ".changed.xml"))
        refused = said(reader, changed.read_bytes(), pem).split(" (")[0]
        print(f"{name} {word} {said(reader, own.read_bytes(), pem)}, changed {refused}")
