/** One of a few, from a list that opens; one of many, found by typing. */
import { ChevronDown } from "lucide-react";
import {
  Button, ComboBox, Input, Label, ListBox, ListBoxItem, Popover, Select, SelectValue, Text,
} from "react-aria-components";
import { useMemo } from "react";
import { locale } from "../../words/words";
import { countryCodes } from "./countries";
import { country } from "./format";
import styles from "./Field.module.css";
import own from "./Choice.module.css";

export type Option = { id: string; text: string; code?: boolean };

type Props = {
  label: string;
  value: string | null;
  options: Option[];
  onChange: (id: string) => void;
  hiddenLabel?: boolean;
  path?: string;
  problem?: string;
  marked?: boolean;
  placeholder?: string;
  disabled?: boolean;
  autoFocus?: boolean;
};

const label = (props: { label: string; hiddenLabel?: boolean }) =>
  props.hiddenLabel ? null : <Label className={styles.label ?? ""}>{props.label}</Label>;

export function Choice(props: Props) {
  return (
    <Select
      className={styles.field ?? ""}
      selectedKey={props.value}
      onSelectionChange={(key) => key !== null && props.onChange(String(key))}
      isInvalid={Boolean(props.problem)}
      isDisabled={props.disabled ?? false}
      {...(props.placeholder ? { placeholder: props.placeholder } : {})}
      {...(props.hiddenLabel ? { "aria-label": props.label } : {})}
    >
      {label(props)}
      <Button {...(props.autoFocus ? { autoFocus: true } : {})} className={`${styles.input} ${own.opener} ${props.marked ? styles.marked : ""}`} {...(props.path ? { "data-path": props.path } : {})}>
        <SelectValue className={own.value ?? ""} />
        <ChevronDown size="0.875rem" aria-hidden="true" />
      </Button>
      {props.problem ? <Text slot="errorMessage" className={styles.problem ?? ""}>{props.problem}</Text> : null}
      <Popover className={own.popover ?? ""}>
        <ListBox className={own.list ?? ""} items={props.options}>
          {(option) => (
            <ListBoxItem id={option.id} textValue={option.text} className={own.item ?? ""}>
              <bdi dir={option.code ? "ltr" : "auto"}>{option.text}</bdi>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}

/** A country by its name in the person's language or by its code. */
export function CountryPicker(props: Omit<Props, "options">) {
  const tongue = locale();
  const options = useMemo(() => {
    const order = new Intl.Collator(tongue);
    return countryCodes
      .map((code) => ({ id: code, name: country(code) }))
      .sort((a, b) => order.compare(a.name, b.name))
      .map(({ id, name }) => ({ id, text: `${name} (${id})` }));
  }, [tongue]);
  return (
    <ComboBox
      className={styles.field ?? ""}
      selectedKey={props.value || null}
      onSelectionChange={(key) => props.onChange(key === null ? "" : String(key))}
      defaultItems={options}
      isInvalid={Boolean(props.problem)}
      menuTrigger="input"
      {...(props.hiddenLabel ? { "aria-label": props.label } : {})}
    >
      {label(props)}
      <div className={own.combo}>
        <Input {...(props.placeholder ? { placeholder: props.placeholder } : {})} className={`${styles.input} ${props.marked ? styles.marked : ""}`} {...(props.path ? { "data-path": props.path } : {})} />
        <Button className={own.comboButton ?? ""}><ChevronDown size="0.875rem" aria-hidden="true" /></Button>
      </div>
      {props.problem ? <Text slot="errorMessage" className={styles.problem ?? ""}>{props.problem}</Text> : null}
      <Popover className={own.popover ?? ""}>
        <ListBox className={own.list ?? ""}>
          {(option: Option) => <ListBoxItem id={option.id} textValue={option.text} className={own.item ?? ""}>{option.text}</ListBoxItem>}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
