//! Which files does the command table decide? The window's types and commands, the shell's permission list.
//! Nothing is written here: `bin/codegen` writes or compares, a test compares.

mod typescript;

use crate::commands::{COMMANDS, Wire};
use crate::wire::Tag;

/// A generated file: path from the root of the repository, and what must stand in it.
pub struct Generated {
    /// Path from the root, with forward slashes.
    pub path: &'static str,
    /// The whole text.
    pub text: String,
}

/// Every generated file.
pub fn files() -> Vec<Generated> {
    vec![
        Generated { path: "ui/src/host/types.ts", text: typescript::types() },
        Generated { path: "ui/src/host/commands.ts", text: commands() },
        Generated { path: "ui/src/host/fields.ts", text: fields() },
        Generated { path: "src-tauri/commands.rs", text: permissions() },
        Generated { path: "src-tauri/capabilities/main.json", text: capability() },
    ]
}

fn fields() -> String {
    let mut text = String::from(
        "/**\n * Which fields can a column of a spreadsheet be for? By the names of the data set, in the order of the template.\n \
         * Written by `cargo xtask codegen`; a test compares.\n */\nexport const sheetFields = [\n",
    );
    for name in tamga_office::applications::field_names() {
        text.push_str(&format!("  \"{name}\",\n"));
    }
    text.push_str("] as const;\n\nexport type SheetField = (typeof sheetFields)[number];\n");
    text
}

fn commands() -> String {
    let mut text = String::from(
        "/**\n * Which questions can the window ask? One entry per command: what it sends, what comes back, which tags it\n \
         * reads and changes.\n * Written by `cargo xtask codegen` from the table in `tamga-api`; a test compares.\n */\n\
         import type * as T from \"./types\";\n\n\
         /** How the request travels and how the answer comes back. */\n\
         type Wire = \"json\" | \"raw\";\n\n\
         type Command<Request, Response> = {\n  request: Request;\n  response: Response;\n};\n\n\
         /** Request and response per command. */\nexport interface Commands {\n",
    );
    for command in COMMANDS {
        let request = match command.sends {
            Wire::Json => typescript::named(&(command.request_type)()),
            Wire::Raw => "Uint8Array".to_owned(),
        };
        let response = match command.answers {
            Wire::Json => typescript::named(&(command.response_type)()),
            Wire::Raw => "ArrayBuffer".to_owned(),
        };
        text.push_str(&format!("  {}: Command<{request}, {response}>;\n", command.name));
    }
    text.push_str(
        "}\n\nexport type CommandName = keyof Commands;\n\
         export type RequestOf<C extends CommandName> = Commands[C][\"request\"];\n\
         export type ResponseOf<C extends CommandName> = Commands[C][\"response\"];\n\n\
         type Entry = { reads: T.Tag[]; changes: T.Tag[]; sends: Wire; answers: Wire };\n\n\
         /** Tags and wire form per command. */\nexport const commandTable: Record<CommandName, Entry> = {\n",
    );
    for command in COMMANDS {
        let line = format!(
            "  {}: {{ reads: {}, changes: {}, sends: \"{}\", answers: \"{}\" }},\n",
            command.name,
            tags(command.reads),
            tags(command.changes),
            command.sends.as_str(),
            command.answers.as_str(),
        );
        text.push_str(&line);
    }
    text.push_str("};\n");
    text
}

fn tags(tags: &[Tag]) -> String {
    let words: Vec<String> = tags.iter().map(|tag| format!("\"{}\"", tag.as_str())).collect();
    format!("[{}]", words.join(", "))
}

fn permissions() -> String {
    let mut text = String::from(
        "//! Which commands may the window call? Written by `cargo xtask codegen` from the table in `tamga-api`; \
         a test compares.\n\n/// Each becomes a permission of its own.\npub const COMMANDS: &[&str] = &[\n",
    );
    for command in COMMANDS {
        text.push_str(&format!("    \"{}\",\n", command.name));
    }
    text.push_str("];\n");
    text
}

fn capability() -> String {
    let mut text = String::from(
        "{\n  \"identifier\": \"main\",\n  \"description\": \"What the one window may ask: the commands of the table, \
         and to hear events. Written by cargo xtask codegen.\",\n  \"windows\": [\"main\"],\n  \"permissions\": [\n    \
         \"core:event:allow-listen\",\n    \"core:event:allow-unlisten\"",
    );
    for command in COMMANDS {
        text.push_str(&format!(",\n    \"allow-{}\"", command.name.replace('_', "-")));
    }
    text.push_str("\n  ]\n}\n");
    text
}
