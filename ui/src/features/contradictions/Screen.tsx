/** Which documents contradict one another, and which of them is put aside? Two persons decide; both documents are kept. */
import { useState } from "react";
import { useHost } from "../../host/host";
import { useAnswer } from "../../host/useAnswer";
import type { ContradictingImage, Contradiction } from "../../host/types";
import { Button, Code, Empty, Pane, Problem, Screen, Sentence, announce, shown } from "../../shared/controls";
import { TwoPersons } from "../../shared/panes/TwoPersons";
import { usePlace } from "../../shared/place/place";
import { frame } from "../../words/source/frame";
import { contradictions as w } from "../../words/source/sticks";
import { say } from "../../words/words";
import styles from "./Contradictions.module.css";

const ways: Record<string, string> = { gateway: w.viaGateway, bundle: w.viaBundle, pull: w.viaPull, file: w.viaFile };

export function Contradictions() {
  const { back } = usePlace();
  const answer = useAnswer("contradictions_list", {});
  const rows = answer.value?.rows;
  return (
    <Screen title={say(w.title)} onBack={back}>
      <Problem error={answer.error} again={answer.again} />
      {rows === undefined ? (answer.error ? null : <p role="status">{say(frame.loading)}</p>) : rows.length === 0 ? <Empty>{say(w.empty)}</Empty> : (
        <div className={styles.all}>
          <p>{say(w.intro)}</p>
          {rows.map((row) => <One key={`${row.issuer} ${row.number} ${row.revision}`} row={row} />)}
        </div>
      )}
    </Screen>
  );
}

function One({ row }: { row: Contradiction }) {
  const host = useHost();
  const [asked, setAsked] = useState<ContradictingImage | null>(null);
  const { issuer, number, revision, images } = row;
  return (
    <Pane title={number} note={<><bdi dir="auto">{issuer}</bdi> · <Sentence id={w.revision} params={{ revision }} /></>}>
      <div className={styles.images} data-contradiction={number}>
        {images.map((image) => (
          <div key={image.id} className={styles.image} data-image={image.id}>
            <h3><Sentence id={w.document} params={{ id: image.id }} /></h3>
            <Facts image={image} />
            <Button onPress={() => setAsked(image)}>{say(w.setAside)}</Button>
          </div>
        ))}
      </div>
      {asked ? (
        <TwoPersons
          title={say(w.setAsideTitle)}
          effect={<Sentence id={w.setAsideEffect} params={{ id: asked.id, number }} />}
          actText={say(w.setAsideAct)}
          act={async (agreed) => {
            await host.ask("image_set_aside", { id: asked.id, ...agreed });
            announce(w.done, { id: asked.id });
          }}
          onClose={() => setAsked(null)}
        />
      ) : null}
    </Pane>
  );
}

function Facts({ image }: { image: ContradictingImage }) {
  const { signedBy, officer, signedAt, receivedAt, via, documentSha256 } = image;
  return (
    <dl className={styles.pairs}>
      <div><dt>{say(w.signedBy)}</dt><dd><bdi dir="auto">{signedBy}</bdi></dd></div>
      {officer ? <div><dt>{say(w.officer)}</dt><dd><bdi dir="auto">{officer}</bdi></dd></div> : null}
      {signedAt ? <div><dt>{say(w.signedAt)}</dt><dd>{shown("", signedAt)}</dd></div> : null}
      <div><dt>{say(w.receivedAt)}</dt><dd>{shown("", receivedAt)}</dd></div>
      <div><dt>{say(w.via)}</dt><dd>{ways[via] ? say(ways[via]) : via}</dd></div>
      <div><dt>{say(w.digest)}</dt><dd><Code>{documentSha256}</Code></dd></div>
    </dl>
  );
}
