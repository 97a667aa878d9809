/** How are letters, cells, numbers and days of the file read? Detected or proposed, shown, and corrected here. */
import type { ApplicationsSeen, CellReading, CellSeparator, DayOrder, TextRead } from "../../host/types";
import { useAnswer } from "../../host/useAnswer";
import { Bar, Choice, Tick, type Option } from "../../shared/controls";
import { taking as w } from "../../words/source/taking";
import { say } from "../../words/words";
import type { Choices } from "./choices";

type Props = { seen: ApplicationsSeen; choices: Choices; onChange: (part: Partial<Choices>) => void };

/** The encodings that spreadsheets of our languages and their neighbours are saved in. */
const encodings = ["UTF-8", "windows-1252", "windows-1256", "windows-1250", "windows-1251", "UTF-16LE", "UTF-16BE", "macintosh", "gb18030", "Shift_JIS"];
const separators: Record<CellSeparator, string> = { comma: w["sep.comma"], semicolon: w["sep.semicolon"], tab: w["sep.tab"], bar: w["sep.bar"] };
const dayOrders: Record<DayOrder | "column", string> = { column: w["days.column"], dmy: w["days.dmy"], mdy: w["days.mdy"], ymd: w["days.ymd"] };
/** Stands for what each application says of itself: no form has this id. */
const EACH = "-";

const shownBy = (text: string, by: "choice" | "guess" | "other"): string =>
  by === "choice" ? text : say(by === "guess" ? w.guessed : w.detected, { value: text });

const encodingOptions = ({ encoding, encodingBy }: TextRead): Option[] => {
  const all = encodings.includes(encoding) ? encodings : [encoding, ...encodings];
  const by = encodingBy === "choice" || encodingBy === "guess" ? encodingBy : "other";
  return all.map((id) => ({ id, text: id === encoding ? shownBy(id, by) : id }));
};

const separatorOptions = ({ separator, separatorBy }: TextRead): Option[] =>
  Object.entries(separators).map(([id, word]) => ({ id, text: id === separator ? shownBy(say(word), separatorBy === "choice" ? "choice" : "other") : say(word) }));

export function Reading({ seen, choices, onChange }: Props) {
  const forms = useAnswer("agreements_list", {});
  const { text, reading } = seen;
  const now = choices.reading ?? reading;
  const read = (part: Partial<CellReading>) => onChange({ reading: { ...now, ...part } });
  const formOptions: Option[] = [
    { id: EACH, text: say(w.formEach) },
    ...(forms.value?.rows ?? []).filter(({ switchedOn }) => switchedOn).map((row) => ({ id: row.id, text: `${row.name} (${row.formTitle || row.formCode})` })),
  ];
  return (
    <>
      <Bar>
        {text ? <Choice label={say(w.encoding)} value={text.encoding} options={encodingOptions(text)} onChange={(encoding) => onChange({ encoding })} /> : null}
        {text ? <Choice label={say(w.separator)} value={text.separator} options={separatorOptions(text)} onChange={(id) => onChange({ separator: id as CellSeparator })} /> : null}
        <Choice
          label={say(w.decimal)}
          value={now.marks.decimal}
          options={[{ id: ".", text: say(w.point) }, { id: ",", text: say(w.comma) }]}
          onChange={(decimal) => read({ marks: { decimal, group: decimal === "," ? "." : "," } })}
        />
        <Choice
          label={say(w.days)}
          value={now.days ?? "column"}
          options={Object.entries(dayOrders).map(([id, word]) => ({ id, text: say(word) }))}
          onChange={(id) => read({ days: id === "column" ? null : (id as DayOrder) })}
        />
        <Choice label={say(w.form)} path="how.agreement" value={choices.agreement ?? EACH} options={formOptions} onChange={(id) => onChange({ agreement: id === EACH ? null : id })} />
      </Bar>
      <Tick label={say(w.leadingZeros)} value={now.leadingZeros} onChange={(leadingZeros) => read({ leadingZeros })} />
    </>
  );
}
