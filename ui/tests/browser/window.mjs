/** A person at the window: looks, types, and never touches the mouse. */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const pictures = resolve(import.meta.dirname, "../../../test-output/browser");
mkdirSync(pictures, { recursive: true });
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export class Window {
  constructor(page, host) {
    this.page = page;
    this.host = host;
    /** What went wrong in the page itself, and whom it asked. */
    this.complaints = [];
    this.asked = new Set();
    // Held open all the time: a chooser that came before anybody listened would be lost.
    this.choosers = [];
    page.on("filechooser", (chooser) => this.choosers.shift()?.(chooser));
    page.on("pageerror", (error) => this.complaints.push(`page: ${error.stack ?? error}`));
    page.on("console", (message) => {
      if (message.type() === "error" && !/status of (4\d\d|500)/.test(message.text())) this.complaints.push(`console: ${message.text()}`);
    });
    page.on("request", (request) => this.asked.add(new URL(request.url()).origin));
  }

  async open() {
    await this.page.goto(this.host.address);
    await this.page.waitForSelector("nav[data-pane]", { timeout: 60_000 });
  }

  /** Asks the program as the page does. */
  ask(command, request) {
    return this.page.evaluate(
      async ([name, body]) => {
        const token = new URLSearchParams(location.search).get("token");
        const answer = await fetch(`/invoke/${name}`, { method: "POST", headers: { "x-tamga-token": token, "content-type": "application/json" }, body: JSON.stringify({ request: body }) });
        const value = await answer.json();
        if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(value)}`);
        return value;
      },
      [command, request],
    );
  }

  async settings(part) {
    const { settings } = await this.ask("app_state", {});
    await this.ask("settings_save", { settings: { ...settings, ...part } });
    const wanted = { ...settings, ...part };
    await this.page.waitForFunction(
      ({ language, theme, textSize }) => {
        const page = document.documentElement;
        return page.lang === language && (theme === "system" ? !page.dataset.theme : page.dataset.theme === theme) && page.style.fontSize === `${textSize}%`;
      },
      wanted,
    );
    await this.see(`div[lang="${wanted.language}"] > div > nav`);
  }

  async press(...keys) {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Presses the key that asks for a file, and hands one over. */
  async give(key, file) {
    const chooser = new Promise((ok, no) => {
      this.choosers.push(ok);
      setTimeout(() => no(new Error(`${key} opened no file chooser`)), 20_000).unref();
    });
    await this.press(key);
    await (await chooser).setFiles(file);
  }

  async type(text) {
    await this.page.keyboard.type(text);
  }

  /** Waits until something is there and seen. */
  async see(selector, options = {}) {
    await this.page.locator(selector).first().waitFor({ state: "visible", ...options });
  }

  async seeText(text) {
    await this.page.getByText(text).first().waitFor({ state: "visible" });
  }

  async text(selector) {
    return (await this.page.locator(selector).first().innerText()).trim();
  }

  count(selector) {
    return this.page.locator(selector).count();
  }

  /** A list has come and taken the focus. */
  async inList() {
    await this.page.waitForFunction(() => document.activeElement?.getAttribute("role") === "gridcell");
  }

  /** Walks down a list by arrow keys to the row that holds a text. */
  async toRow(text) {
    await this.inList();
    await this.press("Control+Home");
    for (let step = 0; step < 60; step++) {
      const row = await this.page.evaluate(() => document.activeElement?.closest('[role="row"]')?.textContent ?? "");
      if (row.includes(text)) return;
      await this.press("ArrowDown");
      await this.settle();
    }
    assert.fail(`no row holds “${text}”`);
  }

  /** Steps with Tab until the focus is inside what the selector names. */
  async tabTo(selector, most = 80) {
    for (let step = 0; step <= most; step++) {
      if (await this.page.evaluate((wanted) => Boolean(document.activeElement?.matches(wanted)), selector)) return;
      await this.press("Tab");
    }
    assert.fail(`Tab does not reach ${selector}`);
  }

  /** By its words in the palette: the way that needs no key to be known. */
  async find(words) {
    await this.press("Control+k");
    await this.see('[role="dialog"] input');
    await this.type(words);
    await this.see('[role="dialog"] [role="menuitem"]');
    await this.settle();
    await this.press("Enter");
    await this.page.locator('[role="dialog"]').waitFor({ state: "detached" });
  }

  async focused() {
    return this.page.evaluate(() => {
      const element = document.activeElement;
      return element ? `${element.tagName.toLowerCase()} ${element.getAttribute("aria-label") ?? element.textContent?.slice(0, 60) ?? ""} ${element.dataset.path ?? ""}`.trim() : "";
    });
  }

  /** Two frames: what was drawn is on the screen. */
  async settle() {
    await this.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  }

  async picture(name) {
    await this.settle();
    await this.page.screenshot({ path: resolve(pictures, `${name}.png`), animations: "disabled" });
  }

  /** No serious or critical finding. While something lies over the page its background is hidden on purpose. */
  async accessible(where) {
    if (!(await this.page.evaluate(() => "axe" in window))) await this.page.evaluate(axeSource);
    const overlay = (await this.count('[role="dialog"], [role="alertdialog"], [role="combobox"][aria-expanded="true"]')) > 0;
    const found = await this.page.evaluate(async (isOverlaid) => {
      const { violations } = await window.axe.run(document, { resultTypes: ["violations"], rules: isOverlaid ? { "aria-hidden-focus": { enabled: false } } : {} });
      return violations
        .filter(({ impact }) => impact === "serious" || impact === "critical")
        .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html, failureSummary }) => `${html.slice(0, 160)} (${failureSummary?.split("\n").at(1)?.trim()})`).join(" | ")}`);
    }, overlay);
    assert.deepEqual(found, [], `axe on ${where}`);
  }

  /** Nothing scrolls sideways but grids and printed pages, and no control is smaller than a finger's width of 24 px. */
  async fits(where) {
    const faults = await this.page.evaluate(() => {
      const out = [];
      const page = document.documentElement;
      if (page.scrollWidth > page.clientWidth + 1) out.push(`the page is ${page.scrollWidth} wide in ${page.clientWidth}`);
      if (page.scrollHeight > page.clientHeight + 1) out.push(`the page is ${page.scrollHeight} high in ${page.clientHeight}`);
      for (const element of document.querySelectorAll("main *, header *, footer *, nav *, [role=dialog] *")) {
        const style = getComputedStyle(element);
        if (element.closest('[role="grid"], .textLayer, [class*="pages"]') || element.getClientRects().length === 0) continue;
        if (element.scrollWidth > element.clientWidth + 2 && style.overflowX !== "visible" && style.overflowX !== "clip" && style.textOverflow !== "ellipsis" && style.clipPath === "none" && !element.matches("input, textarea, select")) {
          out.push(`cut: ${element.tagName} ${String(element.className).slice(0, 40)} “${element.textContent?.slice(0, 40)}” ${element.scrollWidth} in ${element.clientWidth}`);
        }
        if (element.matches("button, [role=checkbox], a[href]")) {
          const { width, height } = element.getBoundingClientRect();
          if (width < 23.5 || height < 23.5) out.push(`small: ${element.tagName} “${element.textContent?.slice(0, 30)}” ${Math.round(width)}×${Math.round(height)}`);
        }
      }
      return out.slice(0, 8);
    });
    assert.deepEqual(faults, [], `room on ${where}`);
  }

  /** The page itself had nothing to complain about and asked nobody else. */
  calm() {
    assert.deepEqual(this.complaints, []);
    assert.deepEqual([...this.asked], [new URL(this.host.address).origin]);
  }
}
