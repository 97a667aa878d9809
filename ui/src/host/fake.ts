/** A host for unit tests: answers what the test gives it, and remembers what it was asked. Never part of the product. */
import type { CommandName, RequestOf, ResponseOf } from "./commands";
import { AskError, type Host } from "./host";
import type { FileSource, Tag } from "./types";

export type FakeAnswers = { [C in CommandName]?: (request: RequestOf<C>) => ResponseOf<C> | Promise<ResponseOf<C>> };

export class FakeHost implements Host {
  readonly asked: { command: CommandName; request: unknown }[] = [];
  #listeners = new Set<(tags: Tag[]) => void>();
  #drops = new Set<(source: FileSource) => void>();

  constructor(readonly answers: FakeAnswers) {}

  async ask<C extends CommandName>(command: C, request: RequestOf<C>): Promise<ResponseOf<C>> {
    this.asked.push({ command, request });
    const answer = this.answers[command];
    if (!answer) throw new AskError({ code: "bad_request", message: `no answer for ${command}`, reference: "E-TEST" });
    return answer(request as never) as ResponseOf<C>;
  }

  onChanged(tell: (tags: Tag[]) => void): () => void {
    this.#listeners.add(tell);
    return () => this.#listeners.delete(tell);
  }

  onDropped(tell: (source: FileSource) => void): () => void {
    this.#drops.add(tell);
    return () => this.#drops.delete(tell);
  }

  async chooseFile(): Promise<FileSource | null> {
    return { kind: "held", handle: "fake" };
  }

  change(...tags: Tag[]): void {
    for (const tell of this.#listeners) tell(tags);
  }

  drop(source: FileSource): void {
    for (const tell of this.#drops) tell(source);
  }
}
