/** Which box does a finding mean? Boxes carry the path they write; a finding may name a part of a box or a whole group. */

const isWithin = (path: string, block: string): boolean => path.startsWith(block) && /^[.[]/.test(path.slice(block.length));

/** The box of a path: itself, else the closest box around it, else the first box inside it. */
export function boxOf(path: string, boxes: string[]): string | null {
  if (path === "") return null;
  if (boxes.includes(path)) return path;
  const around = boxes.filter((box) => isWithin(path, box)).sort((a, b) => b.length - a.length)[0];
  const inside = boxes.find((box) => isWithin(box, path));
  // A finding on `exporter.address` means the address, not the name that happens to stand first in `exporter`.
  return inside ?? around ?? (path.includes(".") ? boxOf(path.slice(0, path.lastIndexOf(".")), boxes) : null);
}

/** Puts the focus into the box of a path. */
export function focusBox(root: ParentNode, path: string): boolean {
  const elements = [...root.querySelectorAll<HTMLElement>("[data-path]")];
  const box = boxOf(path, elements.map((element) => element.dataset.path ?? ""));
  const element = elements.find((each) => each.dataset.path === box);
  if (!element) return false;
  const target = element.matches("input, textarea, button, [tabindex]") ? element : element.querySelector<HTMLElement>('input, textarea, button, [tabindex="0"]');
  target?.focus();
  target?.scrollIntoView?.({ block: "center" });
  return target !== null;
}
