/** What the goods grid does: cells that are written, numbers that are asked about, rows that are pasted. */
import { useHost } from "../../host/host";
import type { GoodsField } from "../../host/types";
import { amount, announce, marks } from "../../shared/controls";
import { draft as w } from "../../words/source/issuing";
import { questionsOfPaste } from "./editor";
import { cellText, numberFields, withCell, withLine, withPasted, withoutLine } from "./goods";
import { goodsFields } from "./goodsColumns";
import type { OpenDraft } from "./useDraft";

export function useGoods(draft: OpenDraft) {
  const host = useHost();
  const { state, dispatch, change } = draft;
  const key = (index: number, field: GoodsField) => `items[${index + 1}].${field}`;

  const write = (index: number, field: GoodsField, text: string) => {
    dispatch({ type: "answered", index, field });
    change(key(index, field), (content) => withCell(content, index, field, text));
    dispatch({ type: "leave" });
  };
  const edit = (index: number, columnId: string, text: string) => {
    const field = columnId as GoodsField;
    const typed = text.trim();
    if (!goodsFields.includes(field)) return;
    if (!numberFields.has(field) || typed === "") return write(index, field, typed);
    // What was typed for the shown form of the same value changes nothing.
    if (typed === amount(cellText(state.content.items[index]!, field, state.content))) return;
    draft.wait(host.ask("number_read", { text: typed, marks: marks() }).then(
      (reading) => {
        if (reading.kind === "value") write(index, field, reading.value);
        else dispatch({ type: "ask", questions: [{ index, field, typed, readings: reading.kind === "question" ? reading.readings : [] }] });
      },
      () => dispatch({ type: "ask", questions: [{ index, field, typed, readings: [] }] }),
    ));
  };
  const paste = (text: string, index: number, columnId: string, after?: () => void) => {
    const start = (goodsFields as string[]).includes(columnId) ? (columnId as GoodsField) : "marks";
    void host.ask("goods_paste", { text, marks: marks(), start }).then(({ rows, questions, ignoredColumns }) => {
      if (rows.length === 0) return announce(w.pastedNothing);
      // A key of its own: one undo takes the whole paste back.
      change(`paste ${Date.now()}`, (content) => withPasted(content, index, rows));
      dispatch({ type: "leave" });
      after?.();
      if (questions.length) dispatch({ type: "ask", questions: questionsOfPaste(index, questions) });
      announce(w.pasted, { count: rows.length });
      if (questions.length) announce(w.pasteQuestions, { count: questions.length });
      if (ignoredColumns.length) announce(w.ignored, { columns: ignoredColumns.join(", ") });
    }, () => announce(w.pastedNothing));
  };
  const fillDown = (index: number, columnId: string) => {
    const above = state.content.items[index - 1];
    const field = columnId as GoodsField;
    if (above && goodsFields.includes(field)) write(index, field, cellText(above, field, state.content));
  };
  const questionAt = (index: number, field: string) => state.questions.find((question) => question.index === index && question.field === field);
  return {
    edit, paste, fillDown, write, questionAt,
    add: (after: number) => change(`line ${Date.now()}`, (content) => withLine(content, after)),
    remove: (index: number) => change(`line ${Date.now()}`, (content) => withoutLine(content, index)),
    /** 1 and 2 answer the question of the cell that has the focus. */
    answer: (pressed: string, index: number, columnId: string): boolean => {
      const question = questionAt(index, columnId);
      const chosen = /^[12]$/.test(pressed) ? question?.readings[Number(pressed) - 1] : undefined;
      if (!question || chosen === undefined) return false;
      write(index, question.field, chosen);
      return true;
    },
  };
}
