import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import type { CarryLooked } from "../../host/types";
import { show } from "../../testing/render";
import { CarryBand } from "./CarryOver";

const looked: CarryLooked = {
  form: "MERCOSUR 2024", stamp: "7", moved: [{ key: "items.hs", from: "10", to: "8" }], lost: [{ key: "consignee", line: null, text: "Importadora del Sur" }],
  asked: ["Producer"], criteria: [{ line: 2, printed: "A" }], signAgain: true,
};

it("shows what moves, what is lost and what is asked anew before anything changes", async () => {
  const onCarried = vi.fn();
  const { user, host } = await show(<CarryBand draftId="d1" newer="MERCOSUR 2024" flush={() => Promise.resolve(true)} onCarried={onCarried} />, {
    answers: { draft_carry_look: () => looked, draft_carry: () => ({}) },
  });
  await user.click(screen.getByRole("button", { name: /^Carry over to the new form/ }));
  const dialog = await screen.findByRole("dialog");
  for (const text of ["Importadora del Sur", "Producer", "The exporter must sign again."]) expect(within(dialog).getByText(text)).toBeTruthy();
  expect(dialog.textContent).toContain("box 10 to box 8");
  expect(host.asked.some(({ command }) => command === "draft_carry")).toBe(false);
  await user.click(within(dialog).getByRole("button", { name: "Carry over" }));
  await waitFor(() => expect(onCarried).toHaveBeenCalledOnce());
  expect(host.asked.at(-1)).toEqual({ command: "draft_carry", request: { draftId: "d1", stamp: "7" } });
});

it("is not there where the form is the newest", async () => {
  await show(<CarryBand draftId="d1" newer={null} flush={() => Promise.resolve(true)} onCarried={() => {}} />);
  expect(document.querySelector("[data-band]")).toBeNull();
});
