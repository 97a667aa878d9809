/** The columns of what was received. */
import type { ReceivedRow } from "../../host/types";
import { received as w } from "../../words/source/receiving";
import { sayWord } from "../../words/coded";
import { say } from "../../words/words";
import { Code, Country, Instant, State, instant } from "../controls";
import type { Column } from "../grid";
import { proofColumn } from "./ProofKind";

export const receivedColumns = (formName: (id: string) => string): Column<ReceivedRow>[] => [
  { id: "number", title: say(w.number), width: 13, code: true, sticky: true, text: (row) => row.number, show: (row) => <Code>{row.number}</Code> },
  { id: "at", title: say(w.at), width: 9.5, text: (row) => instant(row.receivedAt), show: (row) => <Instant value={row.receivedAt} /> },
  { id: "verdict", title: say(w.verdict), width: 13, text: (row) => sayWord(row.headline), show: (row) => <State word={row.headline} /> },
  proofColumn(),
  { id: "decision", title: say(w.decision), width: 10, text: (row) => sayWord(row.decision), show: (row) => <State word={row.decision} /> },
  { id: "exporter", title: say(w.exporter), width: 11, grow: true, text: (row) => row.exporter },
  { id: "consignee", title: say(w.consignee), width: 11, grow: true, text: (row) => row.consignee },
  { id: "origin", title: say(w.origin), width: 8, text: (row) => row.origin, show: (row) => (row.origin ? <Country code={row.origin} /> : null) },
  { id: "issuer", title: say(w.issuer), width: 11, text: (row) => row.issuer },
  { id: "form", title: say(w.form), width: 14, text: (row) => formName(row.agreement) },
];
