/** A form whose facts were not all compared with the agreement text says so above the draft; it stops nothing. */
import { TriangleAlert } from "lucide-react";
import type { AgreementView } from "../../host/types";
import { Button, Sentence } from "../../shared/controls";
import { usePlace } from "../../shared/place/place";
import { forms as w } from "../../words/source/lists";
import { say } from "../../words/words";
import styles from "./ConfirmBand.module.css";

export function ConfirmBand({ form }: { form: AgreementView | null }) {
  const { go } = usePlace();
  if (!form || form.toConfirm === 0) return null;
  return (
    <div className={styles.band} role="note" data-band="confirm">
      <TriangleAlert size="1rem" aria-hidden="true" />
      <span><Sentence id={w.band} params={{ count: form.toConfirm }} /></span>
      <Button quiet onPress={() => go({ page: "forms", id: form.id })}>{say(w.bandAct)}</Button>
    </div>
  );
}
