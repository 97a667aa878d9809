/** What jsdom lacks and the controls expect; nothing of the product is replaced. */
import { cleanup } from "@testing-library/react";
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

afterEach(cleanup);
