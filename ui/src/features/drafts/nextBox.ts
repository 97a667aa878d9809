/** Enter goes on to the next box, as on a form that is filled in; it never issues, and in long texts and grids it keeps its own meaning. */

const BOXES = 'input:not([type="checkbox"]), textarea, [role="spinbutton"], button[aria-haspopup="listbox"], [data-path="items"], [role="gridcell"][tabindex="0"]';

const dateOf = (element: Element): Element | null => (element.matches('[role="spinbutton"]') ? element.closest("[data-path]") : null);

/** The box after the one that has the focus; the parts of one date are one box. */
export function nextBox(page: ParentNode, from: Element): HTMLElement | null {
  const boxes = [...page.querySelectorAll<HTMLElement>(BOXES)].filter((box) => box.tabIndex >= 0 && box.closest("[hidden]") === null);
  const at = boxes.indexOf(from as HTMLElement);
  const date = dateOf(from);
  return boxes.slice(at + 1).find((box) => at >= 0 && (date === null || dateOf(box) !== date)) ?? null;
}

/** Does Enter mean "go on" here? Not where it chooses from an open list, breaks a line, or moves in a grid. */
export const goesOn = (element: Element): boolean =>
  element.matches('input:not([type="checkbox"]), [role="spinbutton"]') && element.getAttribute("aria-expanded") !== "true" && element.closest('[role="grid"]') === null;
