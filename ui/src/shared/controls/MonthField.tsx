/** A month of a year, `2026-03`, typed as digits; what is no month yet changes nothing. */
import { useEffect, useState } from "react";
import { frame } from "../../words/source/frame";
import { say } from "../../words/words";
import { CodeField } from "./Field";

type Props = { label: string; value: string; onChange: (month: string) => void };

/** `3/2026`, `03.2026` and `2026-3` are the same month; anything else is none. */
export function readMonth(text: string): string | null {
  const match = /^(\d{4})[-/. ](\d{1,2})$/.exec(text.trim()) ?? null;
  const turned = /^(\d{1,2})[-/. ](\d{4})$/.exec(text.trim());
  const [year, month] = match ? [match[1], match[2]] : [turned?.[2], turned?.[1]];
  if (!year || !month || Number(month) < 1 || Number(month) > 12) return null;
  return `${year}-${month.padStart(2, "0")}`;
}

export function MonthField({ label, value, onChange }: Props) {
  const [text, setText] = useState(value);
  useEffect(() => setText((now) => (readMonth(now) === (value || null) ? now : value)), [value]);
  const change = (next: string) => {
    setText(next);
    const month = next.trim() === "" ? "" : readMonth(next);
    if (month !== null && month !== value) onChange(month);
  };
  const isOpen = text.trim() !== "" && readMonth(text) === null;
  return <CodeField label={label} value={text} onChange={change} placeholder={say(frame.monthExample)} {...(isOpen ? { hint: say(frame.monthHint) } : {})} />;
}
