"""Do libxmlsec1 (Python `xmlsec`) and `signxml` accept signed files, and refuse them changed?

    verify_signatures.py FOLDER NAME...

For each NAME the folder holds NAME.xml and NAME.changed.xml; the certificate of the key is that of the part of NAME before
its dot.
Prints one line per name and reader.
"""
import pathlib
import sys

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


def said(reader, xml, pem):
    try:
        reader(xml, pem)
        return "accepted"
    except Exception as why:  # every reader has its own kinds of refusal
        return f"refused ({type(why).__name__}: {why})"


folder = pathlib.Path(sys.argv[1])
for name in sys.argv[2:]:
    pem = (folder / f"{name.split('.')[0]}.pem").read_bytes()
    for word, reader in (("xmlsec", by_xmlsec), ("signxml", by_signxml)):
        whole = said(reader, (folder / f"{name}.xml").read_bytes(), pem)
        changed = said(reader, (folder / f"{name}.changed.xml").read_bytes(), pem).split(" (")[0]
        print(f"{name} {word} {whole}, changed {changed}")
