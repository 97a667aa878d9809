/** Where does F6 lead? Panes carry `data-pane`; each is entered at its own start, or at its first place that takes the focus. */

const FOCUSABLE = 'a[href], button:not([disabled]), input:not([disabled]), textarea:not([disabled]), [tabindex="0"]';

const isSeen = (element: HTMLElement): boolean => element.getClientRects().length > 0;

/** Enters a pane: where it says `data-start`, else at its heading, else at its first place. */
export function enter(pane: HTMLElement): boolean {
  const start = pane.querySelector<HTMLElement>("[data-start]") ?? pane.querySelector<HTMLElement>("h1[tabindex]");
  if (start?.tabIndex === -1 && start.matches("h1")) {
    start.focus();
    return true;
  }
  const inside = start?.matches(FOCUSABLE) ? start : (start ?? pane).querySelector<HTMLElement>(FOCUSABLE);
  const target = inside ?? (pane.tabIndex >= -1 ? pane : null);
  target?.focus();
  return target !== null && pane.contains(document.activeElement);
}

/** Goes to the next or previous pane, round and round. */
export function stepPane(step: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>("[data-pane]")].filter(isSeen);
  if (panes.length === 0) return;
  const active = document.activeElement;
  // Panes may stand inside one another; the innermost one holds the focus.
  const holding = panes.filter((pane) => pane.contains(active)).at(-1);
  const at = holding ? panes.indexOf(holding) : step > 0 ? -1 : 0;
  for (let tries = 1; tries <= panes.length; tries++) {
    const pane = panes[(at + step * tries + panes.length * 2) % panes.length];
    if (pane && enter(pane)) return;
  }
}
