/** The palette with what this window offers: pages, acts of the screen, and records found by what is typed. */
import { useEffect, useMemo, useState } from "react";
import { useHost } from "../host/host";
import { Palette, type PaletteEntry } from "../shared/controls";
import { actsNow } from "../shared/keys/acts";
import { usePlace, type Place } from "../shared/place/place";
import { frame as w } from "../words/source/frame";
import { say } from "../words/words";

const PAUSE_MS = 150;
const LEAST = 2;

/** Records whose printed fields hold what is typed. */
function useFound(open: boolean, text: string, workplaces: Place["workplace"], go: (to: { page: "certificates" | "received"; id: string }) => void): PaletteEntry[] {
  const host = useHost();
  const [found, setFound] = useState<PaletteEntry[]>([]);
  useEffect(() => {
    const wanted = text.trim();
    if (!open || wanted.length < LEAST) return setFound([]);
    let gone = false;
    const page = workplaces === "issue" ? "certificates" : "received";
    const ask = async () => {
      const rows = page === "certificates"
        ? (await host.ask("certificate_search", { text: wanted, filters: { status: null, agreement: null, destination: null, month: null }, offset: 0, limit: 5 })).rows
        : (await host.ask("received_search", { text: wanted, filters: { decision: null, verdict: null }, offset: 0, limit: 5 })).rows;
      if (gone) return;
      setFound(rows.map(({ number, exporter, consignee }) => ({
        id: `record.${number}`, text: [number, exporter, consignee].filter(Boolean).join(" · "), group: say(w.open), found: wanted, act: () => go({ page, id: number }),
      })));
    };
    // What cannot be searched now is simply not offered; the register says why.
    const timer = setTimeout(() => void ask().catch(() => !gone && setFound([])), PAUSE_MS);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [host, open, text, workplaces, go]);
  return found;
}

export function Find({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { place, go } = usePlace();
  const [text, setText] = useState("");
  const found = useFound(open, text, place.workplace, go);
  const acts = useMemo(() => (open ? actsNow() : []), [open]);
  const entries: PaletteEntry[] = [
    ...acts.map(({ id, text: words, chord, act }) => ({ id, text: words, act, group: say(id.startsWith("go.") || id.startsWith("workplace.") ? w.goTo : w.doThis), ...(chord ? { chord } : {}) })),
    ...found,
  ];
  return (
    <Palette
      open={open}
      text={text}
      onText={setText}
      onClose={() => {
        setText("");
        onClose();
      }}
      entries={entries}
    />
  );
}
