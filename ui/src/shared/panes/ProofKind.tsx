/** Is it a certificate, or what an exporter declares without a body? Said where a person would otherwise take one for the other. */
import type { CertificateContent } from "../../host/types";
import { declared as w } from "../../words/source/declared";
import { say } from "../../words/words";
import { Code } from "../controls";
import type { Column } from "../grid";

/** UN/EDIFACT 1001: declaration of origin. */
export const isDeclaration = (content: CertificateContent | null | undefined): boolean => content?.proofType === "862";

export const proofKind = (row: { isSelfDeclaration: boolean }): string => say(row.isSelfDeclaration ? w.declaration : w.certificate);

/** The column that tells them apart in a register. */
export const proofColumn = <Row extends { isSelfDeclaration: boolean }>(): Column<Row> => ({ id: "proof", title: say(w.kind), width: 9, text: proofKind });

/** One line under a heading; of a certificate nothing is said. */
export function ProofKind({ content }: { content: CertificateContent | null }) {
  if (!isDeclaration(content)) return null;
  const number = content?.authorisation?.number;
  return (
    <p data-proof="declaration">
      <strong>{say(w.declaration)}</strong> · {say(w.uncertified)}
      {number ? <> {say(w.authorisation)}: <Code>{number}</Code></> : null}
    </p>
  );
}
