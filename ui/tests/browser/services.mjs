/** What an administrator sets up: the time-stamping service, keys on cards, newer lists, and the help beside them. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

const CARD_PIN = "4829-pin-of-a-card";
const MODULES = ["/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so"];
const module = MODULES.find((path) => existsSync(path));

function run(folder, tool, ...words) {
  const done = spawnSync(tool, words, { cwd: folder, env: { ...process.env, SOFTHSM2_CONF: join(folder, "softhsm2.conf") } });
  if (done.status !== 0) throw new Error(`${tool} ${words.join(" ")}: ${done.stderr ?? done.error}`);
}

/** Two cards of software: one with a key and its certificate, one with nothing on it. */
function makeCards(folder) {
  mkdirSync(join(folder, "tokens"));
  writeFileSync(join(folder, "softhsm2.conf"), `directories.tokendir = ${folder}/tokens\n`);
  if (!module) return false;
  run(folder, "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "900", "-subj", "/CN=Ines Salgado", "-keyout", "k.pem", "-out", "k.crt");
  run(folder, "openssl", "pkcs8", "-topk8", "-nocrypt", "-in", "k.pem", "-out", "k.p8");
  run(folder, "openssl", "x509", "-in", "k.crt", "-outform", "DER", "-out", "k.der");
  for (const label of ["Officer", "Empty"]) run(folder, "softhsm2-util", "--init-token", "--free", "--label", label, "--so-pin", "12345678", "--pin", CARD_PIN);
  run(folder, "softhsm2-util", "--import", "k.p8", "--token", "Officer", "--label", "signing", "--id", "01", "--pin", CARD_PIN);
  run(folder, "pkcs11-tool", "--module", module, "--token-label", "Officer", "--login", "--pin", CARD_PIN, "--write-object", "k.der", "--type", "cert", "--id", "01", "--label", "signing");
  return true;
}

/** A time-stamping service with the OpenSSL of this machine behind it. */
async function makeService(folder) {
  const file = (name, text) => writeFileSync(join(folder, name), text);
  const openssl = (line) => run(folder, "openssl", ...line.split(" "));
  file("tsa.ext", "keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n");
  file("tsa.cnf", "[tsa]\ndefault_tsa = one\n[one]\nserial = serial\nsigner_digest = sha256\ndefault_policy = 1.2.3.4.1\ndigests = sha256\ness_cert_id_alg = sha256\n");
  openssl("req -new -newkey rsa:2048 -nodes -subj /CN=Harbour-Stamps -keyout tsa.key -out tsa.csr");
  openssl("x509 -req -in tsa.csr -signkey tsa.key -days 900 -extfile tsa.ext -out tsa.pem");
  const server = createServer((request, response) => {
    const parts = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      if (around.silent) return response.writeHead(503).end();
      writeFileSync(join(folder, "question"), Buffer.concat(parts));
      openssl("ts -reply -config tsa.cnf -queryfile question -signer tsa.pem -inkey tsa.key -out answer");
      response.writeHead(200, { "content-type": "application/timestamp-reply" }).end(readFileSync(join(folder, "answer")));
    });
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { address: `http://127.0.0.1:${server.address().port}/`, stop: () => server.close() };
}

/** `silent` has the service refuse everybody. */
const around = { cards: false, service: "", silent: false };

async function prepare() {
  const folder = mkdtempSync(join(tmpdir(), "tamga-services-"));
  around.cards = makeCards(folder);
  const service = await makeService(folder);
  around.service = service.address;
  return {
    env: { SOFTHSM2_CONF: join(folder, "softhsm2.conf") },
    stop() {
      service.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const toStamps = async (window) => {
  await window.press("Control+7");
  await window.see('main [role="radiogroup"]');
  await window.tabTo("main header button:nth-of-type(2)");
  await window.press("Enter");
  await window.see("[data-service]");
};

const stamps = (language) => ({
  name: `services: a time-stamping service is tried, used, and let go, in ${language}`,
  run: async (window) => {
    await window.settings({ language });
    await toStamps(window);
    await window.see('[data-service="none"]');
    await window.picture(`services-${language}-stamps-none`);
    await window.tabTo("main input");
    await window.type("http://127.0.0.1:1/");
    await window.press("Tab", "Enter");
    await window.see('[data-tried="none"] [data-code="stamp_service.unreachable"]');
    await window.picture(`services-${language}-stamps-unreachable`);
    await window.accessible("a service that cannot be reached");

    await window.page.locator("main input").fill(around.service);
    await window.tabTo("main input");
    await window.press("Tab", "Enter");
    await window.see('[data-tried="unvouched"]');
    assert.match(await window.text("[data-tried]"), /Harbour-Stamps/);
    await window.picture(`services-${language}-stamps-tried`);
    await window.press("Tab", "Enter");
    await window.see('[data-service="set"]');
    assert.ok((await window.text("[data-service]")).includes(around.service));
    await window.picture(`services-${language}-stamps-set`);
    await window.accessible("time stamps");
    await window.fits("time stamps");

    await window.page.locator("[data-service] ~ div button").last().focus();
    await window.press("Enter");
    await window.see('[data-service="none"]');
    await window.settings({ language: "en" });
  },
});

const stamped = {
  name: "services: the page of a certificate shows its time stamp, and says when it still waits for one",
  run: async (window) => {
    around.silent = true;
    await window.ask("stamp_settings_save", { url: around.service });
    await window.press("Control+2");
    await window.toRow("Warnow");
    await window.press("Enter");
    await window.see('[data-section="goods"]');
    await window.press("Control+Enter");
    await window.see('input[type="password"]');
    await window.page.waitForFunction(() => document.activeElement?.getAttribute("type") === "password");
    await window.type("demonstration");
    await window.see('button[aria-keyshortcuts="Control+Enter"]:enabled');
    await window.press("Control+Enter");
    await window.see("main h1 >> text=/^DCC/");
    await window.see('[data-awaits="stamp"]');
    await window.picture("services-certificate-awaits-stamp");
    around.silent = false;
    // Saving the same address again asks at once.
    await window.ask("stamp_settings_save", { url: around.service });
    await window.see('[data-kind="stamp"]', { timeout: 60_000 });
    assert.equal(await window.count('[data-awaits="stamp"]'), 0);
    assert.ok((await window.text('[data-kind="stamp"]')).includes(around.service));
    await window.accessible("a stamped certificate");
    for (const language of ["en", "ar"]) {
      await window.settings({ language });
      await window.see('[data-kind="stamp"]');
      await window.page.locator('[data-kind="stamp"]').scrollIntoViewIfNeeded();
      await window.picture(`services-certificate-stamped-${language}`);
      await window.fits("a stamped certificate");
    }
    await window.settings({ language: "en" });
    await window.ask("stamp_settings_save", { url: null });
  },
};

const card = (language) => ({
  name: `services: a key on a card is taken into use by its own PIN, in ${language}`,
  run: async (window) => {
    if (!around.cards) return console.log("skipped: no SoftHSM2");
    await window.settings({ language });
    await window.press("Control+5");
    await window.inList();
    await window.page.locator("main header button").nth(1).focus();
    await window.press("Enter");
    await window.see('[role="dialog"]');
    const dialog = window.page.locator('[role="dialog"]');
    const choose = async (nth, text) => {
      await dialog.locator('button[aria-haspopup="listbox"]').nth(nth).focus();
      await window.press("Enter");
      await window.see('[role="option"]');
      const options = await window.page.locator('[role="option"]').allInnerTexts();
      const at = options.findIndex((option) => option.includes(text));
      assert.notEqual(at, -1, `${text} among ${options.join(", ")}`);
      await window.press("Home");
      for (let step = 0; step < at; step++) await window.press("ArrowDown");
      await window.press("Enter");
      await window.page.locator('[role="listbox"]').waitFor({ state: "detached" });
    };
    await choose(0, "libsofthsm2.so");
    await window.picture(`services-${language}-card-1-program`);
    await window.accessible("which program");
    await dialog.locator("button").nth(1).focus();
    await window.press("Enter");
    await window.page.waitForFunction(() => document.querySelectorAll('[role="dialog"] button[aria-haspopup="listbox"]').length === 2);
    await choose(1, "Empty");
    await window.see('[data-card="Empty"]');
    await window.picture(`services-${language}-card-2-empty`);
    await choose(1, "Officer");
    await window.see('[data-card="Officer"][data-pin="card_pin.good"]');
    assert.match(await window.text('[data-card="Officer"]'), /Ines Salgado/);
    await window.see('[role="dialog"] input[type="password"]');
    await window.picture(`services-${language}-card-3-key`);
    await window.accessible("which key");
    await window.fits("which key");

    // A wrong PIN goes to the card once, and what it says of its PIN stands there before the next try.
    await dialog.locator('input[type="password"]').focus();
    await window.type("000000");
    await window.press("Control+Enter");
    await window.see('[role="dialog"] [data-code="pin_wrong"]');
    await window.see('[data-pin="card_pin.few_left"]');
    await window.picture(`services-${language}-card-4-wrong`);
    await window.accessible("a wrong PIN");
    await dialog.locator('input[type="password"]').focus();
    await window.type(CARD_PIN);
    await window.press("Control+Enter");
    await dialog.waitFor({ state: "detached" });
    await window.see('[role="row"]:has-text("Ines Salgado")');
    await window.picture(`services-${language}-card-5-in-use`);
    await window.settings({ language: "en" });
  },
});

const again = {
  name: "services: a key that is in use is not taken a second time",
  run: async (window) => {
    if (!around.cards) return console.log("skipped: no SoftHSM2");
    await window.press("Control+5");
    await window.inList();
    await window.page.locator("main header button").nth(1).focus();
    await window.press("Enter");
    await window.see('[role="dialog"] button[aria-haspopup="listbox"]');
    await window.page.locator('[role="dialog"] button').nth(1).focus();
    await window.press("Enter");
    await window.page.waitForFunction(() => document.querySelectorAll('[role="dialog"] button[aria-haspopup="listbox"]').length === 2);
    const cards = await window.ask("cards_look", { program: (await window.ask("card_programs", {})).rows.find((row) => row.inUse).path });
    assert.deepEqual(cards.rows.flatMap((each) => each.keys.map((key) => key.inUse)), [true]);
    await window.press("Escape");
  },
};

/** What is done with the key in this row stands beside the list. */
const actOnKey = async (window, officer) => {
  await window.press("Control+5");
  await window.toRow(officer);
  await window.page.locator("main section:has(h2) button").focus();
  await window.press("Enter");
  await window.see('[role="dialog"]');
};

const program = {
  name: "services: a card whose program was moved is reached by the one a person names",
  run: async (window) => {
    if (!around.cards) return console.log("skipped: no SoftHSM2");
    await actOnKey(window, "Ines Salgado");
    const dialog = window.page.locator('[role="dialog"]');
    await dialog.locator('button[aria-haspopup="listbox"]').waitFor();
    assert.ok(await dialog.locator("button").last().isDisabled(), "nothing is named yet");
    await window.picture("services-card-program");
    await window.accessible("another program for a card");
    await dialog.locator('button[aria-haspopup="listbox"]').focus();
    await window.press("Enter");
    await window.page.locator('[role="option"]:has-text("libsofthsm2.so")').first().click();
    await window.press("Control+Enter");
    await dialog.waitFor({ state: "detached" });
    const said = (await window.ask("journal_rows", { about: null, offset: 0, limit: 5 })).rows.map((row) => row.word.code);
    assert.ok(said.includes("key.module"), said.join(", "));
  },
};

const pin = (language, from, to) => ({
  name: `services: the PIN of a key that is kept here is changed, in ${language}`,
  run: async (window) => {
    await window.settings({ language });
    await actOnKey(window, "Rowan Ellery");
    const fill = async (...texts) => {
      for (const [nth, text] of texts.entries()) await window.page.locator('[role="dialog"] input[type="password"]').nth(nth).fill(text);
      await window.press("Control+Enter");
    };
    // Two that differ are told at once, and nothing is asked.
    await fill("not the PIN", to, `${to.slice(0, -1)}f`);
    await window.picture(`services-${language}-pin-differ`);
    await window.accessible("two new PINs that differ");
    assert.equal(await window.count('[role="dialog"] [role="alert"]'), 0);
    await fill("not the PIN", to, to);
    await window.see('[role="dialog"] [data-code="pin_wrong"]', { timeout: 60_000 });
    await window.page.waitForFunction(() => document.activeElement === document.querySelector('[role="dialog"] input[type="password"]'));
    await window.picture(`services-${language}-pin-wrong`);
    await fill(from, to, to);
    await window.page.locator('[role="dialog"]').waitFor({ state: "detached", timeout: 60_000 });
    await window.picture(`services-${language}-pin-changed`);
    await window.settings({ language: "en" });
  },
});

const newer = (language) => ({
  name: `services: the page of issuers says when newer lists were looked for, and looks again, in ${language}`,
  run: async (window) => {
    await window.settings({ language });
    if ((await window.count('nav [data-page="issuers"]')) === 0) await window.page.locator('header [role="radio"]').last().click();
    await window.see('nav [data-page="issuers"]');
    await window.press("Control+5");
    await window.inList();
    await window.see('[data-looked]:not([data-looked=""])', { timeout: 60_000 });
    const before = await window.page.locator("[data-looked]").getAttribute("data-looked");
    await window.picture(`services-${language}-newer`);
    await window.page.locator("[data-looked] button").focus();
    await window.press("Enter");
    await window.page.waitForFunction((at) => document.querySelector("[data-looked]")?.getAttribute("data-looked") !== at, before);
    assert.equal(await window.count("[data-looked] ~ ul [data-code]"), 0, "the gateway of the demonstration answers");
    await window.accessible("issuers with newer lists");
    await window.settings({ language: "en" });
  },
});

const help = (language) => ({
  name: `services: F1 opens the help of a page, in ${language}`,
  run: async (window) => {
    await window.settings({ language });
    if ((await window.count('nav [data-page="desk"]')) === 0) await window.page.locator('header [role="radio"]').first().click();
    await window.see('nav [data-page="desk"]');
    await window.press("Control+5");
    await window.inList();
    await window.press("F1");
    await window.see('[data-help="keys"] table');
    await window.picture(`services-${language}-help-keys`);
    await window.accessible("help about keys");
    await window.press("Escape");
    await window.page.locator('[role="dialog"]').waitFor({ state: "detached" });
    await window.press("Control+7");
    await window.see('main [role="radiogroup"]');
    await window.tabTo("main header button:last-of-type");
    await window.press("Enter");
    await window.inList();
    await window.press("F1");
    await window.see('[data-help="packs"] table');
    await window.picture(`services-${language}-help-packs`);
    await window.accessible("help about packs");
    await window.fits("help about packs");
    await window.press("Escape");
    await window.page.locator('[role="dialog"]').waitFor({ state: "detached" });
    await window.inList();
    await window.settings({ language: "en" });
  },
});

const each = (test) => ["en", "fr", "es", "ar"].map(test);

export const services = { prepare, tests: [...each(help), ...each(newer), ...["en", "ar"].map(stamps), stamped, card("ar"), again, program, pin("ar", "demonstration", "another passphrase"), pin("en", "another passphrase", "demonstration")] };
