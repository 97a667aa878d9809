/** Where can one go? Icons and words, with the number of what waits there. */
import { useAnswer } from "../host/useAnswer";
import type { Workplace } from "../host/types";
import { useApp } from "../shared/place/app";
import { usePlace, type PageName } from "../shared/place/place";
import { frame as w } from "../words/source/frame";
import { say } from "../words/words";
import { navigation } from "./navigation";
import styles from "./Frame.module.css";

/** What waits on a page; nothing is shown for nothing. */
function useWaiting(workplace: Workplace): Partial<Record<PageName, number>> {
  const { status } = useApp();
  const issuing = workplace === "issue";
  const drafts = useAnswer("draft_list", issuing ? { offset: 0, limit: 1 } : null);
  const decide = useAnswer("received_search", issuing ? null : { text: "", filters: { decision: "decision.new", verdict: null }, offset: 0, limit: 1 });
  return issuing ? { drafts: drafts.value?.total ?? 0, outbox: status.outboxWaiting } : { decide: decide.value?.total ?? 0 };
}

export function Navigation() {
  const { place, go } = usePlace();
  const waiting = useWaiting(place.workplace);
  return (
    <nav className={styles.navigation} aria-label={say(w.navigation)} data-pane>
      <ul>
        {navigation[place.workplace].map(({ page, word, icon: Icon }, index) => {
          const here = page === place.page;
          const count = waiting[page] ?? 0;
          return (
            <li key={page}>
              <button
                type="button"
                className={styles.link}
                aria-current={here ? "page" : undefined}
                aria-keyshortcuts={`Control+${index + 1}`}
                data-page={page}
                {...(here ? { "data-start": true } : {})}
                onClick={() => go({ page })}
              >
                <Icon size="1.125rem" aria-hidden="true" />
                <span className={styles.word}>{say(word)}</span>
                {count > 0 ? <span className={styles.count}><bdi>{say(w.number, { count })}</bdi></span> : null}
              </button>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
