/** Puts a part on a page the way the window does: a language, a host, a place, the person's settings. */
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactNode } from "react";
import { FakeHost, type FakeAnswers } from "../host/fake";
import { HostProvider } from "../host/host";
import type { AppState, Language } from "../host/types";
import { Locale } from "../shared/controls";
import { AppProvider } from "../shared/place/app";
import { PlaceProvider, type Place } from "../shared/place/place";
import { locale, speak } from "../words/words";
import { appState } from "./samples";

type Setting = { language?: Language; answers?: FakeAnswers; place?: Place; app?: AppState };

export async function show(node: ReactNode, { language = "en", answers = {}, place = { workplace: "issue", page: "desk" }, app = appState() }: Setting = {}) {
  await speak(language, app.settings.digits);
  const host = new FakeHost(answers);
  const page = render(
    <HostProvider value={host}>
      <Locale locale={locale()}>
        <AppProvider value={app}>
          <PlaceProvider start={place}>{node}</PlaceProvider>
        </AppProvider>
      </Locale>
    </HostProvider>,
  );
  return { ...page, host, user: userEvent.setup() };
}
