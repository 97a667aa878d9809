import { existsSync, readFileSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { DEMONSTRATION_PIN } from "../shared/panes/KeyAndPin";
import { isSaid, speak } from "./words";

/** The Rust half of the house: the lists there are the truth, here every code must have its sentence. */
const crates = resolve(import.meta.dirname, "../../../src-tauri/crates");

const read = (path: string): string => readFileSync(resolve(crates, path), "utf8");

/** All shipped Rust files below a folder; what stands in a test module or file is left out. */
function sources(folder: string, ...without: string[]): string {
  const files = readdirSync(resolve(crates, folder), { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".rs") && !/(^|\/)tests(\.rs|\/)/.test(name) && !without.includes(name));
  return files.map((name) => read(`${folder}/${name}`).split("#[cfg(test)]")[0] ?? "").join("\n");
}

const all = (text: string, pattern: RegExp): string[] => [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ""))].sort();

const between = (text: string, from: string, to: string): string => {
  const start = text.indexOf(from);
  expect(start, `${from} is there`).toBeGreaterThanOrEqual(0);
  return text.slice(start, text.indexOf(to, start));
};

const CODE = /"([a-z0-9_]+\.[a-z0-9_.]+)"/g;

/** Codes per place they come from. */
const lists = {
  rules: () => all(between(read("origin/src/finding.rs"), "pub const CODES", "];"), /\("([a-z0-9_.]+)"/g),
  trust: () => all(sources("origin/src/trust"), CODE).filter((code) => code.startsWith("trust.")),
  seal: () => all(between(read("seal/src/refusal.rs"), "pub const CODES", "];"), CODE),
  reading: () => all(between(read("formats/src/error.rs"), "pub fn code", "pub fn params"), CODE),
  raised: () => all(["formats", "paper", "office", "codes"].map((crate) => sources(`${crate}/src`)).join("\n"), /Finding::(?:new|block|warn|info)\(\s*"([a-z0-9_.]+)"/g),
  spreadsheets: () => all(sources("formats/src"), /"((?:sheet|bill)\.[a-z_]+)"/g),
  days: () => [...all(read("origin/src/date_reader.rs"), /"(date\.[a-z_]+)"/g), "date.question"],
  calculator: () => all(sources("origin/src/calculator"), /"(calculator\.[a-z_]+)"/g),
  codeLists: () => all(read("codes/src/error.rs"), /"(codes\.[a-z_]+)"/g),
  losses: () => all(sources("formats/src"), /"(loss\.[a-z_]+)"/g),
  stamps: () => all(read("office/src/stamps.rs"), /UNREACHABLE: &str = "(sign\.[a-z_]+)"/g),
  answers: () => all(sources("office/src"), /"((?:answer\.[a-z]+_certificate)|(?:reply\.[a-z_]+))"/g),
  bundles: () => all(sources("courier/src/bundle"), /"(bundle\.[a-z_]+)"/g),
  entries: () => all(sources("office/src"), /(?:OfficeError::Entry\(|inquire::words\([^"]*)"([a-z_.]+)"/g),
  asides: () => all(sources("office/src/bundles"), /\baside\("([a-z_]+)"\)/g).map((why) => `bundle_aside.${why}`),
  paperReadBack: () => all(read("paper/src/back/mod.rs"), /"(paper\.[a-z_]+)"/g),
  unreadable: () => all(read("office/src/error.rs"), /\("format", "([a-z_.]+)"/g),
};

/** Journal codes are `noun.verb`; names of settings and files, findings and states look alike and are none. */
function journal(): string[] {
  const office = sources("office/src", "doctor.rs");
  const nouns = /^(agreement|bundle|folder|codes|draft|certificate|declaration|outbox|received|answer|decision|key|trust|settings|examples|number|numbers|partner|office|file|inbox|clock|network|evidence|stamps|status|question|verification)\./;
  const others = new Set([
    ...all(office, /const \w+: &str = "([a-z_.]+)"/g), ...all(office, /Word::new\(\s*"([a-z_.]+)"/g), ...lists.rules(), ...lists.trust(), ...lists.seal(), ...lists.raised(), ...lists.answers(), ...lists.unreadable(), ...all(office, /"([a-z_]+\.(?:toml|plain|db|lock|xml|pdf))"/g),
  ]);
  const written = new Set(all([...office.matchAll(/journal_add\(\s*"([a-z_.]+)"/g)].map((match) => `"${match[1]}"`).join(" "), CODE));
  return all(office, CODE).filter((code) => nouns.test(code) && (written.has(code) || (!others.has(code) && !isSaid(`state.${code}`))));
}

const saidIn = (area: string): string[] =>
  readdirSync(resolve(import.meta.dirname, "source"))
    .flatMap((name) => [...readFileSync(resolve(import.meta.dirname, "source", name), "utf8").matchAll(new RegExp(`words\\("${area}", \\{([^]*?)\\n\\}\\)`, "g"))])
    .flatMap((match) => all(match[1] ?? "", /^\s+"([a-z0-9_.]+)":/gm));

beforeAll(() => speak("en"));

describe("every code of the Rust rooms has its sentence", () => {
  it.each(Object.keys(lists) as (keyof typeof lists)[])("%s", (name) => {
    const codes = lists[name]();
    expect(codes.length, "the list was found").toBeGreaterThan(0);
    expect(codes.filter((code) => !isSaid(`finding.${code}`))).toEqual([]);
  });

  it("states, lamps, verdicts and what to do now", () => {
    // What the doctor finds is said by the command line alone.
    const words = all(sources("office/src", "doctor.rs"), /Word::new\(\s*"([a-z_.]+)"/g);
    expect(words.length).toBeGreaterThan(30);
    expect(words.filter((code) => !isSaid(`state.${code}`) && !isSaid(code))).toEqual([]);
  });

  it("words made of an area and a word of the store", () => {
    for (const decision of ["new", "accepted", "in_part", "refused"]) expect(isSaid(`state.decision.${decision}`), decision).toBe(true);
    for (const answer of ["accepted", "accepted_with_warnings", "used", "refused"]) expect(isSaid(`lamp.${answer}`), answer).toBe(true);
  });

  it("the journal", () => {
    expect(journal().length).toBeGreaterThan(30);
    expect(journal().filter((code) => !isSaid(`journal.${code}`))).toEqual([]);
  });

  it("errors the window hears", () => {
    const text = existsSync(resolve(crates, "api/src/wire/shared.rs")) ? read("office/src/error.rs") : "";
    const codes = all(text, /=> "([a-z_]+)",/g).filter((code) => !code.includes("."));
    const types = readFileSync(resolve(import.meta.dirname, "../host/types.ts"), "utf8");
    const typed = all(between(types, "export type ErrorCode", ";"), /"([a-z_]+)"/g);
    expect(typed.length).toBeGreaterThan(20);
    expect(typed.filter((code) => !isSaid(`error.${code}`))).toEqual([]);
    expect(codes.filter((code) => typed.includes(code) && !isSaid(`error.${code}`))).toEqual([]);
  });

  it("kinds of messages", () => {
    const kinds = all(read("protocol/src/key.rs"), /rename = "(co\.[a-zA-Z]+)"/g);
    expect(kinds.length).toBeGreaterThan(2);
    expect(kinds.filter((kind) => !isSaid(`term.${kind}`))).toEqual([]);
  });

  it("why a step is closed", () => {
    const codes = all(between(read("origin/src/states/refusal.rs"), "fn code", "\n    }\n"), /=> "([a-z_]+)"/g);
    expect(codes.length).toBeGreaterThan(20);
    expect(codes.filter((code) => !isSaid(`why.${code}`))).toEqual([]);
  });

  it("what an administrator reads about files of forms, facts and packs of goods codes", () => {
    const codes = [
      ...all(read("formats/src/agreements/fault.rs"), /"(agreement_file\.[a-z_]+)"/g),
      ...all(read("origin/src/profile/confirmations.rs"), /"(confirmation\.[a-z_]+)"/g),
      ...all(sources("codes/src"), /"(hs_pack\.[a-z_]+)"/g),
    ];
    expect(codes.length).toBeGreaterThan(35);
    expect(codes.filter((code) => !isSaid(code))).toEqual([]);
  });

  it("states and steps of the life cycles", () => {
    const [head = "", ...rows] = read("origin/src/states/tests/tables.csv").trim().split("\n");
    const column = (name: string) => head.split(",").indexOf(name);
    const [machine, from, event] = [column("machine"), column("from"), column("event")];
    expect(Math.min(machine, from, event, rows.length - 50)).toBeGreaterThanOrEqual(0);
    const ids = rows.map((row) => row.split(",")).flatMap((row) => [
      ...(row[from] ?? "").split(" ").filter((state) => /^[a-z_]+$/.test(state)).map((state) => `stand.${row[machine]}.${state}`),
      `step.${row[machine]}.${row[event]}`,
    ]);
    expect(ids.filter((id) => !isSaid(id))).toEqual([]);
  });

  it("the steps of the calculation", () => {
    const steps = all(between(read("origin/src/calculator/step.rs"), "words! {", "\n}"), /= "([a-z_.]+)"/g);
    expect(steps.length).toBeGreaterThan(10);
    const said = (step: string) => ["", ".yes", ".no"].some((end) => isSaid(`calculation.${step}${end}`));
    expect(steps.filter((step) => !said(step))).toEqual([]);
  });

  it("what the line and the gateway answer", () => {
    const classes = all(between(read("courier/src/outcome.rs"), "pub fn word", "\n    }\n"), /=> "([a-z-]+)"/g);
    const problems = all(between(read("protocol/src/problem.rs"), "problem_types! {", "\n}"), /= "([a-z-]+)", \d/g);
    expect(Math.min(classes.length, problems.length)).toBeGreaterThan(10);
    expect([...classes, ...problems].filter((code) => !isSaid(`cause.${code}`))).toEqual([]);
  });

  it("the PIN of demonstration keys is the one that is shown", () => {
    expect(all(read("demo/src/lib.rs"), /pub const PIN: &str = "([^"]+)"/g)).toEqual([DEMONSTRATION_PIN]);
  });

  it("marks of the form", () => {
    const flags = all(between(read("origin/src/certificate.rs"), "pub const ALL", "pub fn from_code"), /=> "([A-Z_]+)"/g);
    expect(flags.length).toBeGreaterThan(10);
    expect(flags.filter((flag) => !isSaid(`flag.${flag}`))).toEqual([]);
  });
});

it("no sentence about a document is left without its code", () => {
  const own = ["unknown", "number.question", "number.unreadable", "mark.check_me", "key.pin_short"];
  const known = new Set([...own, ...Object.values(lists).flatMap((list) => list())]);
  expect(saidIn("finding").filter((code) => !known.has(code))).toEqual([]);
  expect(saidIn("journal").filter((code) => code !== "unknown" && code !== "worker" && !journal().includes(code))).toEqual([]);
});
