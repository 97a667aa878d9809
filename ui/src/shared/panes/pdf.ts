/** Opens a PDF for looking at: no scripts, no links, nothing fetched from outside. The only importer of pdf.js. */
import * as pdfjs from "pdfjs-dist/legacy/build/pdf.mjs";
import workerUrl from "pdfjs-dist/legacy/build/pdf.worker.min.mjs?url";

pdfjs.GlobalWorkerOptions.workerSrc = workerUrl;
const folder = (name: string) => new URL(`./pdf/${name}/`, document.baseURI).href;

export type PdfDocument = pdfjs.PDFDocumentProxy;

export function openPdf(bytes: ArrayBuffer): { document: Promise<PdfDocument>; close: () => void } {
  const task = pdfjs.getDocument({
    data: new Uint8Array(bytes.slice(0)),
    cMapUrl: folder("cmaps"),
    cMapPacked: true,
    standardFontDataUrl: folder("standard_fonts"),
    wasmUrl: folder("wasm"),
    iccUrl: folder("iccs"),
    // The content rules of the shell forbid compiling; the decoders have a plain twin.
    useWasm: false,
    isEvalSupported: false,
    enableXfa: false,
    stopAtErrors: false,
  });
  return { document: task.promise, close: () => void task.destroy() };
}

/** Draws a page into a canvas, with its text over it for selecting and for screen readers. */
export async function drawPage(pdf: PdfDocument, number: number, scale: number, canvas: HTMLCanvasElement, text: HTMLElement): Promise<void> {
  const page = await pdf.getPage(number);
  const viewport = page.getViewport({ scale });
  const density = Math.min(globalThis.devicePixelRatio || 1, 2);
  canvas.width = Math.floor(viewport.width * density);
  canvas.height = Math.floor(viewport.height * density);
  canvas.style.inlineSize = `${viewport.width}px`;
  canvas.style.blockSize = `${viewport.height}px`;
  await page.render({ canvas, viewport, transform: [density, 0, 0, density, 0, 0] }).promise;
  text.replaceChildren();
  text.style.setProperty("--total-scale-factor", String(scale));
  await new pdfjs.TextLayer({ textContentSource: page.streamTextContent(), container: text, viewport }).render();
}
