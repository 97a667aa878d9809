/** Every screen in every language: nothing serious for axe, nothing cut, a picture to look at. */

const LANGUAGES = ["en", "ar", "fr", "es"];

const toIssue = async (window) => {
  if ((await window.count('nav [data-page="desk"]')) === 0) await window.page.locator('header [role="radio"]').last().click();
  await window.see('nav [data-page="desk"]');
};
const toReceive = async (window) => {
  if ((await window.count('nav [data-page="check"]')) === 0) await window.page.locator('header [role="radio"]').last().click();
  await window.see('nav [data-page="check"]');
};

/** How each screen is reached from anywhere, by its own keys. */
const steps = {
  desk: async (w) => { await toIssue(w); await w.press("Control+1"); await w.inList(); },
  drafts: async (w) => { await toIssue(w); await w.press("Control+2"); await w.inList(); },
  "new-draft": async (w) => { await w.press("Control+n"); await w.see('[role="dialog"]'); },
  editor: async (w) => { await w.press("Escape"); await w.press("Control+2"); await w.toRow("South Bight"); await w.press("Enter"); await w.see('[data-section="goods"]'); },
  goods: async (w) => { await w.press("F8", "F8", "F8"); await w.settle(); },
  preview: async (w) => { await w.press("Control+p"); await w.see('canvas[data-drawn="yes"]'); },
  signing: async (w) => { await w.press("Control+2"); await w.toRow("Warnow"); await w.press("Enter"); await w.see('[data-section="goods"]'); await w.press("Control+Enter"); await w.see('canvas[data-drawn="yes"]'); await w.see('input[type="password"]'); },
  certificates: async (w) => { await w.press("Control+3"); await w.inList(); },
  certificate: async (w) => { await w.toRow("DCC2026000001"); await w.press("Enter"); await w.see('main section:has(h2)'); await w.see("text=DCC2026000001"); },
  printed: async (w) => { await w.press("Control+p"); await w.see('canvas[data-drawn="yes"]'); },
  outbox: async (w) => { await w.press("Control+4"); await w.tabTo('main input[type="checkbox"]'); if (!(await w.page.locator('main input[type="checkbox"]').isChecked())) await w.press("Space"); await w.see('[role="row"][aria-rowindex="2"]'); },
  keys: async (w) => { await w.press("Control+5"); await w.inList(); },
  journal: async (w) => { await w.press("Control+6"); await w.inList(); },
  settings: async (w) => { await w.press("Control+7"); await w.see('main [role="radiogroup"]'); },
  forms: async (w) => { await w.tabTo('main header button'); await w.press("Enter"); await w.see('[data-fact]'); },
  lists: async (w) => { await w.press("Escape"); await w.press("Control+7"); await w.see('main [role="radiogroup"]'); await w.tabTo('main header button:last-of-type'); await w.press("Enter"); await w.inList(); },
  help: async (w) => { await w.press("F1"); await w.see('[data-help="packs"] table'); },
  stamps: async (w) => { await w.press("Escape"); await w.page.locator('[role="dialog"]').waitFor({ state: "detached" }); await w.press("Control+7"); await w.see('main [role="radiogroup"]'); await w.tabTo('main header button:nth-of-type(2)'); await w.press("Enter"); await w.see('[data-service]'); },
  card: async (w) => { await w.press("Control+5"); await w.inList(); await w.page.locator('main header button').nth(1).focus(); await w.press("Enter"); await w.see('[role="dialog"]'); },
  batch: async (w) => { await w.press("Escape"); await w.page.locator('[role="dialog"]').waitFor({ state: "detached" }); await w.press("Control+1"); await w.inList(); await w.page.locator('main header button').nth(1).focus(); await w.press("Enter"); await w.see('input[type="password"]'); },
  palette: async (w) => { await w.press("Control+k"); await w.see('[role="dialog"] [role="menuitem"]'); },
  "key-list": async (w) => { await w.press("Escape"); await w.press("Control+/"); await w.see('[role="dialog"] kbd'); },
  check: async (w) => { await w.press("Escape"); await toReceive(w); await w.press("Control+1"); await w.see('main input'); },
  unknown: async (w) => { await w.tabTo("main form input"); await w.type("DCC2026009999"); await w.press("Enter"); await w.see('main section h2'); },
  verdict: async (w) => { await w.press("Escape"); await w.type("DCC2026000002"); await w.press("Enter"); await w.see("[data-verdict]"); },
  "to-decide": async (w) => { await w.press("Control+2"); await w.see('nav [data-page="decide"][aria-current]'); await w.see('[role="grid"], main p'); },
  received: async (w) => { await w.press("Control+3"); await w.inList(); },
  record: async (w) => { await w.toRow("DCC2026000001"); await w.press("Enter"); await w.see("[data-verdict]"); },
  balances: async (w) => { await w.press("Control+4"); await w.inList(); },
  issuers: async (w) => { await w.press("Control+5"); await w.inList(); },
};

const walk = async (window, prefix, look) => {
  for (const [name, reach] of Object.entries(steps)) {
    await reach(window);
    await window.see("[data-demonstration]");
    await look(name, `${prefix}-${name}`);
  }
};

const inLanguage = (language) => ({
  name: `screens: each in ${language} is accessible, fits, and is marked as a demonstration`,
  run: async (window) => {
    await window.settings({ language, theme: "light", textSize: "100" });
    await walk(window, language, async (name, picture) => {
      await window.picture(picture);
      await window.accessible(name);
      await window.fits(name);
    });
  },
});

const dressed = (label, language, settings, media = {}) => ({
  name: `screens: each in ${language}, ${label}`,
  run: async (window) => {
    await window.page.emulateMedia(media);
    await window.settings({ language, ...settings });
    await walk(window, `${language}-${label.replaceAll(/\W+/g, "-")}`, async (name, picture) => {
      await window.picture(picture);
      await window.accessible(name);
      await window.fits(name);
    });
    await window.settings({ theme: "light", textSize: "100", density: "normal" });
  },
});

export const screens = {
  tests: [
    ...LANGUAGES.map(inLanguage),
    dressed("dark", "en", { theme: "dark" }),
    dressed("dark", "ar", { theme: "dark" }),
    dressed("forced colours", "en", { theme: "system" }, { forcedColors: "active" }),
    dressed("twice the text size", "en", { textSize: "200" }),
    dressed("twice the text size", "ar", { textSize: "200" }),
    dressed("twice the text size", "fr", { textSize: "200" }),
    dressed("compact", "es", { density: "compact" }),
  ],
};
