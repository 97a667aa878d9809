/** Who acted? A person has a name; the program that works on by itself is called by what it is. */
import { say } from "./words";

export const whoActed = (who: string): string => (who === "worker" ? say("journal.worker") : who);
