/** Which goods code? Typed as a code or as words; codes used before come first, each hit with its whole path. */
import { useState } from "react";
import type { FoundBy, HsFound, HsHit } from "../../host/types";
import { useAnswer } from "../../host/useAnswer";
import { Code, Finder, type FinderGroup } from "../../shared/controls";
import type { CellEditorProps } from "../../shared/grid";
import { lists as w } from "../../words/source/lists";
import { packs } from "../../words/source/packs";
import { frame } from "../../words/source/frame";
import { language, say } from "../../words/words";
import styles from "./HsEditor.module.css";

type Props = CellEditorProps & { agreement: string; exporter: string };

const titles: Record<FoundBy, string> = {
  exporter: w.hsExporter, office: w.hsOffice, code: w.hsFound, subheading: w.hsFound, heading: w.hsFound, synonym: w.hsFound, perhaps: w.hsPerhaps,
};

/** Hits that stand side by side under one title are one group. */
export function groupsOf(found: HsFound | null): FinderGroup[] {
  const groups: FinderGroup[] = [];
  for (const hit of found?.hits ?? []) {
    const title = say(titles[hit.found]);
    const content = <Hit hit={hit} formYear={found?.formYear ?? null} />;
    const one = { id: hit.code, text: `${hit.code} ${hit.path.at(-1)?.text ?? ""}`, content };
    const last = groups.at(-1);
    if (last?.title === title) last.hits.push(one);
    else groups.push({ id: `${hit.found}-${groups.length}`, title, hits: [one] });
  }
  return groups;
}

function Hit({ hit, formYear }: { hit: HsHit; formYear: number | null }) {
  const above = hit.path.slice(0, -1);
  const last = hit.path.at(-1);
  return (
    <div className={styles.hit}>
      <span className={styles.code}><Code>{hit.code}</Code></span>
      <span className={styles.words}>
        {last ? <span dir="auto" lang={last.language} className={styles.last}>{last.text}</span> : null}
        {above.length ? <span dir="auto" className={styles.path}>{above.map((step, at) => <span key={step.code}>{at ? " › " : ""}<bdi lang={step.language}>{step.text}</bdi></span>)}</span> : null}
        <span className={styles.path} data-edition={hit.year}>{say(formYear && formYear !== hit.year ? packs.otherEdition : packs.edition, { year: String(hit.year) })}</span>
        {hit.became.length && formYear ? <span className={styles.path}>{say(w.hsBecame, { year: String(formYear), codes: hit.became.join(", ") })}</span> : null}
      </span>
      {hit.unit ? <span className={styles.unit}><Code>{hit.unit}</Code></span> : null}
    </div>
  );
}

/** The form's year is not the year of the list: every hit is of another edition. */
export function yearNote(found: HsFound | null): string | null {
  if (!found?.year || !found.formYear || found.year === found.formYear) return null;
  return say(w.hsYear, { form: String(found.formYear), list: String(found.year) });
}

/** A hit brings its year along; what was typed is of the form's year, whichever that is. */
export function withEdition(taken: string, found: HsFound | null): string {
  const hit = found?.hits.find((each) => each.code === taken);
  return hit ? `${taken} HS ${hit.year}` : taken;
}

export function HsEditor({ label, start, className, onDone, onCancel, agreement, exporter }: Props) {
  const [text, setText] = useState(start);
  const [year, setYear] = useState<number | null>(null);
  const found = useAnswer("hs_find", { text, language: language(), agreement, exporter, year });
  const answer = found.error ? null : found.value;
  const empty = found.error || answer?.year === null ? w.hsMissing : answer ? w.hsNothing : frame.loading;
  return (
    <Finder
      label={label}
      start={start}
      {...(className ? { className } : {})}
      groups={groupsOf(answer)}
      note={yearNote(answer)}
      lists={{
        label: say(packs.editions), chosen: String(answer?.year ?? ""), onChoose: (id) => setYear(Number(id)),
        options: (answer?.years ?? []).map((each) => ({ id: String(each), text: String(each) })),
      }}
      empty={say(empty)}
      onType={setText}
      onTake={(taken, key, back) => onDone(withEdition(taken, answer), key === "blur" ? null : key === "Enter" ? (back ? "up" : "down") : back ? "previous" : "next")}
      onGiveUp={onCancel}
    />
  );
}
