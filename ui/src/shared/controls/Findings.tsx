/** What must be fixed, looked at, or is worth knowing: a list whose entries lead to their place. */
import { CircleX, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { Finding, Severity } from "../../host/types";
import { ofFinding } from "../../words/coded";
import { frame } from "../../words/source/frame";
import { say } from "../../words/words";
import { pathLabel } from "../paths";
import { Sentence } from "./Text";
import { packs } from "../../words/source/packs";
import styles from "./Findings.module.css";

const looks: Record<Severity, { icon: typeof Info; tone: string; word: string }> = {
  block: { icon: CircleX, tone: "problem", word: frame.fix },
  warn: { icon: TriangleAlert, tone: "attention", word: frame.look },
  info: { icon: Info, tone: "neutral", word: frame.tip },
};

const weight: Record<Severity, number> = { block: 0, warn: 1, info: 2 };

export const byWeight = (findings: Finding[]): Finding[] =>
  [...findings].sort((a, b) => weight[a.severity] - weight[b.severity]);

/** A sentence that does not name its place is led by it. */
function placeOf({ path, params }: Finding): ReactNode {
  const place = path === "" || params.n !== undefined ? path : pathLabel(path);
  return place === path ? null : <><strong>{place}:</strong> </>;
}

type Props = { findings: Finding[]; onOpen?: (finding: Finding) => void };

export function FindingList({ findings, onOpen }: Props) {
  return (
    <ul className={styles.list}>
      {byWeight(findings).map((finding, index) => {
        const look = looks[finding.severity];
        const Icon = look.icon;
        const content = (
          <>
            <Icon size="1rem" role="img" aria-label={say(look.word)} />
            <span>
              {placeOf(finding)}
              <Sentence {...ofFinding(finding)} />
              {finding.params.unconfirmed !== undefined ? <small className={styles.doubt} data-unconfirmed={finding.params.unconfirmed}> · {say(packs.unconfirmed)}</small> : null}
            </span>
          </>
        );
        return (
          <li key={`${finding.code}-${finding.path}-${index}`} data-tone={look.tone} data-code={finding.code}>
            {onOpen && finding.path ? (
              <button type="button" className={styles.entry} onClick={() => onOpen(finding)}>{content}</button>
            ) : (
              <span className={styles.entry}>{content}</span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
