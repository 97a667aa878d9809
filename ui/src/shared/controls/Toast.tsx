/** What happened just now, said once and politely. Nothing here takes the focus. */
import { X } from "lucide-react";
import { useSyncExternalStore } from "react";
import { frame } from "../../words/source/frame";
import { say, type Params } from "../../words/words";
import { Sentence } from "./Text";
import styles from "./Toast.module.css";

type Notice = { key: number; id: string; params: Params };

let notices: Notice[] = [];
let next = 1;
const listeners = new Set<() => void>();
const set = (to: Notice[]) => {
  notices = to;
  for (const tell of listeners) tell();
};
const listen = (tell: () => void) => {
  listeners.add(tell);
  return () => listeners.delete(tell);
};

const dismiss = (key: number) => set(notices.filter((notice) => notice.key !== key));

/** Says a sentence of the catalogue. It leaves after a while. */
export function announce(id: string, params: Params = {}): void {
  const key = next++;
  set([...notices.slice(-2), { key, id, params }]);
  setTimeout(() => dismiss(key), 12_000);
}

export function ToastRegion() {
  const shown = useSyncExternalStore(listen, () => notices);
  return (
    <section aria-label={say(frame.notices)} className={styles.region}>
      <div role="status" aria-live="polite">
        {shown.map((notice) => (
          <div key={notice.key} className={styles.toast}>
            <span><Sentence id={notice.id} params={notice.params} /></span>
            <button type="button" aria-label={say(frame.dismiss)} onClick={() => dismiss(notice.key)}><X size="1rem" aria-hidden="true" /></button>
          </div>
        ))}
      </div>
    </section>
  );
}
