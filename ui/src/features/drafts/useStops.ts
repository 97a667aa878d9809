/** F8 and Shift+F8: from finding to finding, each time into its box. */
import { useRef, type RefObject } from "react";
import type { Finding } from "../../host/types";
import type { GridHandle } from "../../shared/grid";
import { byWeight } from "../../shared/controls";
import { cellOfPath } from "../../shared/paths";
import { focusBox } from "./jump";

export function useStops(findings: Finding[], page: RefObject<HTMLElement | null>, grid: RefObject<GridHandle | null>) {
  const last = useRef(-1);
  const open = (finding: Finding): void => {
    const cell = cellOfPath(finding.path);
    if (cell && grid.current) grid.current.focusCell(cell.index, cell.field);
    else if (page.current) focusBox(page.current, finding.path);
  };
  const step = (by: 1 | -1): Finding | null => {
    const stops = byWeight(findings).filter(({ path }) => path !== "");
    if (stops.length === 0) return null;
    const from = Math.min(last.current, stops.length);
    last.current = last.current < 0 && by < 0 ? stops.length - 1 : (from + by + stops.length) % stops.length;
    const stop = stops[last.current] ?? null;
    if (stop) open(stop);
    return stop;
  };
  return { open, step };
}
