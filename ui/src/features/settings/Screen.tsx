/** How does this person like the window? Every choice takes effect at once and is kept. */
import type { Language, Settings as Choices } from "../../host/types";
import { Button, Choice, Pane, Screen, Switch } from "../../shared/controls";
import { textSizes } from "../../shared/place/textSizes";
import { useApp, useSettings } from "../../shared/place/app";
import { usePlace } from "../../shared/place/place";
import { frame as w } from "../../words/source/frame";
import { forms, lists } from "../../words/source/lists";
import { stamps } from "../../words/source/services";
import { languageNames, say } from "../../words/words";
import styles from "./Settings.module.css";

const tongues = Object.entries(languageNames).map(([id, text]) => ({ id, text }));

export function Settings() {
  const { settings } = useApp();
  const change = useSettings();
  const { place, go } = usePlace();
  const set = <K extends keyof Choices>(name: K) => (value: Choices[K]) => change({ [name]: value });
  return (
    <Screen title={say(w.settings)} acts={<><Button onPress={() => go({ page: "forms" })}>{say(forms.title)}</Button>{place.workplace === "issue" ? <Button onPress={() => go({ page: "stamps" })}>{say(stamps.title)}</Button> : null}<Button onPress={() => go({ page: "lists" })}>{say(lists.title)}</Button></>}>
      <div className={styles.settings}>
        <Pane title={say(w.language)}>
          <Choice label={say(w.language)} hiddenLabel value={settings.language} options={tongues} onChange={(id) => set("language")(id as Language)} />
          {settings.language === "ar" ? (
            <div className={styles.row}>
              <span>{say(w.digits)}</span>
              <Switch label={say(w.digits)} value={settings.digits} onChange={set("digits")} options={[{ id: "latin", text: say(w.digitsLatin) }, { id: "arabic", text: say(w.digitsArabic) }]} />
            </div>
          ) : null}
        </Pane>
        <Pane title={say(w.theme)}>
          <Switch label={say(w.theme)} value={settings.theme} onChange={set("theme")} options={[{ id: "system", text: say(w.themeSystem) }, { id: "light", text: say(w.themeLight) }, { id: "dark", text: say(w.themeDark) }]} />
        </Pane>
        <Pane title={say(w.textSize)}>
          <Switch label={say(w.textSize)} value={settings.textSize} onChange={set("textSize")} options={textSizes.map((size) => ({ id: size as string, text: say(w.percent, { count: Number(size) }) }))} />
        </Pane>
        <Pane title={say(w.density)}>
          <Switch label={say(w.density)} value={settings.density} onChange={set("density")} options={[{ id: "normal", text: say(w.densityNormal) }, { id: "compact", text: say(w.densityCompact) }]} />
        </Pane>
      </div>
    </Screen>
  );
}
