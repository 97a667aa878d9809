/** Which programs of card makers are there to choose from? Those the system lists, those in use, and those a person names. */
import { useState } from "react";
import { useHost, type AskError } from "../../host/host";
import { useAnswer } from "../../host/useAnswer";
import type { CardProgram } from "../../host/types";
import type { Option } from "../../shared/controls";

const fileOf = (path: string): string => path.split(/[/\\]/).at(-1) ?? path;

/** Two programs may have one name in two folders; then the folder is told as well. */
const optionsOf = (paths: string[]): Option[] =>
  paths.map((path) => ({ id: path, text: paths.filter((each) => fileOf(each) === fileOf(path)).length > 1 ? path : fileOf(path), code: true }));

export interface Programs {
  rows: CardProgram[];
  /** Every program there is to choose; null until the system was asked. */
  paths: string[] | null;
  options: Option[];
  error: AskError | null;
  /** Lets a person name the file of another one. */
  choose: (taken: (path: string) => void, failed: (thrown: unknown) => void) => void;
}

export function usePrograms(): Programs {
  const host = useHost();
  const known = useAnswer("card_programs", {});
  const [named, setNamed] = useState<string[]>([]);
  const rows = known.value?.rows ?? [];
  const paths = [...new Set([...rows.map((row) => row.path), ...named])];
  const choose: Programs["choose"] = (taken, failed) =>
    void host.chooseFile("card_program").then((file) => {
      if (file?.kind !== "path") return;
      setNamed([...named, file.path]);
      taken(file.path);
    }, failed);
  return { rows, paths: known.value ? paths : null, options: optionsOf(paths), error: known.error, choose };
}
