/** The window begins: which host carries it, then the app. */
import "@fontsource-variable/noto-sans/index.css";
import "@fontsource-variable/noto-sans-arabic/index.css";
import "./shared/styles/layers.css";
import "./shared/styles/tokens.css";
import "./shared/styles/forced-colors.css";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import type { Host } from "./host/host";

/** Only the browser build of the tests knows the loopback host; the product carries the shell's alone. */
const carrier = async (): Promise<Host> =>
  import.meta.env.MODE === "browser" ? (await import("./host/http")).httpHost : (await import("./host/tauri")).tauriHost;

const root = document.getElementById("root");
if (root) void carrier().then((host) => createRoot(root).render(<App host={host} />));
