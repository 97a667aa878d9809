/** A few choices that stand side by side, one of them taken. */
import { ToggleButton, ToggleButtonGroup } from "react-aria-components";
import styles from "./Tabs.module.css";

type Props<Id extends string> = { label: string; value: Id; options: { id: Id; text: string }[]; onChange: (id: Id) => void };

export const Switch = <Id extends string>({ label, value, options, onChange }: Props<Id>) => (
  <ToggleButtonGroup
    aria-label={label}
    className={styles.group ?? ""}
    selectionMode="single"
    disallowEmptySelection
    selectedKeys={[value]}
    onSelectionChange={(keys) => {
      const [first] = keys;
      if (first !== undefined) onChange(first as Id);
    }}
  >
    {options.map((option) => (
      <ToggleButton key={option.id} id={option.id} className={styles.option ?? ""}>{option.text}</ToggleButton>
    ))}
  </ToggleButtonGroup>
);
