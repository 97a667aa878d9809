/** One window: speaks the person's language, looks as they like it, and shows the page they are on. */
import { useEffect, useState } from "react";
import { Frame } from "./frame/Frame";
import { dress, homeLanguage } from "./frame/dress";
import { HostProvider, type Host } from "./host/host";
import { useAnswer } from "./host/useAnswer";
import type { Workplace } from "./host/types";
import { Locale, Problem } from "./shared/controls";
import { AppProvider } from "./shared/place/app";
import { PlaceProvider, type Place } from "./shared/place/place";
import { locale, speak } from "./words/words";

export const App = ({ host }: { host: Host }) => (
  <HostProvider value={host}>
    <Window />
  </HostProvider>
);

const homes: Record<Workplace, Place> = {
  issue: { workplace: "issue", page: "desk" },
  receive: { workplace: "receive", page: "check" },
};

function Window() {
  const app = useAnswer("app_state", {});
  const settings = app.value?.settings;
  // What is spoken now; screens are made anew when it changes, places and what was left there are kept.
  const [spoken, setSpoken] = useState<string | null>(null);
  const wanted = settings?.language ?? (app.error ? homeLanguage() : null);
  const digits = settings?.digits ?? "latin";

  useEffect(() => {
    let gone = false;
    if (wanted) void speak(wanted, digits).then(() => !gone && setSpoken(`${wanted} ${digits}`));
    return () => {
      gone = true;
    };
  }, [wanted, digits]);
  useEffect(() => {
    if (settings) dress(settings);
  }, [settings]);

  if (!spoken) return null;
  if (!app.value) return <main><Problem error={app.error} again={app.again} /></main>;
  return (
    <Locale locale={locale()}>
      <AppProvider value={app.value}>
        <PlaceProvider start={homes[app.value.workplaces[0] ?? "issue"]}>
          <Frame key={spoken} />
        </PlaceProvider>
      </AppProvider>
    </Locale>
  );
}
