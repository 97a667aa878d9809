/** How do a record's findings look in a list: none, some to look at, some to fix? */
import { Check, CircleX, TriangleAlert, type LucideIcon } from "lucide-react";
import { desk as w } from "../../words/source/issuing";
import { say } from "../../words/words";
import type { Tone } from "../controls";

export function findingsWord({ fixes, looks }: { fixes: number; looks: number }): { icon: LucideIcon; tone: Tone; text: string } {
  if (fixes > 0) return { icon: CircleX, tone: "problem", text: say(w.fixes, { count: fixes }) };
  if (looks > 0) return { icon: TriangleAlert, tone: "attention", text: say(w.looks, { count: looks }) };
  return { icon: Check, tone: "good", text: say(w.none) };
}
