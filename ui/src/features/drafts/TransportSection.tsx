/** How and where the goods travel. */
import type { CertificateContent, Place, Transport } from "../../host/types";
import { Choice } from "../../shared/controls";
import { draft as w } from "../../words/source/issuing";
import { say } from "../../words/words";
import { Box, Section } from "./Boxes";
import { useEditing } from "./EditorContext";
import styles from "./Editor.module.css";

/** UN/ECE recommendation 19, as the dataset uses it. */
const modes: [string, string][] = [
  ["1", w.modeSea], ["2", w.modeRail], ["3", w.modeRoad], ["4", w.modeAir], ["5", w.modeMail], ["6", w.modeMulti], ["7", w.modeFixed], ["8", w.modeInland],
];

const withTransport = (content: CertificateContent, part: Partial<Transport>): CertificateContent => ({ ...content, transport: { ...content.transport, ...part } });

/** A place written by hand keeps no code that means another one. */
const named = (place: Place, name: string): Place => ({ code: name === place.name ? place.code : "", name });

export function TransportSection({ box }: { box?: string }) {
  const { content, change, isMarked } = useEditing();
  const { transport } = content;
  return (
    <Section name="transport" about="transport" title={say(w.transport)} {...(box ? { box } : {})}>
      <div className={styles.boxes}>
        <Box path="transport.departure" label={say(w.departure)} kind="day" value={transport.departure} write={(now, departure) => withTransport(now, { departure })} />
        <div className={styles.room}>
          <Choice
            label={say(w.mode)}
            value={transport.mode || null}
            path="transport.mode"
            marked={isMarked("transport.mode")}
            placeholder={say(w.modeNone)}
            options={modes.map(([id, word]) => ({ id, text: say(word) }))}
            onChange={(mode) => change("transport.mode", (now) => withTransport(now, { mode }))}
          />
        </div>
        <Box path="transport.means.name" label={say(w.means)} grow value={transport.meansName} write={(now, meansName) => withTransport(now, { meansName })} />
        <Box path="transport.means.voyage" label={say(w.voyage)} kind="code" value={transport.voyage} write={(now, voyage) => withTransport(now, { voyage })} />
        <Box path="transport.export_country" label={say(w.exportCountry)} kind="country" value={transport.exportCountry} write={(now, exportCountry) => withTransport(now, { exportCountry })} />
        <Box path="transport.loading.name" label={say(w.loading)} value={transport.loading.name} write={(now, name) => withTransport(now, { loading: named(now.transport.loading, name) })} />
        <Box path="transport.loading.code" label={say(w.loadingCode)} kind="code" value={transport.loading.code} write={(now, code) => withTransport(now, { loading: { ...now.transport.loading, code: code.toUpperCase() } })} />
        <Box path="transport.discharge.name" label={say(w.discharge)} value={transport.discharge.name} write={(now, name) => withTransport(now, { discharge: named(now.transport.discharge, name) })} />
        <Box path="transport.discharge.code" label={say(w.dischargeCode)} kind="code" value={transport.discharge.code} write={(now, code) => withTransport(now, { discharge: { ...now.transport.discharge, code: code.toUpperCase() } })} />
        <Box path="transport.destination_country" label={say(w.destinationCountry)} kind="country" value={transport.destinationCountry} write={(now, destinationCountry) => withTransport(now, { destinationCountry })} />
      </div>
    </Section>
  );
}
