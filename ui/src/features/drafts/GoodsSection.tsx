/** The goods, line by line: a grid as wide as the paper, questions about numbers under their line, totals below. */
import { useMemo, useState, type RefObject } from "react";
import type { Finding, GoodsField } from "../../host/types";
import { Amount, Button, Code, Sentence } from "../../shared/controls";
import { Question } from "../../shared/controls";
import { Grid, type CellNote, type GridHandle } from "../../shared/grid";
import { ofFinding } from "../../words/coded";
import { draft as w } from "../../words/source/issuing";
import { say } from "../../words/words";
import { Section } from "./Boxes";
import { useEditing } from "./EditorContext";
import styles from "./Editor.module.css";
import { sum } from "../../shared/decimals";
import { cellOfPath, fieldLabel } from "../../shared/paths";
import { goodsColumns } from "./goodsColumns";
import type { OpenDraft } from "./useDraft";
import { useGoods } from "./useGoods";

const weight = { block: 2, warn: 1, info: 0 } as const;

/** The gravest finding of each cell. */
function notesOf(findings: Finding[]): Map<string, CellNote> {
  const notes = new Map<string, { note: CellNote; weight: number }>();
  for (const finding of findings) {
    const cell = cellOfPath(finding.path);
    if (!cell || (finding.severity === "info" && finding.code !== "mark.check_me")) continue;
    const key = `${cell.index} ${cell.field}`;
    const known = notes.get(key);
    if (known && known.weight >= weight[finding.severity]) continue;
    const { id, params } = ofFinding(finding);
    notes.set(key, { weight: weight[finding.severity], note: { tone: finding.severity === "block" ? "problem" : "attention", text: say(id, params) } });
  }
  return new Map([...notes].map(([key, { note }]) => [key, note]));
}

function Totals({ content }: { content: ReturnType<typeof useEditing>["content"] }) {
  const of = (texts: (string | undefined)[]): string | null => {
    const there = texts.filter((text): text is string => Boolean(text));
    return there.length ? sum(there) : null;
  };
  const packages = of(content.items.flatMap((item) => item.packages.map((each) => each.count)));
  const masses = (pick: "grossMass" | "netMass") => (content.items.every((item) => !item[pick] || item[pick].unit === "KGM") ? of(content.items.map((item) => item[pick]?.amount)) : null);
  const gross = masses("grossMass");
  const net = masses("netMass");
  return (
    <p className={styles.totals}>
      <strong>{say(w.totals)}</strong>
      <span>{say(w.lines, { count: content.items.length })}</span>
      {packages ? <span>{say(w.colCount)}: <Amount value={packages} /></span> : null}
      {gross ? <span>{say(w.totalGross)}: <Amount value={gross} unit="KGM" /></span> : null}
      {net ? <span>{say(w.totalNet)}: <Amount value={net} unit="KGM" /></span> : null}
    </p>
  );
}

/** What the criteria of this form mean, while the cursor stands in their column. */
function CriterionHelp() {
  const { form } = useEditing();
  return (
    <ul className={styles.help} aria-label={say(w.criterionTitle)}>
      {form?.criteria.map(({ code, printed, meaning }) => (
        <li key={code}><Code>{printed || code}</Code> <bdi dir="auto">{meaning}</bdi></li>
      ))}
    </ul>
  );
}

/** Before the first line: a place that takes a paste or begins a line. */
const NoLines = ({ onAdd, onPaste }: { onAdd: () => void; onPaste: (text: string) => void }) => (
  <div
    className={styles.noLines}
    tabIndex={0}
    role="group"
    aria-label={say(w.goodsGrid)}
    data-path="items"
    onPaste={(event) => {
      event.preventDefault();
      onPaste(event.clipboardData.getData("text/plain"));
    }}
    onKeyDown={(event) => {
      if (event.key !== "Enter" && event.key !== "Insert") return;
      event.preventDefault();
      onAdd();
    }}
  >
    <Sentence id={w.noLines} />
  </div>
);

export function GoodsSection({ draft, box, grid }: { draft: OpenDraft; box?: string; grid: RefObject<GridHandle | null> }) {
  const { content, form, findings } = useEditing();
  const goods = useGoods(draft);
  const [column, setColumn] = useState("");
  const notes = useMemo(() => notesOf(findings), [findings]);
  const { questions } = draft.state;
  const columns = useMemo(() => goodsColumns(form, content, questions), [form, content, questions]);
  const begin = (index: number) => {
    goods.add(index - 1);
    grid.current?.focusCell(index, "marks");
  };
  const below = (index: number) =>
    questions.filter((question) => question.index === index && question.readings.length > 0).map((question) => (
      <div className={styles.under} key={question.field}>
        <Question typed={`${fieldLabel(question.field)} ${question.typed}`} readings={question.readings} onTake={(value) => goods.write(index, question.field, value)} />
      </div>
    ));
  return (
    <Section name="goods" about="items" title={say(w.goodsTitle)} hint={say(w.pasteHint)} {...(box ? { box } : {})}
      acts={<Button quiet onPress={() => begin(content.items.length)}>{say(w.addLine)}</Button>}>
      {content.items.length === 0 ? <NoLines onAdd={() => begin(0)} onPaste={(text) => goods.paste(text, 0, "marks", () => grid.current?.focusCell(0, "marks"))} /> : null}
      <div hidden={content.items.length === 0} onFocus={(event) => setColumn(event.target.closest<HTMLElement>("[data-column]")?.dataset.column ?? "")}>
        <Grid
          ref={grid}
          label={say(w.goodsGrid)}
          columns={columns}
          count={content.items.length}
          rowAt={(index) => content.items[index]}
          maxRows={12}
          onEdit={goods.edit}
          onAdd={goods.add}
          onRemove={goods.remove}
          onFillDown={goods.fillDown}
          onPaste={goods.paste}
          onKey={goods.answer}
          noteAt={(index, field) => notes.get(`${index} ${field as GoodsField}`) ?? null}
          below={below}
        />
      </div>
      {column === "criterion" && form?.criteria.length ? <CriterionHelp /> : null}
      {content.items.length > 0 ? <Totals content={content} /> : null}
    </Section>
  );
}
