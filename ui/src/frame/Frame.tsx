/** The window around the pages: what stands on every screen, and the keys that work everywhere. */
import { useEffect, useRef, useState } from "react";
import { useHost } from "../host/host";
import type { Workplace } from "../host/types";
import { ToastRegion } from "../shared/controls";
import { enter, stepPane } from "../shared/keys/panes";
import { useActs, type ScreenAct } from "../shared/keys/acts";
import { useKeys } from "../shared/keys/keys";
import { useScanner } from "../shared/keys/useScanner";
import { ImportingProvider, useImporting } from "../shared/panes/Importing";
import { deliver } from "../shared/place/incoming";
import { useApp } from "../shared/place/app";
import { usePlace } from "../shared/place/place";
import { frame as w } from "../words/source/frame";
import { language, say } from "../words/words";
import { Find } from "./Find";
import { KeyList } from "./KeyList";
import { Navigation } from "./Navigation";
import { elsewhere, navigation, workplaceWords } from "./navigation";
import { Page } from "./Page";
import { StatusBar } from "./StatusBar";
import { TopBar } from "./TopBar";
import styles from "./Frame.module.css";

const homeOf = (workplace: Workplace) => navigation[workplace][0]?.page ?? "settings";

export const Frame = () => (
  <ImportingProvider>
    <Inside />
  </ImportingProvider>
);

function Inside() {
  const host = useHost();
  const { workplaces } = useApp();
  const { place, go } = usePlace();
  const importing = useImporting();
  const [open, setOpen] = useState<"find" | "keys" | null>(null);
  const main = useRef<HTMLElement>(null);
  const change = (workplace: Workplace) => go({ workplace, page: homeOf(workplace) });

  const pages: ScreenAct[] = [
    ...navigation[place.workplace].map(({ page, word }, index) => ({ id: `go.${page}`, text: say(word), chord: `ctrl+${index + 1}`, act: () => go({ page }) })),
    ...elsewhere[place.workplace].map(({ page, word }) => ({ id: `go.${page}`, text: say(word), act: () => go({ page }) })),
    ...workplaces.filter((other) => other !== place.workplace).map((other) => ({
      id: `workplace.${other}`, text: say(w.toWorkplace, { workplace: say(workplaceWords[other]) }), act: () => change(other),
    })),
  ];
  const everywhere: ScreenAct[] = [
    ...(place.workplace === "issue" ? [
      { id: "new", text: say(w.newCertificate), chord: "ctrl+n", act: () => go({ page: "drafts", view: "new" }) },
      { id: "import", text: say(w.importFile), chord: "ctrl+o", act: importing.choose },
    ] : []),
    { id: "keys", text: say(w.keyList), chord: "ctrl+/", act: () => setOpen("keys") },
  ];
  useActs([...everywhere, ...pages].map((act) => ({ ...act, everywhere: true })));

  useKeys({ "ctrl+k": () => setOpen("find"), f6: () => stepPane(1), "shift+f6": () => stepPane(-1) });

  // Receiving, a burst of keys is the next certificate, wherever the focus is.
  useScanner((text) => {
    if (place.workplace !== "receive" || open) return false;
    if (!deliver({ kind: "number", text })) go({ page: "check" });
    return true;
  });
  const drop = useRef<(source: Parameters<Parameters<typeof host.onDropped>[0]>[0]) => void>(() => {});
  drop.current = (source) => {
    if (place.workplace === "issue" && place.page !== "keys") importing.take(source);
    else if (!deliver({ kind: "file", source })) go({ page: place.workplace === "issue" ? "keys" : "check" });
  };
  useEffect(() => host.onDropped((source) => drop.current(source)), [host]);

  // A new page takes the focus, unless a part of it has taken it already.
  const where = `${place.workplace} ${place.page} ${place.id ?? ""} ${place.view ?? ""}`;
  useEffect(() => {
    const element = main.current;
    if (!element || element.contains(document.activeElement)) return;
    enter(element);
  }, [where]);

  return (
    <div className={styles.window} lang={language()}>
      <TopBar workplace={place.workplace} onWorkplace={change} onFind={() => setOpen("find")} onKeys={() => setOpen("keys")} />
      <div className={styles.middle}>
        <Navigation />
        <main ref={main} tabIndex={-1} className={styles.main} aria-label={say(w.main)} data-pane>
          <div className={styles.scrolls}><Page key={where} place={place} /></div>
        </main>
      </div>
      <StatusBar />
      <Find open={open === "find"} onClose={() => setOpen(null)} />
      <KeyList open={open === "keys"} onClose={() => setOpen(null)} />
      <ToastRegion />
    </div>
  );
}
