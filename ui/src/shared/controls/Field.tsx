/** One box of text: free text in its own direction, or a code that always runs left to right. */
import type { KeyboardEvent as ReactKeyboardEvent, Ref } from "react";
import { Input, Label, Text, TextArea, TextField } from "react-aria-components";
import styles from "./Field.module.css";

export type FieldProps = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  onLeave?: () => void;
  /** Path in the certificate, for findings that jump here. */
  path?: string;
  required?: boolean;
  disabled?: boolean;
  hint?: string;
  problem?: string;
  marked?: boolean;
  hiddenLabel?: boolean;
  autoFocus?: boolean;
  placeholder?: string;
  secret?: boolean;
  maxLength?: number;
  inputRef?: Ref<HTMLInputElement>;
  onKeyDown?: (event: ReactKeyboardEvent) => void;
  grow?: boolean;
};

function Shell({ props, code, long }: { props: FieldProps; code: boolean; long: boolean }) {
  // An empty box runs with the page, or its hint would stand at the wrong end.
  const direction = code ? "ltr" : props.value === "" ? undefined : "auto";
  const look = `${styles.input} ${code ? styles.code : ""} ${props.marked ? styles.marked : ""}`;
  const given = {
    ...(direction ? { dir: direction } : {}),
    className: look,
    ...(props.placeholder ? { placeholder: props.placeholder } : {}),
    ...(props.path ? { "data-path": props.path } : {}),
    spellCheck: !code,
  } as const;
  return (
    <TextField
      className={`${styles.field} ${props.grow ? styles.grow : ""}`}
      value={props.value}
      onChange={props.onChange}
      isRequired={props.required ?? false}
      isDisabled={props.disabled ?? false}
      isInvalid={Boolean(props.problem)}
      validationBehavior="aria"
      autoComplete="off"
      {...(props.secret ? { type: "password" as const } : {})}
      {...(props.onLeave ? { onBlur: props.onLeave } : {})}
      {...(props.autoFocus ? { autoFocus: true } : {})}
      {...(props.maxLength ? { maxLength: props.maxLength } : {})}
      {...(props.hiddenLabel ? { "aria-label": props.label } : {})}
      {...(props.onKeyDown ? { onKeyDown: props.onKeyDown } : {})}
    >
      {props.hiddenLabel ? null : <Label className={styles.label ?? ""}>{props.label}</Label>}
      {long ? <TextArea {...given} rows={2} /> : <Input {...given} {...(props.inputRef ? { ref: props.inputRef } : {})} />}
      {props.hint ? <Text slot="description" className={styles.hint ?? ""}>{props.hint}</Text> : null}
      {props.problem ? <Text slot="errorMessage" className={styles.problem ?? ""}>{props.problem}</Text> : null}
    </TextField>
  );
}

export const Field = (props: FieldProps) => <Shell props={props} code={false} long={false} />;
export const CodeField = (props: FieldProps) => <Shell props={props} code long={false} />;
export const LongText = (props: FieldProps) => <Shell props={props} code={false} long />;
