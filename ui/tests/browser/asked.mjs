/** Customs asks how a certificate stands, and sees what the gateway of the issuing body says. */
import { importComplete, seal, words as journey } from "./journeys.mjs";

const words = {
  en: { receive: "Receive", questions: "Ask about a certificate" },
  ar: { receive: "الاستلام", questions: "السؤال عن شهادة" },
};

const gone = (window) => window.page.locator('[role="dialog"]').waitFor({ state: "detached" });

const asked = (language) => ({
  name: `asked: a question is answered, and one about another day is not known, in ${language}`,
  run: async (window) => {
    const w = words[language];
    await window.settings({ language });
    await importComplete(window, journey[language].import, journey[language].amounts);
    const number = await seal(window);
    const { content } = await window.ask("certificate_open", { number });

    // How does it stand? The page with nothing, the dialog, and the answer.
    await window.find(w.receive);
    await window.see('nav [data-page="check"][aria-current]');
    await window.find(w.questions);
    await window.see("main h1");
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

export const askedOf = { tests: [asked("en"), asked("ar")] };
