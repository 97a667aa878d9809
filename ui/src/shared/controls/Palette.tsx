/** Go, do, find: everything by its words, with the keys beside it, so that it teaches. */
import type { KeyboardEvent } from "react";
import { Autocomplete, Dialog, Input, Menu, MenuItem, Modal, ModalOverlay, SearchField, useFilter } from "react-aria-components";
import { frame } from "../../words/source/frame";
import { say } from "../../words/words";
import { KeyBarrier, showChord } from "../keys/keys";
import field from "./Field.module.css";
import overlay from "./Dialog.module.css";
import styles from "./Palette.module.css";

/** `found` is the text a record was found by: it stays in sight though its words do not hold that text. */
export type PaletteEntry = { id: string; text: string; group?: string; chord?: string; found?: string; act: () => void };

type Props = { open: boolean; text: string; onText: (text: string) => void; onClose: () => void; entries: PaletteEntry[] };

export function Palette({ open, text, onText, onClose, entries }: Props) {
  const { contains } = useFilter({ sensitivity: "base" });
  const holds = (words: string, typed: string) => typed.trim().split(/\s+/).every((word) => contains(words, word));
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const wordsOf = (entry: PaletteEntry) => (entry.found ? `${entry.text} ${entry.found}` : entry.text);
  const run = (entry: PaletteEntry | undefined) => {
    if (!entry) return;
    onClose();
    entry.act();
  };
  const atOnce = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing || (event.target as Element).hasAttribute("aria-activedescendant")) return;
    event.preventDefault();
    event.stopPropagation();
    run(entries.find((entry) => holds(wordsOf(entry), text)));
  };
  return (
    <ModalOverlay isOpen={open} onOpenChange={(isOpen) => !isOpen && onClose()} isDismissable className={overlay.overlay ?? ""}>
      <Modal className={overlay.modal ?? ""}>
        <Dialog className={`${overlay.dialog} ${styles.found}`} aria-label={say(frame.palette)}>
          <KeyBarrier />
          <Autocomplete filter={holds} inputValue={text} onInputChange={onText}>
            {/* Who types and presses Enter at once means the first that fits, though no entry is marked yet. */}
            <div onKeyDownCapture={atOnce} className={styles.search}>
              <SearchField aria-label={say(frame.palette)} autoFocus>
                <Input className={field.input ?? ""} placeholder={say(frame.paletteHint)} {...(text ? { dir: "auto" } : {})} />
              </SearchField>
            </div>
            <Menu
              className={styles.list ?? ""}
              aria-label={say(frame.palette)}
              items={entries}
              dependencies={[entries]}
              renderEmptyState={() => <p className={styles.empty}>{say(frame.paletteEmpty)}</p>}
              onAction={(id) => run(byId.get(String(id)))}
            >
              {(entry) => (
                <MenuItem id={entry.id} textValue={wordsOf(entry)} className={styles.item ?? ""}>
                  <bdi>{entry.text}</bdi>
                  <small>{entry.group}</small>
                  {entry.chord ? <kbd dir="ltr">{showChord(entry.chord)}</kbd> : null}
                </MenuItem>
              )}
            </Menu>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
