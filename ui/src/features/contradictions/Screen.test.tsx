import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { ContradictingImage, Contradiction } from "../../host/types";
import { show } from "../../testing/render";
import { Contradictions } from "./Screen";

const image = (id: string, part: Partial<ContradictingImage> = {}): ContradictingImage => ({
  id, documentSha256: id.repeat(64).slice(0, 64), signedBy: "Huon Chamber", officer: "B. Officer", signedAt: "2026-05-12T12:00:00.000Z", receivedAt: "2026-05-13T12:00:00.000Z", via: "bundle", ...part,
});

const row: Contradiction = { issuer: "HCT", number: "HCT-1", revision: 1, images: [image("7"), image("9", { via: "gateway", officer: "" })] };

const page = (rows: Contradiction[], setAside = vi.fn(() => ({}))) =>
  show(<Contradictions />, { place: { workplace: "receive", page: "contradictions" }, answers: { contradictions_list: () => ({ rows }), image_set_aside: setAside } });

describe("the page of contradictions", () => {
  it("says that all is well when nothing contradicts", async () => {
    await page([]);
    await screen.findByText("No two documents contradict one another.");
  });

  it("shows both documents and puts the chosen one aside, by two persons with a reason", async () => {
    const setAside = vi.fn(() => ({}));
    const { user } = await page([row], setAside);
    const shown = await waitFor(() => {
      const images = [...document.querySelectorAll<HTMLElement>("[data-image]")];
      expect(images.map((one) => one.dataset.image)).toEqual(["7", "9"]);
      return images;
    });
    expect(shown[0]?.textContent).toContain("stick");
    expect(shown[1]?.textContent).not.toContain("Officer");
    await user.click(within(shown[1] as HTMLElement).getByRole("button"));
    const dialog = await screen.findByRole("alertdialog");
    const act = within(dialog).getAllByRole("button").at(-1) as HTMLButtonElement;
    expect(act.disabled).toBe(true);
    const [reason, second] = within(dialog).getAllByRole("textbox");
    await user.type(reason as HTMLElement, "asked the chamber");
    expect(act.disabled).toBe(true);
    await user.type(second as HTMLElement, " Ines Salgado ");
    await user.click(act);
    await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
    expect(setAside).toHaveBeenCalledExactlyOnceWith({ id: "9", secondPerson: "Ines Salgado", reason: "asked the chamber" });
  });
});
