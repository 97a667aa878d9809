/** What entitles an exporter to declare origin without a body, as the form of a self-declaration asks for it. */
import type { Authorisation, CertificateContent } from "../../host/types";
import { declared as w } from "../../words/source/declared";
import { say } from "../../words/words";
import { Box, Section } from "./Boxes";
import { useEditing } from "./EditorContext";
import styles from "./Editor.module.css";

const NONE: Authorisation = { number: "", category: "", authority: "", from: "", to: "" };

const withAuthorisation = (content: CertificateContent, part: Partial<Authorisation>): CertificateContent => ({
  ...content,
  authorisation: { ...(content.authorisation ?? NONE), ...part },
});

export function AuthorisationSection({ box }: { box?: string }) {
  const { content } = useEditing();
  const now = content.authorisation ?? NONE;
  const path = "authorisation";
  return (
    <Section name="authorisation" about={path} title={say(w.authorisation)} {...(box ? { box } : {})}>
      <div className={styles.boxes}>
        <Box path={`${path}.number`} label={say(w.number)} kind="code" grow value={now.number} write={(old, number) => withAuthorisation(old, { number })} />
        <Box path={`${path}.authority`} label={say(w.authority)} value={now.authority} write={(old, authority) => withAuthorisation(old, { authority })} />
        <Box path={`${path}.category`} label={say(w.category)} kind="code" value={now.category} write={(old, category) => withAuthorisation(old, { category })} />
        <Box path={`${path}.from`} label={say(w.from)} kind="day" value={now.from} write={(old, from) => withAuthorisation(old, { from })} />
        <Box path={`${path}.to`} label={say(w.to)} kind="day" value={now.to} write={(old, to) => withAuthorisation(old, { to })} />
      </div>
    </Section>
  );
}
