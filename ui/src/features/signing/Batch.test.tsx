import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { DraftRow } from "../../host/types";
import { keyRow } from "../../testing/samples";
import { show } from "../../testing/render";
import { Batch } from "./Batch";

const row = (id: string, consignee: string, fixes = 0): DraftRow => ({
  id, stamp: `s${id}`, exporter: "Kericho Tea Ltd", consignee, destination: "UG", agreement: "chafta", items: 4, fixes, looks: 0,
  changedAt: "2026-11-23T12:00:00Z", status: { code: "certificate.draft", params: {} },
});
const drafts = [row("1", "Kampala Grocers"), row("2", "Gulu Stores"), row("3", "Jinja Traders"), row("4", "Mbale Foods", 2)];

describe("signing several", () => {
  it("asks one PIN, leaves out what the person left out and what has something to fix, and tells what became of each", async () => {
    const pins: string[] = [];
    const { user, host } = await show(<Batch />, {
      answers: {
        draft_list: () => ({ rows: drafts, total: 4, offset: 0 }),
        keys_list: () => ({ rows: [keyRow()] }),
        pin_enter: (bytes) => {
          pins.push(new TextDecoder().decode(bytes));
          return { handle: "h1" };
        },
        certificates_issue: () => ({
          results: [
            { draftId: "1", number: "HCT-7", error: null },
            { draftId: "3", number: null, error: { code: "key_not_usable", message: "x", reference: "E-1", params: { seal: "sign.token_gone" } } },
          ],
        }),
      },
    });
    const grid = await screen.findByRole("grid");
    expect(within(grid).queryByText("Mbale Foods")).toBeNull();
    await user.click(within(grid).getByText("Gulu Stores"));
    await user.keyboard(" ");
    await user.type(await screen.findByLabelText("PIN of the key"), "4711");
    await user.click(screen.getByRole("button", { name: /Sign 2 certificates|batch\.sign/ }));
    const results = await screen.findByRole("list", { name: /What became of each|batch\.results/ });
    expect(within(results).getAllByRole("listitem").map((item) => item.dataset.result)).toEqual(["issued", "refused"]);
    expect(results.textContent).toContain("HCT-7");
    expect(pins).toEqual(["4711"]);
    expect(host.asked.find(({ command }) => command === "certificates_issue")?.request).toEqual({
      drafts: [{ draftId: "1", stamp: "s1" }, { draftId: "3", stamp: "s3" }], keyId: "k1", pinHandle: "h1",
    });
  });
});
