/** A day, in parts that follow the person's order and an ISO text that follows nobody's. Ctrl+; is today. */
import { parseDate } from "@internationalized/date";
import type { KeyboardEvent } from "react";
import { DateField as Base, DateInput, DateSegment, Label, Text } from "react-aria-components";
import styles from "./Field.module.css";
import own from "./DateField.module.css";

type Props = { label: string; value: string; onChange: (iso: string) => void; path?: string; problem?: string; required?: boolean; marked?: boolean; today?: string };

const read = (iso: string) => {
  try {
    return iso ? parseDate(iso.slice(0, 10)) : null;
  } catch {
    return null;
  }
};

export function DateField({ label, value, onChange, path, problem, required, marked, today }: Props) {
  const keys = (event: KeyboardEvent) => {
    if (!(event.ctrlKey && (event.key === ";" || event.code === "Semicolon")) || !today) return;
    event.preventDefault();
    onChange(today);
  };
  return (
    <div onKeyDown={keys} className={own.around} {...(path ? { "data-path": path } : {})}>
      <Base
        className={styles.field ?? ""}
        value={read(value)}
        onChange={(date) => onChange(date ? date.toString() : "")}
        granularity="day"
        isInvalid={Boolean(problem)}
        isRequired={required ?? false}
        validationBehavior="aria"
        shouldForceLeadingZeros
      >
        <Label className={styles.label ?? ""}>{label}</Label>
        <DateInput className={`${styles.input} ${own.parts} ${marked ? styles.marked : ""}`}>
          {(segment) => <DateSegment segment={segment} className={own.part ?? ""} />}
        </DateInput>
        {problem ? <Text slot="errorMessage" className={styles.problem ?? ""}>{problem}</Text> : null}
      </Base>
    </div>
  );
}
