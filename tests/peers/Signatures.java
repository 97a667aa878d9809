import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfo;
import javax.xml.crypto.dsig.keyinfo.KeyInfoFactory;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Does the JDK accept signed files and refuse them changed, and what does it sign itself?
 *
 * <p>{@code java Signatures.java FOLDER NAME=METHOD...}: for each NAME the folder holds NAME.xml, NAME.changed.xml and
 * NAME.plain.xml; key and certificate are those of the part of NAME before its dot. Prints one line for each, and writes
 * NAME.jdk.xml: the plain one with an enveloped signature of the identifier METHOD.
 */
public final class Signatures {
    private static final XMLSignatureFactory FACTORY = XMLSignatureFactory.getInstance("DOM");
    private static final Map<String, X509Certificate> CERTIFICATES = new HashMap<>();
    private static final Map<String, PrivateKey> KEYS = new HashMap<>();

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        for (int at = 1; at < args.length; at++) {
            int split = args[at].indexOf('=');
            String name = args[at].substring(0, split);
            String method = args[at].substring(split + 1);
            String by = name.substring(0, name.indexOf('.'));
            if (!CERTIFICATES.containsKey(by)) {
                read(folder, by);
            }
            String whole = said(folder.resolve(name + ".xml"), CERTIFICATES.get(by));
            String changed = said(folder.resolve(name + ".changed.xml"), CERTIFICATES.get(by)).split(" \\(")[0];
            System.out.println(name + " jdk " + whole + ", changed " + changed);
            sign(folder.resolve(name + ".plain.xml"), folder.resolve(name + ".jdk.xml"), method, by);
        }
    }

    private static void read(Path folder, String by) throws Exception {
        CertificateFactory certificates = CertificateFactory.getInstance("X.509");
        try (var pem = Files.newInputStream(folder.resolve(by + ".pem"))) {
            CERTIFICATES.put(by, (X509Certificate) certificates.generateCertificate(pem));
        }
        String pem = Files.readString(folder.resolve(by + ".key"), StandardCharsets.US_ASCII);
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        String kind = CERTIFICATES.get(by).getPublicKey().getAlgorithm();
        KEYS.put(by, KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(der)));
    }

    private static Document parsed(Path file) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(file.toFile());
    }

    private static String said(Path file, X509Certificate certificate) {
        try {
            Document document = parsed(file);
            NodeList found = document.getElementsByTagNameNS(XMLSignature.XMLNS, "Signature");
            if (found.getLength() != 1) {
                return "refused (" + found.getLength() + " signatures)";
            }
            DOMValidateContext context = new DOMValidateContext(certificate.getPublicKey(), found.item(0));
            context.setProperty("org.jcp.xml.dsig.secureValidation", Boolean.TRUE);
            NodeList properties = document.getElementsByTagNameNS("http://uri.etsi.org/01903/v1.3.2#", "SignedProperties");
            context.setIdAttributeNS((Element) properties.item(0), null, "Id");
            XMLSignature signature = FACTORY.unmarshalXMLSignature(context);
            return signature.validate(context) ? "accepted" : "refused";
        } catch (Exception why) {
            return "refused (" + why + ")";
        }
    }

    private static void sign(Path plain, Path signed, String method, String by) throws Exception {
        Document document = parsed(plain);
        List<Transform> transforms = List.of(
                FACTORY.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null),
                FACTORY.newTransform(CanonicalizationMethod.EXCLUSIVE, (TransformParameterSpec) null));
        DigestMethod digest = FACTORY.newDigestMethod(DigestMethod.SHA256, null);
        Reference reference = FACTORY.newReference("", digest, transforms, null, null);
        SignedInfo info = FACTORY.newSignedInfo(
                FACTORY.newCanonicalizationMethod(CanonicalizationMethod.EXCLUSIVE, (C14NMethodParameterSpec) null),
                FACTORY.newSignatureMethod(method, null),
                List.of(reference));
        KeyInfoFactory keys = FACTORY.getKeyInfoFactory();
        KeyInfo key = keys.newKeyInfo(List.of(keys.newX509Data(List.of(CERTIFICATES.get(by)))));
        FACTORY.newXMLSignature(info, key).sign(new DOMSignContext(KEYS.get(by), document.getDocumentElement()));
        TransformerFactory.newInstance().newTransformer()
                .transform(new DOMSource(document), new StreamResult(signed.toFile()));
    }
}
