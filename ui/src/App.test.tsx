import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { App } from "./App";
import { FakeHost, type FakeAnswers } from "./host/fake";
import { AskError } from "./host/host";
import type { AppState, Language } from "./host/types";
import {
  agreement, appState, balanceRow, certificateRow, certificateView, draftView, keyRow, outboxRow, receivedRow, receivedView,
} from "./testing/samples";

const number = "KE/NBO/2026/06431";
const rows = <T,>(...all: T[]) => ({ rows: all, total: all.length, offset: 0 });

function answers(app: { now: AppState }): FakeAnswers {
  return {
    app_state: () => app.now,
    settings_save: ({ settings }) => {
      app.now = { ...app.now, settings };
      return {};
    },
    desk_rows: () => ({ ...rows({ id: "d1", kind: "draft" as const, title: "", exporter: "Kericho Tea Ltd", destination: "UG", form: "CO", items: 4, fixes: 1, looks: 2, status: { code: "certificate.draft", params: {} }, changedAt: "2026-11-23T12:00:00Z" }), issuedToday: 3, drafts: 1, waiting: 0 }),
    draft_list: () => rows({ id: "d1", stamp: "s1", exporter: "Kericho Tea Ltd", consignee: "Kampala Grocers", destination: "UG", agreement: "chafta", items: 4, fixes: 0, looks: 0, changedAt: "2026-11-23T12:00:00Z", status: { code: "certificate.draft", params: {} } }),
    draft_open: () => draftView(),
    agreements_list: () => ({ rows: [agreement()] }),
    agreement_open: () => agreement(),
    keys_list: () => ({ rows: [keyRow()] }),
    certificate_search: () => rows(certificateRow(number)),
    certificate_open: () => certificateView(number),
    outbox_rows: () => ({ ...rows(outboxRow(number)), paused: false, issuedToday: 3, deliveredToday: 2, underWay: 1, needsYou: 0, lastDelivery: null }),
    check_number: ({ text }) => ({ typed: text, found: text === number ? receivedView(number) : null, similar: [number], searched: 12_408, newest: "2026-11-23T13:58:00Z" }),
    received_search: () => rows(receivedRow(number)),
    received_open: () => receivedView(number),
    balance_rows: () => rows(balanceRow(number, 1)),
    issuers_list: () => ({ ...rows({ id: "i", name: "Nairobi Chamber", country: "KE", state: "active", officers: 2, keys: 1, schemes: ["chafta"], from: "2026-01-01", to: "" }), listNumber: "12", issuedAt: "2026-11-20T18:00:00Z", age: { code: "trust.fresh", params: {} } }),
    journal_rows: () => rows({ seq: "1", at: "2026-11-23T12:00:00Z", who: "worker", about: number, word: { code: "outbox.sent", params: { number } } }),
  };
}

async function window_(part: Partial<AppState> = {}, more: FakeAnswers = {}) {
  const app = { now: appState(part) };
  const host = new FakeHost({ ...answers(app), ...more });
  render(<App host={host} />);
  await screen.findByRole("navigation");
  return { host, app, user: userEvent.setup() };
}

/** The switch to the workplace that is not shown. */
const otherDesk = () => document.querySelector<HTMLElement>('header[data-pane] [role="radio"][aria-checked="false"]')!;

const inLanguage = (language: Language): Partial<AppState> => ({ settings: { ...appState().settings, language } });

describe("the window", () => {
  it.each(["en", "fr", "es", "ar"] as const)("has every page in %s, marked as a demonstration, with no word missing", async (language) => {
    const { user } = await window_(inLanguage(language));
    for (const workplace of [0, 1]) {
      if (workplace === 1) await user.click(otherDesk());
      for (let page = 1; page <= 7; page++) {
        await user.keyboard(`{Control>}${page}{/Control}`);
        await waitFor(() => expect(screen.getByRole("heading", { level: 1 })).toBeTruthy());
        await waitFor(() => expect(document.querySelector('[role="grid"], main form, main [role="radiogroup"]')).toBeTruthy());
        expect(screen.getByRole("note").textContent).not.toBe("");
        const text = document.body.textContent ?? "";
        expect(text, `${workplace} ${page}`).not.toMatch(/\b(frame|desk|draft|certificate|outbox|check|received|state|finding|journal|error|lamp|verdict)\.[a-z]+\b|undefined|\[object|\bNaN\b/);
      }
    }
  });

  it("goes by palette to what is typed, and shows the keys it could have been", async () => {
    const { user, host } = await window_();
    await user.keyboard("{Control>}k{/Control}");
    const box = await screen.findByRole("searchbox");
    await user.type(box, "outb");
    await waitFor(() => expect(screen.getAllByRole("menuitem")[0]?.textContent).toContain("Ctrl+4"));
    await user.keyboard("{Enter}");
    expect(await screen.findByRole("heading", { level: 1, name: "Outbox" })).toBeTruthy();
    await user.keyboard("{Control>}k{/Control}");
    await user.type(await screen.findByRole("searchbox"), "mango");
    await waitFor(() => expect(host.asked.some(({ command, request }) => command === "certificate_search" && (request as { text: string }).text === "mango")).toBe(true));
    expect(await screen.findByRole("menuitem", { name: new RegExp(number) })).toBeTruthy();
  });

  it("keeps the page's keys from acting while something lies over it", async () => {
    const { user } = await window_();
    await user.keyboard("{Control>}/{/Control}");
    const list = await screen.findByRole("dialog");
    expect(within(list).getByText("New certificate")).toBeTruthy();
    await user.keyboard("{Control>}4{/Control}");
    expect(screen.getByRole("dialog")).toBeTruthy();
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(screen.getByRole("heading", { level: 1, name: "My desk" })).toBeTruthy();
  });

  it("says in words that it works offline, with the count, and not as a fault", async () => {
    const base = appState();
    await window_({ status: { ...base.status, line: { code: "line.offline", params: {} }, outboxWaiting: 4 } });
    expect(screen.getByText("Working offline. 4 certificates wait to be sent.")).toBeTruthy();
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("speaks another language at once and stays on the page", async () => {
    const { user, host, app } = await window_();
    await user.keyboard("{Control>}7{/Control}");
    await user.click(await screen.findByRole("button", { name: /English/ }));
    await user.click(await screen.findByRole("option", { name: "العربية" }));
    await waitFor(() => expect(app.now.settings.language).toBe("ar"));
    host.change("settings", "app");
    expect(await screen.findByRole("heading", { level: 1, name: "الإعدادات" })).toBeTruthy();
    expect(document.documentElement.dir).toBe("rtl");
  });

  it("takes a scan as the next certificate wherever the focus is, and never as a press of a button", async () => {
    const { user, host } = await window_();
    await user.click(otherDesk());
    await user.keyboard("{Control>}3{/Control}");
    await screen.findByRole("grid");
    for (const letter of "12345678") window.dispatchEvent(new KeyboardEvent("keydown", { key: letter, code: `Digit${letter}`, bubbles: true }));
    const enter = new KeyboardEvent("keydown", { key: "Enter", code: "Enter", bubbles: true, cancelable: true });
    window.dispatchEvent(enter);
    await waitFor(() => expect(host.asked.some(({ command, request }) => command === "check_number" && (request as { text: string }).text === "12345678")).toBe(true));
    expect(enter.defaultPrevented).toBe(true);
    expect(await screen.findByRole("heading", { level: 2, name: "Not received here." })).toBeTruthy();
    expect(screen.getByText(/Searched 12,408 certificates/)).toBeTruthy();
  });

  it("a dropped file is a draft at the issuing desk and a check at the border", async () => {
    const draft_import = vi.fn(() => ({ id: "d1", findings: [] }));
    const file_look = vi.fn(() => ({ kind: "document" as const, name: "" }));
    const check_file = vi.fn(() => ({ typed: "", found: receivedView(number, { recordId: null, canDecide: false }), similar: [], searched: 1, newest: null }));
    const { user, host } = await window_({}, { draft_import, file_look, check_file });
    host.drop({ kind: "held", handle: "a" });
    await waitFor(() => expect(draft_import).toHaveBeenCalledWith({ source: { kind: "held", handle: "a" }, agreement: null }));
    await screen.findByText("The file was taken over as a draft.");
    file_look.mockReturnValue({ kind: "spreadsheet" as never, name: "orders.xlsx" });
    host.drop({ kind: "held", handle: "c" });
    await screen.findByRole("heading", { level: 1, name: /Take a spreadsheet over/ });
    await user.click(otherDesk());
    host.drop({ kind: "held", handle: "b" });
    await waitFor(() => expect(check_file).toHaveBeenCalledWith({ source: { kind: "held", handle: "b" } }));
    expect(await screen.findByText(/looked at, not kept/)).toBeTruthy();
    expect(draft_import).toHaveBeenCalledTimes(1);
  });

  it("says why it cannot open, in the system's language, with a way on", async () => {
    const host = new FakeHost({ app_state: () => { throw new AskError({ code: "database_newer", message: "x", reference: "E-77AA" }); } });
    render(<App host={host} />);
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("newer version of Tamga");
    expect(within(alert).getByRole("button", { name: "Try again" })).toBeTruthy();
  });
});

describe("signing", () => {
  it("hands the PIN over in its own message, as bytes, forgets it, and names the result", async () => {
    const pins: string[] = [];
    const { user, host } = await window_({}, {
      preview_pdf: () => new ArrayBuffer(0),
      draft_save: () => ({ stamp: "s2", savedAt: "2026-11-23T14:03:22Z", findings: [] }),
      pin_enter: (bytes) => {
        pins.push(new TextDecoder().decode(bytes));
        return { handle: "h1" };
      },
      certificate_issue: () => ({ number }),
    });
    await user.keyboard("{Control>}2{/Control}");
    await screen.findByRole("grid");
    await user.keyboard("{Enter}");
    await screen.findByRole("heading", { level: 2, name: /Goods/ });
    await user.keyboard("{Control>}{Enter}{/Control}");
    const pin = await screen.findByLabelText<HTMLInputElement>("PIN of the key");
    await user.type(pin, "4711{Enter}");
    expect(host.asked.some(({ command }) => command === "certificate_issue")).toBe(false);
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(await screen.findByText(/is issued\./)).toBeTruthy();
    expect(pins).toEqual(["4711"]);
    const issue = host.asked.find(({ command }) => command === "certificate_issue")?.request;
    expect(issue).toEqual({ draftId: "d1", stamp: "s1", keyId: "k1", pinHandle: "h1" });
    expect(JSON.stringify(host.asked.filter(({ command }) => command !== "pin_enter"))).not.toContain("4711");
  });
});
