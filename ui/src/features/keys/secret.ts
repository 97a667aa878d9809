/** How does a secret reach the program? In its own message, as bytes, which are wiped here. */
import type { Host } from "../../host/host";

export async function hand(host: Host, secret: string): Promise<string> {
  const bytes = new TextEncoder().encode(secret);
  const { handle } = await host.ask("pin_enter", bytes);
  bytes.fill(0);
  return handle;
}
