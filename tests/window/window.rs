//! What does a person do at the window? Look for words, press keys, look again; never wait for a time.

use std::path::{Path, PathBuf};
use std::time::Instant;

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;
use serde_json::{Value, json};

use crate::driver::{Driver, Given, PATIENCE};

/// The program under test.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_tamga-desktop");

/// Text of the page as a person sees it, with what stands in its fields.
const SEEN: &str = "
    const fields = [...document.querySelectorAll('input, textarea, select')].map((field) => field.value);
    return document.body.innerText + '\\n' + fields.join('\\n');";

impl Driver {
    /// Starts the program under test.
    pub async fn start(home: &Path, args: &[&str], given: &Given) -> Self {
        Self::of(PROGRAM, home, args, given).await
    }

    /// What is to be read in the window now.
    pub async fn seen(&self) -> String {
        let seen = self.client.execute(SEEN, Vec::new()).await.unwrap_or(Value::Null);
        seen.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until these words are to be read.
    pub async fn see(&self, words: &str) -> String {
        self.until(&format!("`{words}` is seen"), |seen| seen.contains(words)).await
    }

    /// Waits until what is to be read is as wanted.
    pub async fn until(&self, what: &str, is_so: impl Fn(&str) -> bool) -> String {
        let until = Instant::now() + PATIENCE;
        loop {
            let seen = self.seen().await;
            if is_so(&seen) {
                return seen;
            }
            if Instant::now() > until {
                self.picture("gave-up").await;
                panic!("not so within {PATIENCE:?}: {what}\n--- the window shows\n{seen}");
            }
        }
    }

    /// Presses keys one after another, the last one while the ones before are held: `[CONTROL, "1"]`.
    pub async fn chord(&self, keys: &[char]) {
        let mut actions = KeyActions::new("keys".to_owned());
        for key in keys {
            actions = actions.then(KeyAction::Down { value: *key });
        }
        for key in keys.iter().rev() {
            actions = actions.then(KeyAction::Up { value: *key });
        }
        self.client.perform_actions(actions).await.expect("keys can be pressed");
    }

    /// Control and another key.
    pub async fn control(&self, key: char) {
        self.chord(&[char::from(Key::Control), key]).await;
    }

    /// One key.
    pub async fn press(&self, key: Key) {
        self.chord(&[char::from(key)]).await;
    }

    /// Types a text.
    pub async fn type_text(&self, text: &str) {
        let mut actions = KeyActions::new("keys".to_owned());
        for key in text.chars() {
            actions = actions.then(KeyAction::Down { value: key }).then(KeyAction::Up { value: key });
        }
        self.client.perform_actions(actions).await.expect("a text can be typed");
    }

    /// Puts the keyboard on what has this accessible name or text, as the Tab key would after some presses.
    pub async fn focus(&self, selector: &str, name: &str) {
        let script = "
            const [selector, name] = arguments;
            const label = (element) => [
                element.getAttribute('aria-label'),
                ...(element.getAttribute('aria-labelledby') ?? '').split(' ')
                    .map((id) => document.getElementById(id)?.textContent),
                ...[...(element.labels ?? [])].map((label) => label.textContent),
                element.textContent, element.placeholder,
            ].filter(Boolean).join(' ').replace(/\\s+/g, ' ');
            const shown = (element) => element.getClientRects().length > 0 && !element.disabled;
            const found = [...document.querySelectorAll(selector)].filter((one) => shown(one) && label(one).includes(name));
            found[0]?.focus();
            return found.length > 0 && document.activeElement === found[0];";
        let until = Instant::now() + PATIENCE;
        loop {
            let found = self.client.execute(script, vec![json!(selector), json!(name)]).await;
            if found.is_ok_and(|found| found == Value::Bool(true)) {
                return;
            }
            if Instant::now() > until {
                self.picture("gave-up").await;
                panic!("nothing named `{name}` takes the keyboard\n--- the window shows\n{}", self.seen().await);
            }
        }
    }

    /// Presses the button of this name by keyboard.
    pub async fn push(&self, name: &str) {
        self.focus("button, [role=button], a[href]", name).await;
        self.press(Key::Enter).await;
    }

    /// Types into the field of this name, in place of what stands there.
    pub async fn fill(&self, name: &str, text: &str) {
        self.focus("input, textarea, [role=textbox], [role=searchbox]", name).await;
        self.control('a').await;
        self.type_text(text).await;
    }

    /// Keeps a picture of the window, when somebody asked for pictures.
    pub async fn picture(&self, name: &str) {
        let Some(folder) = std::env::var_os("TAMGA_TEST_OUTPUT").map(PathBuf::from) else { return };
        // An earlier frame would be taken else.
        let settle = "
            const done = arguments[arguments.length - 1];
            requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50)));";
        let _ = self.client.execute_async(settle, Vec::new()).await;
        if let Ok(bytes) = self.client.screenshot().await {
            let folder = folder.join("window");
            std::fs::create_dir_all(&folder).expect("a folder for pictures");
            std::fs::write(folder.join(format!("{name}.png")), bytes).expect("a picture can be kept");
        }
    }
}
