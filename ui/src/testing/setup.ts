/** What jsdom lacks and the controls expect; nothing of the product is replaced. */
import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

class NoResize {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

globalThis.ResizeObserver ??= NoResize as unknown as typeof ResizeObserver;
Element.prototype.scrollIntoView ??= () => {};
Element.prototype.scrollTo ??= () => {};
window.matchMedia ??= (query: string) =>
  ({ matches: false, media: query, onchange: null, addEventListener() {}, removeEventListener() {}, addListener() {}, removeListener() {}, dispatchEvent: () => false }) as MediaQueryList;
globalThis.CSS ??= { escape: (text: string) => text.replace(/[^\w-]/g, "\\$&"), supports: () => false } as unknown as typeof CSS;

// Nothing is laid out here: a list needs some room to know how many of its rows are seen.
const rooms = { offsetWidth: () => 1000, clientWidth: () => 1000, offsetHeight: (grid: boolean) => (grid ? 600 : 32), clientHeight: (grid: boolean) => (grid ? 600 : 32) };
for (const [name, room] of Object.entries(rooms)) {
  Object.defineProperty(HTMLElement.prototype, name, {
    configurable: true,
    get(this: HTMLElement) {
      return room(this.getAttribute("role") === "grid");
    },
  });
}

// Conditions are waited for, with a deadline that a busy machine keeps.
configure({ asyncUtilTimeout: 15_000 });
afterEach(cleanup);
