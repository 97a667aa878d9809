/** The frame of a screen: a heading with its acts, the content, and a bar below. The heading takes the focus of a new page. */
import { ChevronLeft } from "lucide-react";
import type { ReactNode } from "react";
import { frame } from "../../words/source/frame";
import { say } from "../../words/words";
import { isRightToLeft } from "../../words/words";
import { Button } from "./Button";
import styles from "./Screen.module.css";

type Props = {
  title: ReactNode;
  note?: ReactNode;
  acts?: ReactNode;
  children: ReactNode;
  foot?: ReactNode;
  /** The content has its own scrolling parts. */
  fill?: boolean;
  onBack?: () => void;
};

export function Screen({ title, note, acts, children, foot, fill, onBack }: Props) {
  return (
    <div className={styles.screen}>
      <header className={styles.head}>
        {onBack ? (
          <Button quiet label={say(frame.back)} onPress={onBack}>
            <ChevronLeft size="1.125rem" aria-hidden="true" className={isRightToLeft() ? styles.turned ?? "" : ""} />
          </Button>
        ) : null}
        <h1 tabIndex={-1}>{title}</h1>
        {note ? <span className={styles.note}>{note}</span> : null}
        {acts ? <div className={styles.acts}>{acts}</div> : null}
      </header>
      <div className={`${styles.body} ${fill ? styles.fill : ""}`}>{children}</div>
      {foot ? <footer className={styles.foot}>{foot}</footer> : null}
    </div>
  );
}

/** A row of search and filters. */
export const Bar = ({ children, label }: { children: ReactNode; label?: string }) => (
  <div className={styles.bar} {...(label ? { role: "search", "aria-label": label } : {})}>{children}</div>
);

/** One sentence, one act. */
export const Empty = ({ children, act }: { children: ReactNode; act?: ReactNode }) => (
  <div className={styles.empty}>
    <p>{children}</p>
    {act ? <div className={styles.acts}>{act}</div> : null}
  </div>
);

/** A part of a screen with its own heading, reached by F6. */
export const Pane = ({ title, note, acts, children, fill }: { title: string; note?: ReactNode; acts?: ReactNode; children: ReactNode; fill?: boolean }) => (
  <section className={`${styles.pane} ${fill ? styles.paneFill : ""}`} aria-label={title} tabIndex={-1} data-pane>
    <header className={styles.paneHead}>
      <h2>{title}</h2>
      {note ? <span className={styles.note}>{note}</span> : null}
      {acts}
    </header>
    {children}
  </section>
);
