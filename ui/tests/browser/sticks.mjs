/** What waits is packed onto a stick at one desk and read at the other; bad files and doubtful partners say why. */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { importComplete, seal, words as journey } from "./journeys.mjs";

const words = {
  en: { receive: "Receive", issue: "workplace Issue", stick: "Carry by stick" },
  ar: { stick: "الحمل على وحدة تخزين" },
};

const gone = (window) => window.page.locator('[role="dialog"], [role="alertdialog"]').waitFor({ state: "detached" });

/** The open draft is signed, and its certificate waits, because nothing is sent meanwhile. */
const makeWaiting = async (window) => {
  await window.ask("outbox_pause", { paused: true });
  return seal(window);
};

const there = {
  name: "sticks: a certificate goes by stick while sending is paused, is read once and twice, and can be used",
  run: async (window) => {
    await window.settings({ language: "en" });
    await importComplete(window, journey.en.import, journey.en.amounts);
    const number = await makeWaiting(window);
    await window.find(words.en.stick);
    await window.see("[data-partner]");
    await window.picture("sticks-en-issue");
    await window.accessible("carry by stick");
    await window.fits("carry by stick");
    await window.page.locator("[data-partner] button").first().focus();
    await window.press("Enter");
    await window.see('[role="dialog"]');
    await window.picture("sticks-en-pack");
    await window.press("Control+Enter");
    await window.see('[data-written="1"]');
    await window.picture("sticks-en-packed");
    await window.accessible("a packed bundle");
    await window.press("Control+Enter");
    await gone(window);
    await window.see('[role="grid"] [role="row"][aria-rowindex="2"]');
    const files = readdirSync(window.host.saved).filter((name) => name.endsWith(".cobundle"));
    assert.equal(files.length, 1, "one file lies on the stick");
    const bundle = join(window.host.saved, files[0]);

    await window.find(words.en.receive);
    await window.see('nav [data-page="check"][aria-current]');
    await window.find(words.en.stick);
    await window.see("[data-own]");
    await window.give("Control+Enter", bundle);
    await window.see('[data-taken="1"]');
    await window.picture("sticks-en-read");
    await window.accessible("a bundle that was read");
    await window.press("Escape");
    await gone(window);
    await window.give("Control+Enter", bundle);
    await window.see('[data-taken="0"]');
    await window.press("Escape");
    await gone(window);
    const found = await window.ask("received_search", { text: number, filters: { decision: null, verdict: null }, offset: 0, limit: 5 });
    assert.deepEqual([found.total, found.rows[0].number], [1, number], "it is here once");
    await window.find(words.en.issue);
    await window.ask("outbox_pause", { paused: false });
  },
};

const bad = {
  name: "sticks: a file that is none, one that was cut, and one for somebody else take nothing in and say why",
  run: async (window) => {
    await window.settings({ language: "en" });
    const bundle = readFileSync(join(window.host.saved, readdirSync(window.host.saved).find((name) => name.endsWith(".cobundle"))));
    const folder = `${window.host.saved}.bad`;
    mkdirSync(folder, { recursive: true });
    await window.find(words.en.stick);
    await window.see("[data-own]");
    // The desk that packed it is not the one it was packed for.
    for (const [name, bytes, sentence] of [["letter.txt", Buffer.from("Dear colleague"), /not a bundle/], ["whole.cobundle", bundle, /packed for another key/]]) {
      writeFileSync(join(folder, name), bytes);
      await window.give("Control+Enter", join(folder, name));
      await window.see('[role="dialog"] [role="alert"]');
      assert.match(await window.text('[role="dialog"] [role="alert"]'), sentence, name);
      await window.press("Escape");
      await gone(window);
    }
    await window.find(words.en.receive);
    await window.see('nav [data-page="check"][aria-current]');
    await window.find(words.en.stick);
    await window.see("[data-own]");
    writeFileSync(join(folder, "cut.cobundle"), bundle.subarray(0, bundle.length - 100));
    await window.give("Control+Enter", join(folder, "cut.cobundle"));
    await window.see('[role="dialog"] [role="alert"]');
    assert.match(await window.text('[role="dialog"] [role="alert"]'), /damaged or cut off/);
    await window.picture("sticks-en-cut");
    await window.press("Escape");
    await gone(window);
    rmSync(folder, { recursive: true, force: true });
    await window.find(words.en.issue);
  },
};

const partners = (language) => ({
  name: `sticks: a partner is added, a key that is none is refused, and the partner is removed, in ${language}`,
  run: async (window) => {
    const w = words[language];
    await window.settings({ language });
    await window.find(w.stick);
    await window.see("[data-partner]");
    await window.picture(`sticks-${language}-page`);
    await window.accessible("carry by stick");
    await window.fits("carry by stick");
    const before = await window.count("[data-partner]");
    await window.page.locator('section:has([data-partner]) header button').focus();
    await window.press("Enter");
    await window.see('[role="dialog"] input');
    await window.page.waitForFunction(() => document.activeElement?.matches('[role="dialog"] input'));
    await window.type("post.far");
    await window.press("Tab");
    await window.type("age1nothing");
    await window.press("Control+Enter");
    await window.see('[role="dialog"] [role="alert"] >> text=age1');
    await window.picture(`sticks-${language}-partner`);
    await window.accessible("a partner");
    const { recipient } = await window.ask("bundles_state", { workplace: "receive" });
    await window.page.locator('[role="dialog"] input').nth(1).focus();
    await window.press("Control+a");
    await window.type(recipient);
    await window.press("Control+Enter");
    await gone(window);
    await window.see('[data-partner="post.far"]');
    await window.page.locator('[data-partner="post.far"] button').last().focus();
    await window.press("Enter");
    await window.see('[role="alertdialog"]');
    await window.press("Tab", "Enter");
    await window.page.locator('[data-partner="post.far"]').waitFor({ state: "detached" });
    assert.equal(await window.count("[data-partner]"), before);
  },
});

const givenUp = {
  name: "sticks: a submission that waits is given up by two persons with a reason, and the word is said",
  run: async (window) => {
    await window.settings({ language: "en" });
    await importComplete(window, journey.en.import, journey.en.amounts);
    const number = await makeWaiting(window);
    await window.press("Control+4");
    await window.see('nav [data-page="outbox"][aria-current]');
    await window.toRow(number);
    await window.see('[data-acts~="give_up"]');
    await window.page.locator('[data-acts] button').nth(1).focus();
    await window.press("Enter");
    await window.see('[role="alertdialog"]');
    await window.page.waitForFunction(() => document.activeElement?.matches('[role="alertdialog"] textarea'));
    await window.type("Entered twice");
    await window.press("Tab");
    await window.type("Ines Salgado");
    await window.picture("sticks-en-give-up");
    await window.accessible("giving up");
    await window.press("Control+Enter");
    await gone(window);
    await window.seeText(/is given up; nothing of it ever left/);
    const { rows } = await window.ask("outbox_rows", { showDelivered: true, offset: 0, limit: 50 });
    assert.equal(rows.find((row) => row.number === number)?.state.code, "delivery.abandoned");
    await window.ask("outbox_pause", { paused: false });
  },
};

export const sticks = { tests: [there, bad, partners("en"), partners("ar"), givenUp] };
