/**
 * Taking a file over: chosen, dropped, or the example. A document becomes a draft at once, a spreadsheet is looked at on a
 * page of its own first. What cannot be taken over says so and stays away.
 */
import { createContext, useContext, useState, type ReactNode } from "react";
import { asAskError, useHost, type AskError } from "../../host/host";
import type { FileSource, Finding } from "../../host/types";
import { desk } from "../../words/source/issuing";
import { frame } from "../../words/source/frame";
import { say } from "../../words/words";
import { Button, Dialog, Problem, announce } from "../controls";
import { useKeep, usePlace } from "../place/place";

type Importing = { choose: () => void; take: (source: FileSource) => void; example: () => void };

const ImportingContext = createContext<Importing | null>(null);

export function useImporting(): Importing {
  const importing = useContext(ImportingContext);
  if (!importing) throw new Error("no importing");
  return importing;
}

/** Under which key the editor finds what was noticed on the way in. */
export const noticedKey = (draftId: string): string => `noticed ${draftId}`;

/** Under which key the page of spreadsheets finds the file. */
export const SPREADSHEET = "spreadsheet";

/** A spreadsheet that waits to be looked at; `at` tells one choice of the same file from the next. */
export type SpreadsheetFile = { source: FileSource; name: string; at: number };

export function ImportingProvider({ children }: { children: ReactNode }) {
  const host = useHost();
  const { go } = usePlace();
  const keep = useKeep();
  const [error, setError] = useState<AskError | null>(null);
  const fail = (thrown: unknown) => setError(asAskError(thrown));
  const show = (id: string, findings: Finding[]) => {
    keep(noticedKey(id), findings);
    announce(desk.imported);
    go({ workplace: "issue", page: "drafts", id });
  };
  const take = (source: FileSource) => {
    const takeOver = async () => {
      const { kind, name } = await host.ask("file_look", { source });
      if (kind === "spreadsheet") {
        keep(SPREADSHEET, { source, name, at: Date.now() } satisfies SpreadsheetFile);
        go({ workplace: "issue", page: "drafts", view: "import" });
      } else {
        const born = await host.ask("draft_import", { source, agreement: null });
        show(born.id, born.findings);
      }
    };
    void takeOver().catch(fail);
  };
  const choose = () => void host.chooseFile("draft").then((source) => source && take(source), fail);
  const example = () =>
    void host.ask("examples_import", {}).then(({ draftId }) => (draftId ? show(draftId, []) : announce(desk.examplesHere)), fail);
  return (
    <ImportingContext value={{ choose, take, example }}>
      {children}
      <Dialog
        title={say(desk.notImported)}
        open={error !== null}
        onClose={() => setError(null)}
        actions={<Button main onPress={() => setError(null)}>{say(frame.close)}</Button>}
      >
        <Problem error={error} />
      </Dialog>
    </ImportingContext>
  );
}
