/** Journeys from end to end, by keyboard alone: nothing here clicks. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

const examples = resolve(import.meta.dirname, "../../../assets/examples");
export const PIN = "demonstration";

/** Opens the file chooser by its key and hands it a file. */
export const openFile = (window, file) => window.give("Control+o", file);

export const words = {
  en: { receive: "Receive", issue: "workplace Issue", import: "taken over as a draft", issued: "is issued", delivered: "Delivered", decided: "The answer waits in the outbox", accepted: "Accepted", line: "Line 1:", amounts: ["1200", "800", "477.5"] },
  ar: { receive: "الاستلام", issue: "موقع العمل الإصدار", import: "أُدخل الملف كمسودة", issued: "صدرت", delivered: "سُلّمت", decided: "الرد ينتظر في صندوق الصادر", accepted: "مقبولة", line: "البند 1:", amounts: ["١٢٠٠", "٨٠٠", "٤٧٧٫٥"] },
};

/** Seals the open draft with the demonstration's PIN; answers the number of the certificate. */
export async function seal(window) {
  await window.see('[data-saved="yes"]');
  await window.press("Control+Enter");
  await window.see('input[type="password"]');
  await window.page.waitForFunction(() => document.activeElement?.getAttribute("type") === "password");
  await window.type(PIN);
  await window.see('button[aria-keyshortcuts="Control+Enter"]:enabled');
  await window.press("Control+Enter");
  await window.see("main h1 >> text=/^DCC/");
  return (await window.text("main h1")).trim();
}

/** Takes the example of a partner over, and completes it by hand. */
export async function importComplete(window, imported, amounts) {
  await openFile(window, resolve(examples, "chafta-example.json"));
  await window.see('[data-section="goods"]');
  await window.seeText(imported);

  // F8 leads to the first thing to fix: the weight of line 1. Enter goes down the column.
  await window.see('[data-tone="problem"][data-code="items.quantity"]');
  await window.press("F8");
  await window.inList();
  for (const amount of amounts) {
    await window.press("F2");
    await window.type(amount);
    await window.press("Enter");
  }
  await window.page.locator('[data-tone="problem"]').first().waitFor({ state: "detached" });
}

const thread = (language) => ({
  name: `journey: import, complete, issue, deliver, receive, check, decide, hear back, in ${language}`,
  run: async (window) => {
    const w = words[language];
    await window.settings({ language });
    await window.press("Control+1");
    await window.inList();

    await importComplete(window, w.import, w.amounts);
    await window.see('[data-saved="yes"]');
    assert.match(await window.text("[data-saved]"), /\d\d:\d\d:\d\d/, "the time of the last save is told");
    await window.picture(`journey-${language}-1-complete`);

    await window.press("Control+p");
    await window.see('canvas[data-drawn="yes"]');
    assert.match(await window.page.locator(".textLayer").first().innerText(), /South Bight Pantry/, "the printed page can be read as text");
    await window.press("Control+Enter");
    await window.see('input[type="password"]');
    await window.page.waitForFunction(() => document.activeElement?.getAttribute("type") === "password");
    await window.see('canvas[data-drawn="yes"]');
    await window.type(PIN);
    await window.press("Control+Enter");
    await window.see("main h1 >> text=/^DCC/");
    await window.seeText(w.issued);
    const number = (await window.text("main h1")).trim();
    assert.match(number, /^DCC\d+$/);
    await window.picture(`journey-${language}-2-issued`);

    await window.press("Control+4");
    await window.see('nav [data-page="outbox"][aria-current]');
    await window.tabTo('main input[type="checkbox"]');
    if (!(await window.page.locator('main input[type="checkbox"]').isChecked())) await window.press("Space");
    await window.see(`[role="row"]:has-text("${number}"):has-text("${w.delivered}")`, { timeout: 60_000 });
    await window.picture(`journey-${language}-3-outbox`);

    await window.find(w.receive);
    await window.see('nav [data-page="check"][aria-current]');
    await window.tabTo("main form input");
    await window.type(number);
    await window.press("Enter");
    // It may still be on its way; the page follows when it has come.
    await window.see('[data-verdict="genuine"], [data-verdict="look"]', { timeout: 60_000 });
    assert.equal(await window.page.evaluate(() => document.activeElement?.hasAttribute("data-verdict")), true, "the verdict takes the focus");
    await window.picture(`journey-${language}-4-verdict`);

    // Without the declaration's number nothing is decided, and the focus goes where it is missing.
    await window.press("Control+Enter");
    await window.page.waitForFunction(() => document.activeElement?.matches("main section input"));
    await window.type("CN-IMP-552188");
    await window.press("Control+Enter");
    await window.seeText(w.decided);
    await window.see(`[data-verdict] >> text=${w.accepted}`, { timeout: 30_000 });
    await window.picture(`journey-${language}-5-decided`);

    await window.find(w.issue);
    await window.see('nav [data-page="desk"][aria-current]');
    await window.press("Control+3");
    await window.toRow(number);
    await window.press("Enter");
    await window.see(`main >> text=${w.line}`, { timeout: 60_000 });
    await window.picture(`journey-${language}-6-heard-back`);
  },
});

const goods = {
  name: "journey: forty pasted rows, one undo, one redo, and numbers that are asked about",
  run: async (window) => {
    await window.settings({ language: "en" });
    await window.press("Control+n");
    await window.see('[role="dialog"] button[aria-keyshortcuts="Control+Enter"]:not([data-disabled])');
    // The form is found by any words of its name.
    await window.type("China-Aus");
    await window.see('[role="dialog"] button[aria-haspopup="listbox"] >> text=ChAFTA');
    await window.press("Control+Enter");
    await window.see('[data-section="goods"]');
    assert.match(await window.focused(), /exporter\.name/, "a new draft begins at its first box");
    await window.type("Kericho Tea Ltd");
    // Enter goes on to the next box; Escape closes an open list first and leaves the page only then.
    await window.press("Enter");
    assert.match(await window.focused(), /exporter\.ids/);
    await window.tabTo('[data-path="exporter.address.country"]');
    await window.type("Ken");
    await window.see('[role="listbox"]');
    await window.press("Escape");
    await window.page.locator('[role="listbox"]').waitFor({ state: "detached" });
    await window.see('[data-section="goods"]');
    await window.type("Kenya");
    await window.see('[role="option"]:has-text("Kenya")');
    await window.press("ArrowDown", "Enter");
    await window.page.locator('[role="listbox"]').waitFor({ state: "detached" });
    assert.match(await window.page.locator('[data-path="exporter.address.country"]').inputValue(), /Kenya/);

    const rows = Array.from({ length: 40 }, (_, at) => [`Black tea, lot ${at + 1}`, "0902.40", "KE", "WO", String(100 + at), String(90 + at)].join("\t"));
    await window.page.evaluate((text) => navigator.clipboard.writeText(text), rows.join("\n"));
    await window.press("Alt+7");
    await window.page.waitForFunction(() => document.activeElement?.matches('[data-path="items"]'));
    await window.press("Enter");
    await window.inList();
    // From the marks to the description.
    await window.press("ArrowRight", "ArrowRight", "ArrowRight");
    await window.press("Control+v");
    await window.seeText("40 lines pasted");
    await window.see('main >> text="40 lines"');
    await window.see('main >> text="4,780 kg"');
    await window.picture("journey-goods-1-pasted");
    await window.press("Control+z");
    await window.see('main >> text="1 line"');
    await window.press("Control+y");
    await window.see('main >> text="40 lines"');

    // A number that can mean two things stands as it was typed, with its question below, until it is answered.
    await window.press("Control+Home", "Home");
    for (let step = 0; step < 8; step++) await window.press("ArrowRight");
    await window.type("1,5");
    await window.press("Enter");
    await window.see('[role="group"] button:has-text("[1]")');
    await window.picture("journey-goods-2-question");
    await window.press("ArrowUp");
    await window.press("2");
    await window.see('[role="gridcell"]:has-text("15")');
    await window.page.locator('[role="group"] button:has-text("[1]")').waitFor({ state: "detached" });

    // What is no number stays and says so; the issue key leads back to it.
    await window.type("12.34.5");
    await window.press("Enter");
    await window.see('[data-code="number.unreadable"]');
    await window.press("Control+Enter");
    // What was typed is saved first; then the focus is in the cell that stops it.
    await window.page.waitForFunction(() => document.activeElement?.getAttribute("role") === "gridcell" && document.activeElement.textContent?.includes("12.34.5"));

    // Nothing is lost: what was written is there after the page was left.
    await window.see('[data-saved="yes"]');
    await window.press("Control+2");
    await window.toRow("Kericho Tea Ltd");
    await window.press("Enter");
    await window.see('main >> text="40 lines"');
  },
};

const finder = (language, words, page) => ({
  name: `journey: a goods code is found by words and taken by keyboard, in ${language}`,
  run: async (window) => {
    await window.settings({ language });
    await window.press("Control+2");
    await window.toRow("South Bight");
    await window.press("Enter");
    await window.see('[data-section="goods"]');
    await window.see('[data-band="confirm"]');
    const cell = '[data-column="hs"][data-cell^="0:"]';
    await window.tabTo('[data-section="goods"] [role="gridcell"]', 160);
    await window.press("Control+Home");
    while (!(await window.page.evaluate((wanted) => document.activeElement?.matches(wanted), cell))) await window.press(page.next);
    await window.press("F2");
    await window.see('[role="listbox"] [role="option"]');
    // Codes used before stand there before anything is typed.
    await window.press("Control+a");
    await window.press("Delete");
    await window.see(`[role="listbox"] >> text=${page.before}`);
    await window.picture(`journey-finder-${language}-1-before`);
    await window.type(words.text);
    await window.see(`[role="option"]:has-text("${words.code}")`);
    await window.accessible("finder");
    await window.picture(`journey-finder-${language}-2-found`);
    for (let step = 0; step < 20; step++) {
      await window.press("ArrowDown");
      await window.settle();
      if (await window.page.evaluate((code) => document.getElementById(document.activeElement?.getAttribute("aria-activedescendant") ?? "")?.textContent?.includes(code), words.code)) break;
    }
    await window.press("Enter");
    await window.page.locator('[role="listbox"]').waitFor({ state: "detached" });
    await window.see(`${cell}:has-text("${words.code}")`);
    await window.see('[data-saved="yes"]');
    // What was typed stays when the list is closed, and is given up with a second Escape.
    await window.press("ArrowUp");
    await window.type("99");
    await window.see('[role="listbox"]');
    await window.press("Escape");
    await window.page.locator('[role="listbox"]').waitFor({ state: "detached" });
    assert.equal(await window.page.evaluate(() => document.activeElement?.value), "99");
    await window.press("Escape");
    await window.see(`${cell}:has-text("${words.code}")`);
  },
});

/** The pack and the key of its publisher; made by `tamga codes pack` from the table beside it. */
const packs = resolve(import.meta.dirname, "packs");
const publisher = readFileSync(resolve(packs, "publisher.txt"), "utf8").trim();

const pack = (language, page) => ({
  name: `journey: a pack of goods codes is taken in, and a code of its year stands on a line, in ${language}`,
  run: async (window) => {
    await window.settings({ language });
    await window.press("Control+7");
    await window.see('main [role="radiogroup"]');
    await window.tabTo("main header button:last-of-type");
    await window.press("Enter");
    await window.inList();
    await window.give("Control+o", resolve(packs, "pack-customs-2012.zip"));
    await window.see('[role="dialog"] [data-looked], [role="dialog"] [data-code="hs_pack.signer_unknown"]');
    if (await window.count('[data-code="hs_pack.signer_unknown"]')) {
      await window.picture(`journey-pack-${language}-1-unknown`);
      await window.tabTo('[role="dialog"] input');
      await window.type(publisher);
      await window.press("Tab");
      await window.type("Customs");
      await window.press("Tab", "Enter");
    }
    await window.see('[data-looked="pack-customs-2012"]');
    await window.accessible("pack");
    await window.picture(`journey-pack-${language}-2-looked`);
    await window.press("Control+Enter");
    await window.page.locator('[role="dialog"]').waitFor({ state: "detached" });
    await window.toRow("pack-customs-2012");
    await window.see('main section:has(h2) >> text=pack-customs-2012');
    await window.picture(`journey-pack-${language}-3-lists`);

    await window.press("Control+2");
    await window.toRow("South Bight");
    await window.press("Enter");
    await window.see('[data-section="goods"]');
    const cell = '[data-column="hs"][data-cell^="1:"]';
    await window.tabTo('[data-section="goods"] [role="gridcell"]', 160);
    await window.press("Control+Home", "ArrowDown");
    while (!(await window.page.evaluate((wanted) => document.activeElement?.matches(wanted), cell))) await window.press(page.next);
    await window.press("F2", "Control+a", "Delete");
    await window.type("dandelion");
    const chosen = 'button[tabindex="-1"][aria-pressed="true"]';
    await window.see(chosen);
    for (let before = await window.text(chosen); before !== "2012"; before = await window.text(chosen)) {
      await window.press("F4");
      await window.page.waitForFunction(([button, text]) => document.querySelector(button)?.textContent !== text, [chosen, before]);
    }
    await window.see('[role="option"]:has-text("0901.21") [data-edition="2012"]');
    await window.accessible("editions");
    await window.picture(`journey-pack-${language}-4-finder`);
    await window.press("ArrowDown", "Enter");
    await window.page.locator('[role="listbox"]').waitFor({ state: "detached" });
    await window.see(`${cell} [data-edition="2012"]`);
    await window.see('[data-saved="yes"]');
    await window.picture(`journey-pack-${language}-5-line`);
  },
});

const withdraw = {
  name: "journey: a certificate is withdrawn with a reason, and the border sees it",
  run: async (window) => {
    await window.settings({ language: "en" });
    await window.press("Control+3");
    await window.toRow("DCC2026000003");
    await window.press("Enter");
    await window.see("main h1 >> text=DCC2026000003");
    await window.see('main header button:not([data-disabled]) >> text=Withdraw…');
    await window.find("Withdraw");
    await window.see('[role="alertdialog"]');
    await window.accessible("withdraw");
    await window.page.waitForFunction(() => document.activeElement?.closest('[role="alertdialog"]'));
    await window.press("Space");
    await window.see('[role="listbox"]');
    await window.press("ArrowDown", "Enter");
    await window.page.locator('[role="listbox"]').waitFor({ state: "detached" });
    await window.tabTo('input[type="password"]');
    await window.type(PIN);
    await window.picture("journey-withdraw-1");
    await window.press("Control+Enter");
    await window.see("header >> text=Withdrawn");
    await window.find("Receive");
    await window.tabTo("main form input");
    await window.type("DCC2026000003");
    await window.press("Enter");
    await window.see('[data-verdict="not_genuine"] >> text=Withdrawn', { timeout: 60_000 });
    await window.picture("journey-withdraw-2");
  },
};

const part = {
  name: "journey: one line is granted in part, one refused with a reason, one left, in the balance at once",
  run: async (window) => {
    await window.settings({ language: "en" });
    await window.find("Receive");
    await window.tabTo("main form input");
    await window.type("DCC2026000002");
    await window.press("Enter");
    await window.see("[data-verdict]");
    await window.tabTo('section[aria-label="Decision"] input');
    await window.type("CN-IMP-552190");
    // Line 1: less than is left.
    await window.tabTo('[data-line="1"] input[dir="ltr"]');
    await window.press("Control+a");
    await window.type("9999999");
    await window.press("Tab");
    await window.see('[data-line="1"] [data-lack="too_much"]');
    await window.picture("journey-part-1-too-much");
    await window.page.keyboard.press("Shift+Tab");
    await window.tabTo('[data-line="1"] input[dir="ltr"]');
    await window.press("Control+a");
    await window.type("400.5");
    await window.press("Tab");
    await window.page.locator('[data-line="1"] [data-lack]').waitFor({ state: "detached" });
    // Line 2: refused; arrow keys choose, and a refusal needs its reason.
    await window.tabTo('[data-line="2"] [role="radio"]');
    await window.press("ArrowRight");
    await window.press("Space");
    await window.see('[data-line="2"] button[aria-haspopup="listbox"]');
    await window.press("Control+Enter");
    await window.see('[data-line="2"] [data-lack="no_reason"]');
    await window.tabTo('[data-line="2"] button[aria-haspopup="listbox"]');
    await window.press("Space");
    await window.see('[role="listbox"]');
    await window.press("ArrowDown", "ArrowDown", "Enter");
    await window.page.locator('[role="listbox"]').waitFor({ state: "detached" });
    // Line 3: not in this declaration.
    await window.tabTo('[data-line="3"] [role="radio"]');
    await window.press("ArrowRight", "ArrowRight", "Space");
    await window.picture("journey-part-2-ready");
    await window.press("Control+Enter");
    await window.see('[role="alertdialog"]');
    await window.accessible("confirm a refusal");
    await window.press("Control+Enter");
    await window.seeText("The answer waits in the outbox");
    await window.see("[data-verdict] >> text=Accepted in part");
    await window.press("Control+4");
    await window.inList();
    await window.toRow("400.5");
    await window.picture("journey-part-3-balance");
  },
};

const keyboard = {
  name: "journey: no screen traps the keyboard, and what has the focus is seen",
  run: async (window) => {
    await window.settings({ language: "en" });
    const screens = { issue: 7, receive: 7 };
    for (const [workplace, pages] of Object.entries(screens)) {
      if (workplace === "receive") await window.find("Receive");
      for (let page = 1; page <= pages; page++) {
        await window.press(`Control+${page}`);
        await window.see(`nav li:nth-child(${page}) [aria-current]`);
        await window.settle();
        const seen = new Set();
        let came = "";
        // Round the whole page once: past its end the focus begins again at its start.
        for (let step = 0; step < 240; step++) {
          await window.press("Tab");
          const at = await window.page.evaluate(() => {
            const element = document.activeElement;
            if (!element || element === document.body) return "body";
            const { width, height } = element.getBoundingClientRect();
            const all = [...document.querySelectorAll("*")];
            return `${all.indexOf(element)} ${element.tagName} ${element.getAttribute("aria-label") ?? element.textContent?.slice(0, 20)} ${width > 0 && height > 0 ? "" : "UNSEEN"}`;
          });
          assert.ok(!at.includes("UNSEEN") || at.includes("INPUT"), `focus on something unseen: ${at}`);
          assert.notEqual(at, came, `Tab stays at ${at} on ${workplace} ${page}`);
          came = at;
          if (seen.has(at)) break;
          seen.add(at);
        }
        assert.ok(seen.size > 12, `${workplace} ${page} has places to go: ${[...seen].join(" | ")}`);
        // F6 goes round the panes and says their names.
        const panes = new Set();
        for (let step = 0; step < 6; step++) {
          await window.press("F6");
          panes.add(await window.page.evaluate(() => document.activeElement?.closest("[data-pane]")?.getAttribute("aria-label") ?? document.activeElement?.closest("[data-pane]")?.tagName));
        }
        assert.ok(panes.size >= 3, `F6 reaches ${[...panes]}`);
      }
    }
  },
};

const place = {
  name: "journey: pages keep their search and place, and a change of language keeps the page",
  run: async (window) => {
    await window.settings({ language: "en" });
    await window.press("Control+3");
    await window.inList();
    await window.press("Control+f");
    await window.type("DCC2026000002");
    await window.seeText("1 found");
    await window.press("Control+2");
    await window.see('nav [data-page="drafts"][aria-current]');
    await window.press("Control+3");
    await window.seeText("1 found");
    assert.equal(await window.page.locator('main [role="search"] input').first().inputValue(), "DCC2026000002");
    await window.settings({ language: "ar" });
    await window.see('nav [data-page="certificates"][aria-current]');
    assert.equal(await window.page.locator('main [role="search"] input').first().inputValue(), "DCC2026000002");
    assert.equal(await window.page.evaluate(() => document.documentElement.dir), "rtl");
    // In a page that runs to the left, ArrowLeft is the next column.
    await window.inList().catch(() => window.tabTo('[role="gridcell"]'));
    const column = () => window.page.evaluate(() => Number(document.activeElement?.getAttribute("aria-colindex")));
    await window.press("Home");
    const before = await column();
    await window.press("ArrowLeft");
    assert.equal(await column(), before + 1);
    await window.press("ArrowRight");
    assert.equal(await column(), before);
    await window.settings({ language: "en" });
  },
};

export const sample = () => readFileSync(resolve(examples, "chafta-example.json"), "utf8");
export const journeys = { tests: [place, keyboard, goods, part, withdraw, pack("en", { next: "ArrowRight" }), pack("ar", { next: "ArrowLeft" }), finder("en", { text: "decaf coffee", code: "0901.22" }, { before: "Used before by this exporter", next: "ArrowRight" }), finder("ar", { text: "بن محمص", code: "0901.21" }, { before: "استخدمها هذا المصدِّر من قبل", next: "ArrowLeft" }), thread("en"), thread("ar")] };
