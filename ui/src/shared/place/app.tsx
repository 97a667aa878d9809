/** Who sits here, where, and how do they like it? The program's state, for every part of the window. */
import { createContext, useCallback, useContext } from "react";
import { useHost } from "../../host/host";
import type { AppState, Settings, Workplace } from "../../host/types";
import { announce } from "../controls/Toast";
import { ofError } from "../../words/coded";
import { asAskError } from "../../host/host";

const AppContext = createContext<AppState | null>(null);
export const AppProvider = AppContext.Provider;

export function useApp(): AppState {
  const app = useContext(AppContext);
  if (!app) throw new Error("no app state");
  return app;
}

/** Changes some settings; the program keeps them and the window follows when they have changed. */
export function useSettings(): (part: Partial<Settings>) => void {
  const host = useHost();
  const { settings } = useApp();
  return useCallback(
    (part) => {
      host.ask("settings_save", { settings: { ...settings, ...part } }).catch((thrown: unknown) => {
        const { id, params } = ofError(asAskError(thrown).api);
        announce(id, params);
      });
    },
    [host, settings],
  );
}

/** Which office and person stand behind a workplace: two offices may share one window. */
export function deskOf(app: AppState, workplace: Workplace): { officeName: string; who: string; role: string } {
  return app.desks?.find((desk) => desk.workplace === workplace) ?? app;
}
