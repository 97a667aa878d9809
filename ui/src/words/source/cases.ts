/** What ends a verification case, and what the help says of questions. */
import { words } from "../define";

export const askedHelp = words("help", {
  "questions": "Questions and verification",
});
