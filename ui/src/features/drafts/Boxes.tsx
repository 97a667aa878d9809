/** One box of the form: drawn like the paper, with its number, its label, and what is noticed about it. */
import type { ReactNode } from "react";
import type { CertificateContent } from "../../host/types";
import { CodeField, CountryPicker, DateField, Field, LongText } from "../../shared/controls";
import { useEditing } from "./EditorContext";
import styles from "./Editor.module.css";

type SectionProps = { title: string; box?: string; hint?: string; acts?: ReactNode; children: ReactNode; name: string; path?: string;
  /** The path whose findings concern the whole group. */
  about?: string };

/** A group of boxes, as it stands on the paper. */
export function Section({ title, box, hint, acts, children, name, path, about }: SectionProps) {
  const { problemAt } = useEditing();
  const problem = about ? problemAt(about) : undefined;
  return (
    <section className={styles.section} aria-label={box ? `${box} ${title}` : title} data-section={name} {...(path ? { "data-path": path } : {})}>
      <header className={styles.sectionHead}>
        <h2>
          {box ? <span className={styles.box}><bdi>{box}</bdi></span> : null}
          {title}
        </h2>
        {hint ? <span className={styles.hint}>{hint}</span> : null}
        {acts}
      </header>
      {problem ? <p className={styles.groupProblem}>{problem}</p> : null}
      {children}
    </section>
  );
}

type Kind = "text" | "code" | "long" | "day" | "country";

type BoxProps = {
  path: string;
  label: string;
  value: string;
  write: (content: CertificateContent, text: string) => CertificateContent;
  kind?: Kind;
  grow?: boolean;
};

/** A value of the certificate that is written in place. */
export function Box({ path, label, value, write, kind = "text", grow }: BoxProps) {
  const { change, problemAt, isMarked, today } = useEditing();
  const problem = problemAt(path);
  const given = {
    label, value, path,
    marked: isMarked(path),
    onChange: (text: string) => change(path, (content) => write(content, text)),
    ...(problem ? { problem } : {}),
  };
  const room = `${styles.room} ${grow ? styles.grow : ""}`;
  switch (kind) {
    case "code": return <div className={room}><CodeField {...given} /></div>;
    case "long": return <div className={room}><LongText {...given} /></div>;
    case "country": return <div className={room}><CountryPicker {...given} /></div>;
    case "day":
      // Words such as "earliest available" stay as they are and are written as text.
      return <div className={room}>{/^(\d{4}-\d{2}-\d{2}(T.*)?)?$/.test(value) ? <DateField {...given} today={today} /> : <Field {...given} />}</div>;
    default: return <div className={room}><Field {...given} /></div>;
  }
}
