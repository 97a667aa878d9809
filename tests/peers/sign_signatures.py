"""Signs as libxmlsec1 (Python `xmlsec`), `signxml` and bergshamra (`pybergshamra`) do, so that our check can be asked about it.

    sign_signatures.py FOLDER NAME=METHOD...

For each NAME the folder holds NAME.template.xml, a document with an empty signature of the identifier METHOD, the same
without raw tabs and line ends in values as NAME.blanks.template.xml (for bergshamra), and NAME.plain.xml without one; key and certificate are those of the part of NAME before its dot. Written are NAME.xmlsec.xml,
NAME.signxml.xml and NAME.bergshamra.xml.
"""
import pathlib
import sys

import pybergshamra
import xmlsec
from lxml import etree
from signxml import CanonicalizationMethod, DigestAlgorithm, SignatureConstructionMethod, SignatureMethod, XMLSigner


def by_xmlsec(template, key, pem):
    root = etree.fromstring(template)
    xmlsec.tree.add_ids(root, ["Id"])
    context = xmlsec.SignatureContext()
    context.key = xmlsec.Key.from_memory(key, xmlsec.KeyFormat.PEM)
    context.key.load_cert_from_memory(pem, xmlsec.KeyFormat.CERT_PEM)
    context.sign(xmlsec.tree.find_node(root, xmlsec.Node.SIGNATURE))
    return root


def by_signxml(plain, key, pem, method):
    signer = XMLSigner(
        method=SignatureConstructionMethod.enveloped,
        signature_algorithm=SignatureMethod(method),
        digest_algorithm=DigestAlgorithm.SHA256,
        c14n_algorithm=CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
    )
    root = etree.fromstring(plain)
    return signer.sign(root, key=key, cert=pem.decode())


def by_bergshamra(template, key):
    keys = pybergshamra.KeysManager()
    keys.add_key(pybergshamra.load_pem_auto(key))
    return pybergshamra.sign(pybergshamra.DsigContext(keys), template.decode())


folder = pathlib.Path(sys.argv[1])


def held(file):
    return (folder / file).read_bytes()


for named in sys.argv[2:]:
    name, method = named.split("=", 1)
    by = name.split(".")[0]
    key, pem = held(f"{by}.key"), held(f"{by}.pem")
    signed = {
        "xmlsec": by_xmlsec(held(f"{name}.template.xml"), key, pem),
        "signxml": by_signxml(held(f"{name}.plain.xml"), key, pem, method),
    }
    for word, root in signed.items():
        (folder / f"{name}.{word}.xml").write_bytes(etree.tostring(root, encoding="UTF-8"))
    signed = by_bergshamra(held(f"{name}.blanks.template.xml"), key)
    (folder / f"{name}.bergshamra.xml").write_text(signed, encoding="UTF-8")
