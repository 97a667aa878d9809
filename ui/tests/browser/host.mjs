/** The program behind the page: the shipped handlers on a loopback address, with a fresh demonstration each time. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

const ui = resolve(import.meta.dirname, "../..");
const root = resolve(ui, "..");
const built = process.env.TAMGA_WINDOW_HOST;
const binary = built ?? resolve(root, "target/debug", process.platform === "win32" ? "tamga-window-host.exe" : "tamga-window-host");

/** When was the newest Rust source written? Asking cargo each time would build much anew with other features. */
function newestSource() {
  let newest = 0;
  for (const folder of ["src-tauri", "tests/window/host", "assets"]) {
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })) {
      if (/\.(rs|toml|sql|json)$/.test(name) && !/(^|\/)(tests|benches|examples)\//.test(name)) newest = Math.max(newest, statSync(join(root, folder, name)).mtimeMs);
    }
  }
  return newest;
}

/** Builds what is missing or older than its sources. */
export function prepare() {
  // Who hands a host in has built it; a build of this package alone would compile much of the tree with other features.
  if (!built && (!existsSync(binary) || statSync(binary).mtimeMs < newestSource())) {
    const made = spawnSync("cargo", ["build", "-q", "-p", "tamga-window-host"], { cwd: root, stdio: "inherit" });
    if (made.status !== 0) throw new Error("the loopback host could not be built");
  }
  if (!existsSync(join(ui, "dist-browser", "index.html"))) {
    const page = spawnSync("npm", ["run", "-s", "build:browser"], { cwd: ui, stdio: "inherit", shell: process.platform === "win32" });
    if (page.status !== 0) throw new Error("the window could not be built");
  }
}

/** Starts a host in a folder of its own. It ends with us, whatever becomes of us: its input is our pipe. */
export async function start(env = {}) {
  const folder = mkdtempSync(join(tmpdir(), "tamga-window-"));
  const dir = join(folder, "demonstration");
  const child = spawn(binary, ["--dir", dir, "--ui", join(ui, "dist-browser"), "--until-stdin-ends"], { stdio: ["pipe", "pipe", "pipe"], env: { ...process.env, ...env } });
  let said = "";
  child.stderr.on("data", (bytes) => {
    said = (said + bytes).slice(-4000);
  });
  const address = await new Promise((ok, no) => {
    createInterface({ input: child.stdout }).once("line", (line) => ok(JSON.parse(line).address));
    child.once("exit", (code) => no(new Error(`the host ended with ${code}: ${said}`)));
    child.once("error", no);
  });
  const ended = new Promise((done) => child.once("exit", done));
  return {
    address,
    saved: `${dir}.saved`,
    said: () => said,
    async stop() {
      child.stdin.end();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
