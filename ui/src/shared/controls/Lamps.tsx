/** Where is the certificate: with our gateway, abroad, with customs? Three lamps, each a shape, a word and a time. */
import { Circle, CircleAlert, CircleCheck, CircleDot, CircleDotDashed, CircleSlash, CircleX, type LucideIcon } from "lucide-react";
import type { Lamp, Lamps, LampState } from "../../host/types";
import { ofWord } from "../../words/coded";
import { certificate as w } from "../../words/source/issuing";
import { say } from "../../words/words";
import { instant } from "./format";
import { Sentence } from "./Text";
import styles from "./Lamps.module.css";
import type { Tone } from "./Status";

const shapes: Record<LampState, [LucideIcon, Tone]> = {
  empty: [Circle, "neutral"],
  turning: [CircleDotDashed, "busy"],
  waiting: [CircleAlert, "attention"],
  half: [CircleDot, "busy"],
  lit: [CircleCheck, "good"],
  refused: [CircleX, "problem"],
  struck: [CircleSlash, "neutral"],
};

const text = (lamp: Lamp): string => {
  const { id, params } = ofWord(lamp.word);
  return say(id, params);
};

/** `wide` shows sentence and time; otherwise three shapes whose words are read out. */
export function LampRow({ lamps, wide }: { lamps: Lamps; wide?: boolean }) {
  const row: [string, Lamp][] = [
    [say(w.lampGateway), lamps.gateway],
    [say(w.lampAbroad), lamps.abroad],
    [say(w.lampCustoms), lamps.customs],
  ];
  return (
    <ul className={wide ? styles.wide : styles.narrow}>
      {row.map(([name, lamp]) => {
        const [Icon, tone] = shapes[lamp.state];
        const spoken = `${name}: ${text(lamp)}`;
        return (
          <li key={name} data-tone={tone} title={wide ? undefined : spoken}>
            <Icon size={wide ? "1.375rem" : "1rem"} {...(wide ? { "aria-hidden": true } : { role: "img", "aria-label": spoken })} />
            {wide ? (
              <div>
                <strong>{name}</strong>
                <p><Sentence {...ofWord(lamp.word)} /></p>
                {lamp.at ? <time dateTime={lamp.at}><bdi>{instant(lamp.at)}</bdi></time> : null}
              </div>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
