/**
 * One of very many, asked for while typing: groups of hits below a box that keeps what was typed.
 * Arrows choose, Enter or Tab takes the hit or the text, Escape closes the list and keeps the text; once more gives up.
 */
import { useRef, useState, type FocusEvent, type KeyboardEvent, type ReactNode } from "react";
import { Collection, ComboBox, Header, Input, ListBox, ListBoxItem, ListBoxSection, Popover } from "react-aria-components";
import own from "./Finder.module.css";

export type FinderHit = { id: string; text: string; content: ReactNode };
export type FinderGroup = { id: string; title: string; hits: FinderHit[] };

type Props = {
  label: string;
  start: string;
  className?: string;
  groups: FinderGroup[];
  /** Above the hits: what holds for all of them. */
  note?: ReactNode;
  /** Which of a few lists is searched; F4 turns to the next one, because the arrows belong to the hits. */
  lists?: { label: string; chosen: string; options: { id: string; text: string }[]; onChoose: (id: string) => void };
  /** Instead of hits. */
  empty: ReactNode;
  onType: (text: string) => void;
  onTake: (text: string, key: "Enter" | "Tab" | "blur", back: boolean) => void;
  onGiveUp: () => void;
};

/** Ids of hits hold for one group only: the same code may stand in two. */
const idOf = (key: string): string => key.slice(key.indexOf(" ") + 1);

export function Finder({ label, start, className, groups, note, lists, empty, onType, onTake, onGiveUp }: Props) {
  const [text, setText] = useState(start);
  const box = useRef<HTMLInputElement>(null);
  const finished = useRef(false);
  const finish = (taken: string, key: "Enter" | "Tab" | "blur", back = false) => {
    if (finished.current) return;
    finished.current = true;
    onTake(taken, key, back);
  };
  // Before the control kit: a grid has its own ways on, and a text that fits no hit is taken as it stands.
  const keys = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.ctrlKey) return;
    const isOpen = box.current?.getAttribute("aria-expanded") === "true";
    if (event.key === "F4" && lists && lists.options.length > 1) {
      const at = lists.options.findIndex((option) => option.id === lists.chosen);
      event.preventDefault();
      event.stopPropagation();
      lists.onChoose(lists.options[(at + 1) % lists.options.length]?.id ?? lists.chosen);
    } else if (event.key === "Enter" || event.key === "Tab") {
      const active = isOpen ? box.current?.getAttribute("aria-activedescendant") : null;
      const hit = active ? document.getElementById(active)?.dataset.key : undefined;
      event.preventDefault();
      event.stopPropagation();
      finish(hit === undefined ? text : idOf(hit), event.key, event.shiftKey);
    } else if (event.key === "Escape" && !isOpen) {
      event.preventDefault();
      event.stopPropagation();
      finished.current = true;
      onGiveUp();
    }
  };
  const blur = (event: FocusEvent) => {
    if (event.relatedTarget instanceof Element && event.relatedTarget.closest(`[role="listbox"]`)) return;
    finish(text, "blur");
  };
  return (
    <div className={own.finder} onKeyDownCapture={keys} onKeyDown={(event) => !event.ctrlKey && event.stopPropagation()} onBlur={blur}>
      <ComboBox
        aria-label={label}
        items={groups}
        inputValue={text}
        onInputChange={(next) => {
          setText(next);
          onType(next);
        }}
        onSelectionChange={(key) => key !== null && finish(idOf(String(key)), "Enter")}
        allowsCustomValue
        allowsEmptyCollection
        menuTrigger="focus"
        shouldFocusWrap
      >
        <Input ref={box} autoFocus className={className ?? ""} dir="auto" spellCheck={false} autoComplete="off" onFocus={(event) => event.target.setSelectionRange(start.length, start.length)} />
        <Popover className={own.popover ?? ""} placement="bottom start">
          {lists && lists.options.length > 1 ? (
            <div className={own.lists} role="group" aria-label={lists.label}>
              <span className={own.title}>{lists.label}</span>
              {lists.options.map((option) => (
                // The focus stays in the box: what was typed must not be taken because another list was chosen.
                <button key={option.id} type="button" tabIndex={-1} aria-pressed={option.id === lists.chosen} onPointerDown={(event) => event.preventDefault()} onMouseDown={(event) => event.preventDefault()} onClick={() => lists.onChoose(option.id)}>{option.text}</button>
              ))}
            </div>
          ) : null}
          {note ? <p className={own.note}>{note}</p> : null}
          <ListBox<FinderGroup> className={own.list ?? ""} renderEmptyState={() => <p className={own.empty}>{empty}</p>}>
            {(group) => (
              <ListBoxSection id={group.id} className={own.group ?? ""}>
                <Header className={own.title ?? ""}>{group.title}</Header>
                <Collection items={group.hits.map((hit) => ({ ...hit, id: `${group.id} ${hit.id}` }))}>
                  {(hit) => <ListBoxItem id={hit.id} textValue={hit.text} className={own.item ?? ""}>{hit.content}</ListBoxItem>}
                </Collection>
              </ListBoxSection>
            )}
          </ListBox>
        </Popover>
      </ComboBox>
    </div>
  );
}
