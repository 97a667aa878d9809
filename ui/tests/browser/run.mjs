/**
 * The window in a browser, on the real program: every screen in every language, journeys by keyboard alone, bad input.
 * `node run.mjs [words]` runs those whose name holds the words. Pictures stay in `test-output/browser`.
 */
import { chromium } from "playwright-core";
import { prepare, start } from "./host.mjs";
import { Window } from "./window.mjs";
import { journeys } from "./journeys.mjs";
import { services } from "./services.mjs";
import { screens } from "./screens.mjs";
import { spreadsheets } from "./spreadsheets.mjs";
import { sticks } from "./sticks.mjs";
import { trouble } from "./trouble.mjs";
import { askedOf } from "./asked.mjs";

const wanted = process.argv.slice(2).join(" ");
const groups = [screens, journeys, spreadsheets, services, sticks, askedOf, trouble];
const LAUNCH = {
  executablePath: process.env.TAMGA_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
};

let passed = 0;
let failed = 0;

/** Tests of a group share one demonstration, and what was prepared around it, and run in their order. */
async function group({ tests, prepare: around }, browser) {
  const chosen = tests.filter(({ name }) => name.includes(wanted));
  if (chosen.length === 0) return;
  const made = await around?.();
  const host = await start(made?.env);
  try {
    for (const { name, run } of chosen) await one(name, run, browser, host);
  } finally {
    await host.stop();
    made?.stop();
  }
}

async function one(name, run, browser, host) {
  const began = Date.now();
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: "reduce", permissions: ["clipboard-read", "clipboard-write"] });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const window = new Window(page, host);
  try {
    await window.open();
    await run(window);
    window.calm();
    passed++;
    console.log(`ok     ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failed++;
    console.log(`FAILED ${name}\n${error.stack ?? error}\n  focus: ${await window.focused().catch(() => "?")}\n  page: ${window.complaints.join("\n        ")}\n  host: ${host.said()}`);
    await window.picture(`failed-${name.replaceAll(/\W+/g, "-").slice(0, 60)}`).catch(() => {});
  } finally {
    await context.close();
  }
}

prepare();
const browser = await chromium.launch(LAUNCH);
try {
  for (const each of groups) await group(each, browser);
} finally {
  await browser.close();
}
console.log(`${passed} passed, ${failed} failed, 0 skipped`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
