/** What happens to a draft in the editor: changes, undo and redo of this record, numbers that wait for an answer. No DOM. */
import type { CertificateContent, Finding, GoodsField, PasteQuestion } from "../../host/types";

export type OpenQuestion = { index: number; field: GoodsField; typed: string; readings: string[] };

/** `key` names the box: keystrokes in one box are taken back together. */
export type EditorState = {
  content: CertificateContent;
  past: CertificateContent[];
  future: CertificateContent[];
  lastKey: string | null;
  questions: OpenQuestion[];
  marks: string[];
  /** Counts changes, so that saving knows whether there is something new. */
  version: number;
};

export type EditorAction =
  | { type: "change"; key: string; next: (content: CertificateContent) => CertificateContent }
  | { type: "leave" }
  | { type: "undo" }
  | { type: "redo" }
  | { type: "ask"; questions: OpenQuestion[] }
  | { type: "answered"; index: number; field: GoodsField };

const DEPTH = 200;

/** `mine` is what was written here when somebody else saved first: one undo brings it back. */
export const opened = (content: CertificateContent, marks: string[], mine: CertificateContent | null = null): EditorState => ({
  content, past: mine ? [mine] : [], future: [], lastKey: null, questions: [], marks, version: 0,
});

const without = (questions: OpenQuestion[], index: number, field: GoodsField) =>
  questions.filter((question) => question.index !== index || question.field !== field);

export function reduce(state: EditorState, action: EditorAction): EditorState {
  switch (action.type) {
    case "change": {
      const content = action.next(state.content);
      if (content === state.content) return state;
      const together = action.key === state.lastKey && state.past.length > 0;
      return {
        ...state,
        content,
        past: together ? state.past : [...state.past.slice(-DEPTH + 1), state.content],
        future: [],
        lastKey: action.key,
        marks: state.marks.filter((mark) => mark !== action.key),
        questions: state.questions.filter((question) => question.index < content.items.length),
        version: state.version + 1,
      };
    }
    case "leave":
      return state.lastKey === null ? state : { ...state, lastKey: null };
    case "undo": {
      const before = state.past.at(-1);
      if (!before) return state;
      return { ...state, content: before, past: state.past.slice(0, -1), future: [state.content, ...state.future], lastKey: null, questions: [], version: state.version + 1 };
    }
    case "redo": {
      const [after, ...rest] = state.future;
      if (!after) return state;
      return { ...state, content: after, past: [...state.past, state.content], future: rest, lastKey: null, questions: [], version: state.version + 1 };
    }
    case "ask":
      return { ...state, questions: [...action.questions.reduce((left, q) => without(left, q.index, q.field), state.questions), ...action.questions] };
    case "answered":
      return { ...state, questions: without(state.questions, action.index, action.field) };
  }
}

export const questionsOfPaste = (start: number, questions: PasteQuestion[]): OpenQuestion[] =>
  questions.map(({ row, field, typed, readings }) => ({ index: start + row, field, typed, readings }));

const snake: Partial<Record<GoodsField, string>> = {
  packageCount: "packages[1].count", grossMass: "gross_mass", netMass: "net_mass", quantity: "quantities", value: "value",
};

/** An unanswered number is a finding of the window's own: only the person can settle it. */
export const questionFindings = (questions: OpenQuestion[], labelOf: (field: GoodsField) => string, show: (text: string) => string): Finding[] =>
  questions.map(({ index, field, typed, readings }) => {
    const [a, b] = readings;
    const params = { n: String(index + 1), label: labelOf(field), typed };
    return {
      code: a === undefined ? "number.unreadable" : "number.question",
      severity: "block",
      path: `items[${index + 1}].${snake[field] ?? field}`,
      params: a === undefined ? params : { ...params, a: show(a), b: show(b ?? "") },
    };
  });

/** What a copy cleared must be looked at once; a mark goes when its box is written. */
export const markFindings = (marks: string[]): Finding[] => marks.map((path) => ({ code: "mark.check_me", severity: "info", path, params: {} }));
