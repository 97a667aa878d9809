import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { IssuerRow, IssuerView, TrustChange, TrustPreview } from "../../host/types";
import { show } from "../../testing/render";
import { Issuers } from "./Screen";

const change = (part: Partial<TrustChange>): TrustChange => ({
  area: "officer", owner: "HCT", id: "o1", name: "B. Officer", what: "added", was: "", is: "2026-01-01/..", stops: false, ...part,
});

const preview = (part: Partial<TrustPreview> = {}): TrustPreview => ({
  listNumber: "2", issuedAt: "2026-05-13T12:00:00.000Z", inForce: false, reason: "",
  changes: [change({}), change({ area: "body", id: "", name: "Huon Chamber", what: "suspended", was: "active", is: "suspended", stops: true })],
  verdicts: [{ number: "HCT-1", issuer: "HCT", was: { code: "verdict.genuine", params: {} }, is: { code: "verdict.not_entitled", params: {} } }],
  ...part,
});

const issuer: IssuerRow = {
  id: "HCT", name: "Huon Chamber", country: "AU", state: "active", officers: 1, keys: 1, schemes: ["chafta"], from: "2020-01-01T00:00:00.000Z", to: "",
};

const span = { from: "2020-01-01T00:00:00.000Z", to: "" };
const body: IssuerView = {
  id: "HCT", names: ["Huon Chamber"], country: "AU", accreditation: "", state: "active", stateSince: null, span, keys: 1, status: null,
  officers: [{ id: "o1", name: "B. Officer", title: "", state: "active", span, schemes: [], specimens: [{ kind: "signature", sha256: "ab", span, here: false }] }],
  schemes: [{ code: "chafta", forms: [], destinations: ["CN"], span }],
};

const issuers = (waiting: TrustPreview | null, accept = vi.fn(() => ({ listNumber: "2" }))) =>
  show(<Issuers />, {
    place: { workplace: "receive", page: "issuers" },
    answers: {
      issuers_list: () => ({ rows: [issuer], total: 1, offset: 0, listNumber: "1", issuedAt: "2026-05-12T12:00:00.000Z", age: { code: "trust.fresh", params: {} } }),
      trust_waiting: () => ({ waiting, acceptsGrowth: false }),
      trust_accept: accept,
      issuer_open: () => body,
      trust_lists: () => ({ rows: [{ listNumber: "1", issuedAt: "2026-05-12T12:00:00.000Z", nextUpdate: "2026-06-12T12:00:00.000Z", takenAt: "2026-05-12T13:00:00.000Z", changes: [change({})], reason: "" }] }),
    },
  });

/** The act in the band of a list that waits. */
const lookButton = () =>
  waitFor(() => {
    const band = screen.getAllByRole("status").find((one) => within(one).queryByRole("button"));
    if (!band) throw new Error("no band yet");
    return within(band).getByRole("button");
  });

describe("the page of issuers", () => {
  it("shows what a list that waits changes, what it stops first, and takes it when somebody says so", async () => {
    const accept = vi.fn(() => ({ listNumber: "2" }));
    const { user } = await issuers(preview(), accept);
    await user.click(await lookButton());
    const dialog = await screen.findByRole("dialog");
    expect([...dialog.querySelectorAll("[data-what]")].map((line) => (line as HTMLElement).dataset.what)).toEqual(["suspended", "added"]);
    expect(dialog.textContent).toContain("HCT-1");
    const take = within(dialog).getAllByRole("button").at(-1);
    await user.click(take as HTMLElement);
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(accept).toHaveBeenCalledOnce();
  });

  it("shows the officers of the issuer the grid stands on, and says when a picture is not here", async () => {
    await issuers(null);
    await waitFor(() => expect(document.querySelector('[data-officer="o1"]')?.textContent).toContain("B. Officer"));
    expect(document.querySelector('[data-officer="o1"] figure')?.querySelector("img")).toBeNull();
    expect(document.querySelector('[data-officer="o1"] figure p')).toBeTruthy();
  });

  it("a list in use already offers nothing to take", async () => {
    const { user } = await issuers(preview({ inForce: true, changes: [], verdicts: [] }));
    await user.click(await lookButton());
    expect(within(await screen.findByRole("dialog")).getAllByRole("button")).toHaveLength(1);
  });
});
