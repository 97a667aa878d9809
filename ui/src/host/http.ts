/**
 * How does the window reach the program in a browser, for tests? POST to the loopback host that served this page:
 * `/invoke/<command>` with the token it put into the address; events come from `/events`.
 */
import { commandTable, type CommandName, type RequestOf, type ResponseOf } from "./commands";
import { asAskError, type Host } from "./host";
import type { ApiError, Changed, FileSource, Tag } from "./types";

const token = new URLSearchParams(location.search).get("token") ?? "";

async function ask<C extends CommandName>(command: C, request: RequestOf<C>): Promise<ResponseOf<C>> {
  const { sends, answers } = commandTable[command];
  const raw = sends === "raw";
  let response: Response;
  try {
    response = await fetch(`${location.origin}/invoke/${command}`, {
      method: "POST",
      headers: { "x-tamga-token": token, "content-type": raw ? "application/octet-stream" : "application/json" },
      body: raw ? (request as Uint8Array<ArrayBuffer>) : JSON.stringify({ request }),
    });
  } catch (thrown) {
    throw asAskError(thrown);
  }
  if (!response.ok) throw asAskError((await response.json().catch(() => response.statusText)) as ApiError);
  return (answers === "raw" ? await response.arrayBuffer() : await response.json()) as ResponseOf<C>;
}

async function hold(file: File): Promise<FileSource> {
  const { handle } = await ask("file_hold", new Uint8Array(await file.arrayBuffer()));
  return { kind: "held", handle };
}

/** One stream for all who listen: a browser opens only a few connections to one address. */
let events: EventSource | null = null;
const listeners = new Set<(tags: Tag[]) => void>();

function listen(): EventSource {
  const stream = new EventSource(`${location.origin}/events?token=${encodeURIComponent(token)}`);
  stream.addEventListener("changed", (event: MessageEvent<string>) => {
    const { tags } = JSON.parse(event.data) as Changed;
    for (const tell of [...listeners]) tell(tags);
  });
  return stream;
}

export const httpHost: Host = {
  ask,
  onChanged(tell) {
    listeners.add(tell);
    events ??= listen();
    return () => void listeners.delete(tell);
  },
  onDropped(tell) {
    const allow = (event: DragEvent) => event.preventDefault();
    const drop = (event: DragEvent) => {
      event.preventDefault();
      const file = event.dataTransfer?.files[0];
      if (file) void hold(file).then(tell);
    };
    document.addEventListener("dragover", allow);
    document.addEventListener("drop", drop);
    return () => {
      document.removeEventListener("dragover", allow);
      document.removeEventListener("drop", drop);
    };
  },
  chooseFile: () =>
    new Promise((answer) => {
      const input = document.createElement("input");
      input.type = "file";
      input.hidden = true;
      input.dataset.role = "file-choice";
      document.body.append(input);
      const done = (source: Promise<FileSource> | null) => {
        input.remove();
        answer(source);
      };
      input.addEventListener("change", () => done(input.files?.[0] ? hold(input.files[0]) : null));
      input.addEventListener("cancel", () => done(null));
      input.click();
    }),
};
