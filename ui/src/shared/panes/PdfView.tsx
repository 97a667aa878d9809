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

export function PdfView({ bytes }: { bytes: ArrayBuffer }) {
  const [pdf, setPdf] = useState<PdfDocument | null>(null);
  const [failed, setFailed] = useState(false);
  const [scale, setScale] = useState(1.25);
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
      if (!gone) setPdf(document);
    };
    open().catch(() => !gone && setFailed(true));
    return () => {
      gone = true;
      close();
    };
  }, [bytes]);
  return (
    <div className={styles.view}>
      <div className={styles.tools}>
        <Button label={say(w.zoomOut)} onPress={() => setScale(Math.max(0.5, scale - 0.25))}><ZoomOut size={16} aria-hidden="true" /></Button>
        <Button label={say(w.zoomIn)} onPress={() => setScale(Math.min(3, scale + 0.25))}><ZoomIn size={16} aria-hidden="true" /></Button>
      </div>
      <div className={styles.pages} tabIndex={0} role="region" aria-label={say(w.asPrinted)} data-pane>
        {failed ? <p role="alert">{say(w.failed)}</p> : null}
        {pdf ? Array.from({ length: pdf.numPages }, (_, index) => <Page key={index} pdf={pdf} number={index + 1} scale={scale} />) : null}
      </div>
    </div>
  );
}
