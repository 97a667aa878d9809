"""Signs as libxmlsec1 (Python `xmlsec`) and `signxml` do, so that our check can be asked about it.

    sign_signatures.py FOLDER NAME=METHOD...

For each NAME the folder holds NAME.template.xml, a document with an empty signature of the identifier METHOD, NAME.plain.xml
without one, and NAME.key and NAME.pem. Written are NAME.xmlsec.xml and NAME.signxml.xml.
"""
import pathlib
import sys

import xmlsec
from lxml import etree
from signxml import CanonicalizationMethod, DigestAlgorithm, SignatureConstructionMethod, SignatureMethod, XMLSigner


def by_xmlsec(path, key, pem):
    root = etree.fromstring(path.with_suffix(".template.xml").read_bytes())
    xmlsec.tree.add_ids(root, ["Id"])
    context = xmlsec.SignatureContext()
    context.key = xmlsec.Key.from_memory(key, xmlsec.KeyFormat.PEM)
    context.key.load_cert_from_memory(pem, xmlsec.KeyFormat.CERT_PEM)
    context.sign(xmlsec.tree.find_node(root, xmlsec.Node.SIGNATURE))
    return root


def by_signxml(path, key, pem, method):
    signer = XMLSigner(
        method=SignatureConstructionMethod.enveloped,
        signature_algorithm=SignatureMethod(method),
        digest_algorithm=DigestAlgorithm.SHA256,
        c14n_algorithm=CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
    )
    root = etree.fromstring(path.with_suffix(".plain.xml").read_bytes())
    return signer.sign(root, key=key, cert=pem.decode())


folder = pathlib.Path(sys.argv[1])
for named in sys.argv[2:]:
    name, method = named.split("=", 1)
    path = folder / f"{name}.x"
    key, pem = (folder / f"{name}.key").read_bytes(), (folder / f"{name}.pem").read_bytes()
    for word, root in (("xmlsec", by_xmlsec(path, key, pem)), ("signxml", by_signxml(path, key, pem, method))):
        (folder / f"{name}.{word}.xml").write_bytes(etree.tostring(root, encoding="UTF-8"))
