/** The certificate as one long page in the order of its form; everything is saved while it is written. */
import { useEffect, useMemo, useRef, useState, type FocusEvent, type KeyboardEvent } from "react";
import { asAskError, useHost, type AskError } from "../../host/host";
import type { AgreementView, CertificateContent, DraftView, Finding } from "../../host/types";
import { Button, Code, Country, Dialog, Name, Problem, Screen, Sentence, Towards, amount, announce, byWeight, time } from "../../shared/controls";
import type { GridHandle } from "../../shared/grid";
import { useActs } from "../../shared/keys/acts";
import { noticedKey } from "../../shared/panes/Importing";
import { ProofKind, isDeclaration } from "../../shared/panes/ProofKind";
import { useApp } from "../../shared/place/app";
import { useTellFindings } from "../../shared/place/openFindings";
import { useKept, usePlace } from "../../shared/place/place";
import { ofFinding } from "../../words/coded";
import { declared } from "../../words/source/declared";
import { draft as w } from "../../words/source/issuing";
import { frame } from "../../words/source/frame";
import { say } from "../../words/words";
import { sections } from "./boxes";
import { CarryBand } from "./CarryOver";
import { ConfirmBand } from "./ConfirmBand";
import { EditingProvider, type Editing } from "./EditorContext";
import { markFindings, questionFindings } from "./editor";
import styles from "./Editor.module.css";
import { fieldLabel } from "../../shared/paths";
import { FindingsPane } from "./FindingsPane";
import { goesOn, nextBox } from "./nextBox";
import { SectionOf } from "./SectionOf";
import { useDraft } from "./useDraft";
import { useStops } from "./useStops";

const NONE: Finding[] = [];

type Props = { view: DraftView; mine: CertificateContent | null; form: AgreementView | null; reopen: (mine: CertificateContent) => void; reread: () => void };

export function EditorPage({ view, mine, form, reopen, reread }: Props) {
  const host = useHost();
  const { today } = useApp();
  const { go, back } = usePlace();
  const draft = useDraft(view, mine, reopen);
  const { content, questions, marks } = draft.state;
  const page = useRef<HTMLDivElement>(null);
  const grid = useRef<GridHandle>(null);
  const [noticed, setNoticed] = useKept<Finding[]>(noticedKey(view.id), NONE);
  // The rules speak for themselves in the list above; here stands what only the reading of the file noticed.
  const ofReading = useMemo(() => noticed.filter((one) => !view.findings.some(({ code, path }) => code === one.code && path === one.path)), [noticed, view.findings]);
  const [asksDiscard, setAsksDiscard] = useState(false);
  const [failed, setFailed] = useState<AskError | null>(null);
  // A box speaks once it has been left; a draft that came with content speaks at once.
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [speaksAll, setSpeaksAll] = useState(view.content.items.length > 0);

  const findings = useMemo(
    () => [...questionFindings(questions, fieldLabel, amount), ...draft.findings, ...markFindings(marks)],
    [questions, draft.findings, marks],
  );
  const fixes = findings.filter(({ severity }) => severity === "block").length;
  const looks = findings.filter(({ severity }) => severity === "warn").length;
  useTellFindings(fixes, looks);
  const stops = useStops(findings, page, grid);
  // Where a finding leads the words stand at the box as well.
  const step = (by: 1 | -1) => {
    const stop = stops.step(by);
    if (stop) setLeft((before) => new Set([...before, stop.path]));
  };
  // The findings a save brought are on the page with the next drawing; only then can one lead there.
  const [jumps, setJumps] = useState(false);
  useEffect(() => {
    if (!jumps) return;
    setJumps(false);
    step(1);
  }, [jumps, step]);

  const editing = useMemo<Editing>(() => {
    const first = new Map<string, Finding>();
    for (const finding of byWeight(findings)) if (finding.severity !== "info" && !first.has(finding.path)) first.set(finding.path, finding);
    return {
      content, form, today, findings,
      change: draft.change,
      isMarked: (path) => marks.includes(path),
      problemAt: (path) => {
        const finding = speaksAll || left.has(path) || [...left].some((box) => box.startsWith(`${path}.`)) ? first.get(path) : undefined;
        if (!finding) return undefined;
        const { id, params } = ofFinding(finding);
        return say(id, params);
      },
    };
  }, [content, form, today, findings, draft.change, marks, left, speaksAll]);

  const leave = async (to: "preview" | "issue") => {
    // A cell that is being written is taken as it stands; a blank line of the page takes the focus meanwhile.
    if (document.activeElement instanceof HTMLInputElement && document.activeElement.closest('[role="grid"]')) document.activeElement.blur();
    if (!(await draft.flush())) return;
    const blocking = draft.blocks();
    if (to === "issue" && blocking > 0) {
      setSpeaksAll(true);
      announce(w.fixFirst, { count: blocking });
      setJumps(true);
      return;
    }
    go({ page: "drafts", id: view.id, view: to });
  };
  const discard = () =>
    void host.ask("draft_discard", { draftId: view.id }).then(() => {
      draft.close();
      announce(w.discarded);
      go({ page: "drafts" }, "instead");
    }, (thrown: unknown) => setFailed(asAskError(thrown)));

  const order = useMemo(() => sections(form), [form]);
  const toGroup = (index: number) => {
    const name = order[index]?.name;
    const section = page.current?.querySelector<HTMLElement>(`[data-section="${name}"]`);
    (section?.querySelector<HTMLElement>('input, textarea, [tabindex="0"]:not(button)') ?? section?.querySelector("button"))?.focus();
  };
  useActs([
    { id: "issue", text: say(isDeclaration(content) ? declared.act : w.issue), chord: "ctrl+enter", act: () => void leave("issue") },
    { id: "preview", text: say(frame.previewPrint), chord: "ctrl+p", act: () => void leave("preview") },
    { id: "save", text: say(frame.saveNow), chord: "ctrl+s", act: () => void draft.flush() },
    { id: "undo", text: say(frame.undo), chord: "ctrl+z", act: () => draft.dispatch({ type: "undo" }) },
    { id: "redo", text: say(frame.redo), chord: "ctrl+y", act: () => draft.dispatch({ type: "redo" }) },
    { id: "next", text: say(frame.nextFinding), chord: "f8", act: () => step(1) },
    { id: "previous", text: say(frame.previousFinding), chord: "shift+f8", act: () => step(-1) },
    ...order.slice(0, 9).map((section, index) => ({ id: `group.${section.name}`, text: say(frame.toBoxGroup, { n: index + 1 }), chord: `alt+${index + 1}`, act: () => toGroup(index) })),
    { id: "discard", text: say(w.discard), act: () => setAsksDiscard(true) },
    { id: "back", text: say(frame.back), chord: "escape", act: back },
  ]);

  const blur = (event: FocusEvent) => {
    const path = (event.target as HTMLElement).closest<HTMLElement>("[data-path]")?.dataset.path;
    draft.dispatch({ type: "leave" });
    if (path && !left.has(path)) setLeft(new Set([...left, path]));
  };
  const goOn = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.ctrlKey || event.defaultPrevented || event.nativeEvent.isComposing || !goesOn(event.target as Element)) return;
    event.preventDefault();
    nextBox(event.currentTarget, event.target as Element)?.focus();
  };
  // A new draft begins at its first box.
  useEffect(() => {
    if (view.content.items.length === 0 && view.content.exporter.name === "") page.current?.querySelector<HTMLElement>("input, textarea")?.focus();
  }, [view]);

  const exporter = content.exporter.name;
  const saved = draft.error ? say(w.unsaved) : draft.saving ? say(w.saving) : say(w.saved, { time: time(draft.savedAt, true) });
  return (
    <Screen
      fill
      onBack={back}
      title={<>{say(w.heading)}{exporter ? <> · <Name>{exporter}</Name></> : null}{content.transport.destinationCountry ? <><Towards /><Country code={content.transport.destinationCountry} /></> : null}</>}
      note={<><Name>{content.agreementName || content.agreement}</Name> · <span role="status" data-saved={draft.saving ? "no" : "yes"}>{saved}</span>{content.number ? <> · <Code>{content.number}</Code></> : null}</>}
      acts={<Button onPress={() => void leave("preview")} chord="ctrl+p">{say(w.preview)}</Button>}
      foot={
        <>
          <Button onPress={() => setAsksDiscard(true)}>{say(w.discard)}</Button>
          <span className={styles.footNote}><Sentence id={w.fixLeft} params={{ count: fixes }} /></span>
          <Button main chord="ctrl+enter" onPress={() => void leave("issue")}>{say(isDeclaration(content) ? declared.act : w.issue)}</Button>
        </>
      }
    >
      <Problem error={draft.error ?? failed} />
      <ProofKind content={content} />
      <ConfirmBand form={form} />
      <CarryBand draftId={view.id} newer={view.newer} flush={draft.flush} onCarried={reread} />
      <div className={styles.editor}>
        <EditingProvider value={editing}>
          <div ref={page} className={styles.page} onBlur={blur} onKeyDown={goOn} role="group" aria-label={say(w.head)}>
            {order.map((section) => <SectionOf key={section.name} section={section} draft={draft} grid={grid} />)}
          </div>
        </EditingProvider>
        <FindingsPane findings={findings} noticed={ofReading} onForget={() => setNoticed(NONE)} onOpen={stops.open} onNext={() => step(1)} />
      </div>
      <Dialog
        title={say(w.discard)}
        open={asksDiscard}
        onClose={() => setAsksDiscard(false)}
        alert
        actions={<><Button autoFocus onPress={() => setAsksDiscard(false)}>{say(frame.cancel)}</Button><Button danger onPress={discard}>{say(w.discard)}</Button></>}
      >
        <p>{say(w.discardQuestion)}</p>
      </Dialog>
    </Screen>
  );
}
