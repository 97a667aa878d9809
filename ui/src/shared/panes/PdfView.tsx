/** The PDF as printed: the same bytes that go to the printer, page under page. Never turned round. */
import { ZoomIn, ZoomOut } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { preview as w } from "../../words/source/issuing";
import { say } from "../../words/words";
import { Button } from "../controls";
import type { PdfDocument } from "./pdf";
import styles from "./PdfView.module.css";

function Page({ pdf, number, scale }: { pdf: PdfDocument; number: number; scale: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const text = useRef<HTMLDivElement>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let gone = false;
    const draw = async () => {
      const { drawPage } = await import("./pdf");
      if (!gone && canvas.current && text.current) await drawPage(pdf, number, scale, canvas.current, text.current);
      if (!gone && canvas.current) canvas.current.dataset.drawn = "yes";
    };
    draw().catch(() => !gone && setFailed(true));
    return () => {
      gone = true;
    };
  }, [pdf, number, scale]);
  const name = say(w.page, { n: number, count: pdf.numPages });
  return (
    <section aria-label={name} className={styles.page} dir="ltr">
      {failed ? <p role="alert">{say(w.failed)}</p> : null}
      <canvas ref={canvas} key={scale} role="img" aria-label={name} />
      <div ref={text} className={`textLayer ${styles.text}`} />
    </section>
  );
}

const rootSize = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;

export function PdfView({ bytes }: { bytes: ArrayBuffer }) {
  const [pdf, setPdf] = useState<PdfDocument | null>(null);
  const [failed, setFailed] = useState(false);
  const [scale, setScale] = useState<number | null>(null);
  const pages = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let close = () => {};
    let gone = false;
    setPdf(null);
    const open = async () => {
      const { openPdf } = await import("./pdf");
      if (gone) return;
      const opened = openPdf(bytes);
      close = opened.close;
      const document = await opened.document;
      const { width } = (await document.getPage(1)).getViewport({ scale: 1 });
      if (gone) return;
      // Begins as wide as there is room, so that nobody has to scroll sideways.
      const room = (pages.current?.clientWidth ?? 0) - 2 * rootSize() - 4;
      setScale((before) => before ?? Math.min(1.75, Math.max(0.5, Math.floor((room / width) * 20) / 20)));
      setPdf(document);
    };
    open().catch(() => !gone && setFailed(true));
    return () => {
      gone = true;
      close();
    };
  }, [bytes]);
  const zoom = (by: number) => setScale((now) => Math.min(3, Math.max(0.5, (now ?? 1) + by)));
  return (
    <div className={styles.view}>
      <div className={styles.tools}>
        <Button label={say(w.zoomOut)} onPress={() => zoom(-0.25)}><ZoomOut size="1rem" aria-hidden="true" /></Button>
        <Button label={say(w.zoomIn)} onPress={() => zoom(0.25)}><ZoomIn size="1rem" aria-hidden="true" /></Button>
      </div>
      <div ref={pages} className={styles.pages} tabIndex={0} role="region" aria-label={say(w.asPrinted)} data-pane>
        {failed ? <p role="alert">{say(w.failed)}</p> : null}
        {pdf && scale ? Array.from({ length: pdf.numPages }, (_, index) => <Page key={index} pdf={pdf} number={index + 1} scale={scale} />) : null}
      </div>
    </div>
  );
}
