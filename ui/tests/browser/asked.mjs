/** Customs asks: how a certificate stands, and whether it was rightly issued. The issuing desk replies; both see what was said. */
import assert from "node:assert/strict";
import { PIN, importComplete, seal, words as journey } from "./journeys.mjs";

const words = {
  en: { receive: "Receive", issue: "workplace Issue", questions: "Ask about a certificate", requests: "Verification requests", verify: "Ask the issuer to verify", reply: "Reply…", time: "Ask for time" },
  ar: { receive: "الاستلام", issue: "موقع العمل الإصدار", questions: "السؤال عن شهادة", requests: "طلبات التحقق", verify: "اطلب التحقق من جهة الإصدار", reply: "الرد…", time: "طلب مهلة" },
};

const gone = (window) => window.page.locator('[role="dialog"]').waitFor({ state: "detached" });

const press = async (window, name) => {
  await window.page.getByRole("button", { name }).first().focus();
  await window.press("Enter");
  await window.see('[role="dialog"]');
};

/** A day of the form YYYY-MM-DD, so many days from today. */
const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Makes a certificate with the window in a language; answers its number. */
const issued = async (window, language) => {
  await window.settings({ language });
  await importComplete(window, journey[language].import, journey[language].amounts);
  return seal(window);
};

/** Looks a number up at the border, where it is by then. */
const lookUp = async (window, w, number) => {
  await window.find(w.receive);
  await window.see('nav [data-page="check"][aria-current]');
  await window.tabTo("main form input");
  await window.type(number);
  await window.press("Enter");
  await window.see('[data-verdict="genuine"], [data-verdict="look"]', { timeout: 60_000 });
};

const asked = (language) => ({
  name: `asked: a question is answered, and one about another day is not known, in ${language}`,
  run: async (window) => {
    const w = words[language];
    const number = await issued(window, language);
    const { content } = await window.ask("certificate_open", { number });

    // How does it stand? The page with nothing, the dialog, the help, and the answer.
    await window.find(w.receive);
    await window.see('nav [data-page="check"][aria-current]');
    await window.find(w.questions);
    await window.see("main h1");
    await window.press("F1");
    await window.see('[data-help="questions"] table');
    await window.picture(`asked-${language}-0-help`);
    await window.accessible("help about questions");
    await window.press("Escape");
    await gone(window);
    await window.press("Control+Enter");
    await window.see('[role="dialog"]');
    await window.picture(`asked-${language}-1-question`);
    await window.accessible("a question");
    await window.fits("a question");
    await window.press("Escape");
    await gone(window);
    const question = { issuer: "DCC", number, issueDay: content.issuedAt.slice(0, 10), reason: "no copy", declaration: "CN-26-7" };
    await window.ask("question_ask", question);
    await window.ask("question_ask", { ...question, issueDay: "2020-01-01" });
    await window.see('[data-standing="standing.valid"]', { timeout: 60_000 });
    await window.see('[data-standing="standing.unknown"]', { timeout: 60_000 });
    await window.picture(`asked-${language}-2-answered`);
    await window.accessible("questions");
    await window.fits("questions");
  },
});

const verified = (language) => ({
  name: `asked: a request to verify is replied to item by item, and customs sees it, in ${language}`,
  run: async (window) => {
    const w = words[language];
    const number = await issued(window, language);

    // Was it rightly issued? Asked at the record, and the request stands beside the decision.
    await lookUp(window, w, number);
    await press(window, w.verify);
    await window.type("the stamp looks unlike the others");
    await window.picture(`asked-${language}-3-request`);
    await window.accessible("a request");
    await window.fits("a request");
    await window.press("Escape");
    await gone(window);
    const { balance } = await window.ask("received_open", { number });
    const items = balance.map(({ sequence }) => sequence);
    await window.ask("verification_ask", { number, grounds: "the stamp looks unlike the others", items, papers: "the application", declaration: "CN-26-7", due: inDays(60) });
    await window.see("[data-case]");

    // The issuing desk asks for time, then replies.
    await window.find(w.issue);
    await window.find(w.requests);
    await window.see(`[data-case][data-state="verification.acknowledged"]`, { timeout: 60_000 });
    await window.picture(`asked-${language}-4-requests`);
    await window.accessible("requests");
    await window.fits("requests");
    await window.press("Control+3");
    await window.toRow(number);
    await window.press("Enter");
    await window.see("[data-case]");
    await press(window, w.time);
    await window.picture(`asked-${language}-5-time`);
    await window.accessible("more time");
    await window.press("Escape");
    await gone(window);
    await press(window, w.reply);
    // Each item in turn: the list opens, and its first word is taken.
    for (const _ of items) {
      await window.press("Enter");
      await window.see('[role="listbox"]');
      await window.press("Enter");
      await window.page.locator('[role="listbox"]').waitFor({ state: "detached" });
      await window.press("Tab");
    }
    await window.tabTo('[role="dialog"] input[type="password"]');
    await window.type(PIN);
    await window.see('[role="dialog"] button[aria-keyshortcuts="Control+Enter"]:enabled');
    await window.picture(`asked-${language}-6-reply`);
    await window.accessible("a reply");
    await window.press("Control+Enter");
    await gone(window);
    await window.see('[data-said="final"]');

    // And customs sees it beside the decision.
    await lookUp(window, w, number);
    await window.see('[data-said="final"] [data-item="1"]', { timeout: 60_000 });
    await window.picture(`asked-${language}-7-replied`);
    await window.accessible("a reply at the border");
    const { rows } = await window.ask("verification_rows", { workplace: "receive", number });
    assert.deepEqual([rows.length, rows[0].state.code], [1, "verification.answered"]);
    assert.ok(rows[0].replies[0].items.every(({ reply }) => reply === "confirmed"));
    await window.find(w.issue);
  },
});

export const askedOf = { tests: [asked("en"), asked("ar"), verified("en"), verified("ar")] };
