//! Which schema does another reader check the documents of a dialect with?

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Joins the published schema of a version with that of signatures: its own import names an address of the network.
const WRAPPER: &str = concat!(
    "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" ",
    "targetNamespace=\"http://www.w3.org/2001/12/soap-envelope\">",
    "<xs:import namespace=\"http://www.w3.org/2000/09/xmldsig#\" schemaLocation=\"xmldsig.xsd\"/>",
    "<xs:include schemaLocation=\"cod.xsd\"/></xs:schema>"
);

/// The schema of a dialect, put into a folder where it must be put together; `None` when it is not at hand.
///
/// COD 4.1.1 is not published as a schema of its own: that of 4.1.0 stands for it, from which it differs in the names and
/// types of three elements. The documents measured carry no signatures, which these schemas want: the checker says so
/// and goes on.
pub fn schema(dialect: &str, folder: &Path) -> io::Result<Option<PathBuf>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    let published = root.join("../shared/conformance");
    let cod = match dialect {
        "tamga-xml" => return Ok(Some(root.join("assets/schemas/tamga-co-1.xsd"))),
        "ubl" => return Ok(there(published.join("ubl-2.1/certificate-of-origin.driver.xsd"))),
        "cod-4.1.1" => published.join("aladi-cod/cod_ver_4.1.0.xsd"),
        "cod-1.8.2" => published.join("aladi-cod/cod_ver_1.8.2.xsd"),
        _ => return Ok(None),
    };
    let Some(cod) = there(cod) else { return Ok(None) };
    fs::copy(cod, folder.join("cod.xsd"))?;
    fs::copy(published.join("aladi-cod/xmldsig-core-schema.xsd"), folder.join("xmldsig.xsd"))?;
    let wrapper = folder.join("wrapper.xsd");
    fs::write(&wrapper, WRAPPER)?;
    Ok(Some(wrapper))
}

fn there(path: PathBuf) -> Option<PathBuf> {
    if path.exists() {
        return Some(path);
    }
    println!("skipped: no conformance folder");
    None
}
