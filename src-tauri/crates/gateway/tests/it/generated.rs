//! Does a gateway answer as its description says, whatever it is asked? A generator reads the description and asks
//! (schemathesis): no server error, and no answer that is not described.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;

use crate::house::{House, Open, TLS};
use crate::within::output;

const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
    response_headers_conformance,response_schema_conformance";

/// The interpreter that has the generator; none when it is not installed.
fn generator() -> Option<PathBuf> {
    let python = std::env::var_os("TAMGA_PEERS").map(PathBuf::from)?;
    if !python.is_file() {
        return None;
    }
    let there = output(Command::new(&python).args(["-c", "import schemathesis"]), Duration::from_secs(120));
    there.status.success().then_some(python)
}

fn run(python: &Path, url: &str, anchor: &Path, token: &str, examples: &str) -> Output {
    let hooks = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/peers");
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(python);
    command
        .args(["-c", "from schemathesis.cli import schemathesis; schemathesis()"])
        .args(["run", &format!("{url}/v1/openapi.json")])
        .args(["--tls-verify", anchor.to_str().unwrap(), "-H", &format!("Authorization: Bearer {token}")])
        .args(["-c", CHECKS, "--phases", "examples,fuzzing", "-n", examples, "--continue-on-failure"])
        .args(["--suppress-health-check", "all", "--request-timeout", "30", "-w", "2", "--no-color", "--seed", "7"])
        .env("SCHEMATHESIS_HOOKS", "gateway_hooks")
        .env("PYTHONPATH", hooks)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .current_dir(folder.path());
    output(&mut command, Duration::from_secs(270))
}

pub async fn a_generator_finds_no_server_error_and_no_answer_that_is_not_described(open: Open) {
    let Some(python) = generator() else {
        println!("skipped: no independent readers (cargo xtask peers)");
        return;
    };
    let house = House::open(open).await;
    let anchor = house.config.trust_list.with_file_name("anchor.pem");
    std::fs::write(&anchor, TLS.pem()).unwrap();
    let url = house.running.as_ref().unwrap().url();
    let token = house.desk("post-1").await.token;
    let examples = std::env::var("TAMGA_EXAMPLES").unwrap_or_else(|_| "8".to_owned());
    let output = tokio::task::spawn_blocking(move || run(&python, &url, &anchor, &token, &examples)).await.unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    println!("{text}");
    assert!(output.status.success(), "{text}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(text.contains("Tested: 24") && text.contains(" passed"), "each operation was asked: {text}");
}
