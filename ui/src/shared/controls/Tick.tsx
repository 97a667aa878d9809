/** Yes or no. */
import { Check } from "lucide-react";
import { Checkbox } from "react-aria-components";
import styles from "./Tick.module.css";

type Props = { label: string; value: boolean; onChange: (value: boolean) => void; path?: string };

export const Tick = ({ label, value, onChange, path }: Props) => (
  <Checkbox className={styles.tick ?? ""} isSelected={value} onChange={onChange} {...(path ? { "data-path": path } : {})}>
    <span className={styles.box} aria-hidden="true">{value ? <Check size="0.875rem" /> : null}</span>
    {label}
  </Checkbox>
);
