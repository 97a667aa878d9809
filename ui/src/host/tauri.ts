/** How does the window reach the program inside the shell? The only file that imports the Tauri API. */
import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import { getCurrentWebview } from "@tauri-apps/api/webview";
import { commandTable, type CommandName, type RequestOf, type ResponseOf } from "./commands";
import { asAskError, type Host } from "./host";
import type { Changed } from "./types";

async function ask<C extends CommandName>(command: C, request: RequestOf<C>): Promise<ResponseOf<C>> {
  try {
    return commandTable[command].sends === "raw"
      ? await invoke<ResponseOf<C>>(command, request as Uint8Array)
      : await invoke<ResponseOf<C>>(command, { request });
  } catch (thrown) {
    throw asAskError(thrown);
  }
}

/** `listen` and its like answer late; the way to stop must exist at once. */
function stopLater(started: Promise<() => void>): () => void {
  let stopped = false;
  let stop = () => {};
  void started.then((end) => {
    if (stopped) end();
    else stop = end;
  });
  return () => {
    stopped = true;
    stop();
  };
}

export const tauriHost: Host = {
  ask,
  onChanged: (tell) => stopLater(listen<Changed>("changed", (event) => tell(event.payload.tags))),
  onDropped: (tell) =>
    stopLater(
      getCurrentWebview().onDragDropEvent((event) => {
        const path = event.payload.type === "drop" ? event.payload.paths[0] : undefined;
        if (path) tell({ kind: "path", path });
      }),
    ),
  async chooseFile(purpose) {
    const { path } = await ask("file_choose", { purpose });
    return path ? { kind: "path", path } : null;
  },
};
