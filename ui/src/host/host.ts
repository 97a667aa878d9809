/**
 * Through which seam does the window reach the program?
 * A JSON command sends `{ request }` and gets JSON; a raw command sends bytes as they are and gets JSON;
 * PDF answers are bytes. How that travels is left to `tauri.ts`, `http.ts` and, in unit tests, `fake.ts`.
 */
import { createContext, useContext } from "react";
import type { CommandName, RequestOf, ResponseOf } from "./commands";
import type { ApiError, FilePurpose, FileSource, Tag } from "./types";

export type { FilePurpose } from "./types";

export interface Host {
  ask<C extends CommandName>(command: C, request: RequestOf<C>): Promise<ResponseOf<C>>;
  /** Calls back with the tags that changed. Returns the way to stop. */
  onChanged(tell: (tags: Tag[]) => void): () => void;
  /** Calls back when a person drops a file on the window. */
  onDropped(tell: (source: FileSource) => void): () => void;
  /** Lets the person choose a file. */
  chooseFile(purpose: FilePurpose): Promise<FileSource | null>;
}

/** What a command answers when it cannot do what was asked. */
export class AskError extends Error {
  constructor(readonly api: ApiError) {
    super(api.message);
    this.name = "AskError";
  }
}

/** Makes an `AskError` of whatever was thrown on the way. */
export function asAskError(thrown: unknown): AskError {
  if (thrown instanceof AskError) return thrown;
  const api = thrown as Partial<ApiError> | null;
  if (api && typeof api === "object" && typeof api.code === "string") {
    return new AskError({ message: "", reference: "", ...api } as ApiError);
  }
  return new AskError({ code: "internal", message: String(thrown), reference: "" });
}

const HostContext = createContext<Host | null>(null);
export const HostProvider = HostContext.Provider;

export function useHost(): Host {
  const host = useContext(HostContext);
  if (!host) throw new Error("no host");
  return host;
}
