/** What every box of the editor needs: the content, the way to change it, and what is noticed about its path. */
import { createContext, useContext } from "react";
import type { AgreementView, CertificateContent, Finding } from "../../host/types";

export type Editing = {
  content: CertificateContent;
  form: AgreementView | null;
  today: string;
  change: (path: string, next: (content: CertificateContent) => CertificateContent) => void;
  /** The sentence of what is wrong at exactly this path, once the box has been left or a finding led there. */
  problemAt: (path: string) => string | undefined;
  isMarked: (path: string) => boolean;
  findings: Finding[];
};

const EditingContext = createContext<Editing | null>(null);
export const EditingProvider = EditingContext.Provider;

export function useEditing(): Editing {
  const editing = useContext(EditingContext);
  if (!editing) throw new Error("no open draft");
  return editing;
}
