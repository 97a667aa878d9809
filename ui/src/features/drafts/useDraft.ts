/** Opens a draft, keeps it saved while it is written, and brings back what the rules notice. */
import { useCallback, useEffect, useReducer, useRef, useState } from "react";
import { asAskError, useHost, type AskError } from "../../host/host";
import type { CertificateContent, DraftView, Finding } from "../../host/types";
import { announce } from "../../shared/controls";
import { ofError } from "../../words/coded";
import { opened, reduce, type EditorAction, type EditorState } from "./editor";

const PAUSE_MS = 150;

export type OpenDraft = {
  state: EditorState;
  findings: Finding[];
  savedAt: string;
  saving: boolean;
  error: AskError | null;
  dispatch: (action: EditorAction) => void;
  change: (key: string, next: (content: CertificateContent) => CertificateContent) => void;
  /** Saves what is not saved yet and waits for it. False when it could not be saved. */
  flush: () => Promise<boolean>;
  /** How many points stop the issue, as of the newest save and the numbers that wait for an answer. */
  blocks: () => number;
  /** A number that is still being read: saving waits for it. */
  wait: (reading: Promise<unknown>) => void;
  /** The draft is gone: nothing is saved any more. */
  close: () => void;
};

/** Reads the draft once; what others change meanwhile shows itself as a stale stamp when saving. */
export function useDraftView(id: string) {
  const host = useHost();
  const [view, setView] = useState<DraftView | null>(null);
  const [error, setError] = useState<AskError | null>(null);
  const read = useCallback(() => {
    host.ask("draft_open", { draftId: id }).then(setView, (thrown: unknown) => setError(asAskError(thrown)));
  }, [host, id]);
  useEffect(read, [read]);
  return { view, error, read };
}

/** `reopen` is told what was written here when somebody else saved first. */
export function useDraft(view: DraftView, mine: CertificateContent | null, reopen: (mine: CertificateContent) => void): OpenDraft {
  const host = useHost();
  const [state, dispatch] = useReducer(reduce, view, (from) => opened(from.content, from.marks, mine));
  const [findings, setFindings] = useState(view.findings);
  const [savedAt, setSavedAt] = useState(view.savedAt);
  const [saving, setSaving] = useState(false);
  const [error, setError] = useState<AskError | null>(null);
  const stamp = useRef(view.stamp);
  const savedVersion = useRef(0);
  const latest = useRef(state);
  latest.current = state;
  const newest = useRef(view.findings);
  const running = useRef<Promise<boolean> | null>(null);
  const closed = useRef(false);
  const left = useRef(false);

  const readings = useRef(new Set<Promise<unknown>>());
  const wait = useCallback<OpenDraft["wait"]>((reading) => {
    readings.current.add(reading);
    void reading.finally(() => readings.current.delete(reading));
  }, []);

  const save = useCallback(async (): Promise<boolean> => {
    if (readings.current.size > 0) {
      await Promise.allSettled(readings.current);
      // What was read is in the state after the next drawing.
      await new Promise((drawn) => setTimeout(drawn));
    }
    // One save at a time: each needs the stamp the one before brought back.
    while (running.current) await running.current;
    const { version, content } = latest.current;
    if (version === savedVersion.current || closed.current) return true;
    setSaving(true);
    const work = host.ask("draft_save", { draftId: view.id, stamp: stamp.current, content }).then(
      (saved) => {
        stamp.current = saved.stamp;
        savedVersion.current = version;
        newest.current = saved.findings;
        setFindings(saved.findings);
        setSavedAt(saved.savedAt);
        setError(null);
        return true;
      },
      (thrown: unknown) => {
        const failed = asAskError(thrown);
        setError(failed);
        if (failed.api.code === "stale") reopen(content);
        // Nobody sees the page any more, so it is said where everybody sees it.
        if (left.current) announce(ofError(failed.api).id, ofError(failed.api).params);
        return false;
      },
    );
    running.current = work;
    const done = await work;
    running.current = null;
    setSaving(false);
    return done;
  }, [host, view.id, reopen]);

  useEffect(() => {
    if (state.version === 0) return;
    const timer = setTimeout(() => void save(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [state.version, save]);

  // Leaving the page must not lose the last keystrokes.
  useEffect(() => {
    left.current = false;
    return () => {
      left.current = true;
      void save();
    };
  }, [save]);

  const change = useCallback<OpenDraft["change"]>((key, next) => {
    dispatch({ type: "change", key, next });
  }, []);

  const blocks = useCallback(() => newest.current.filter(({ severity }) => severity === "block").length + latest.current.questions.length, []);
  const close = useCallback(() => {
    closed.current = true;
  }, []);
  return { state, findings, savedAt, saving, error, dispatch, change, flush: save, blocks, wait, close };
}
