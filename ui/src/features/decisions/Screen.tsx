/** What was received and waits for a decision. */
import { useWindow } from "../../host/useWindow";
import { Empty, Screen } from "../../shared/controls";
import { Listing } from "../../shared/panes/Listing";
import { useFormNames } from "../../shared/panes/useFormNames";
import { receivedColumns } from "../../shared/panes/receivedColumns";
import { usePlace } from "../../shared/place/place";
import { decision as w } from "../../words/source/receiving";
import { say } from "../../words/words";

export function ToDecide() {
  const { go } = usePlace();
  const formName = useFormNames();
  const listing = useWindow("received_search", { text: "", filters: { decision: "decision.new", verdict: null } });
  return (
    <Screen title={say(w.title)} fill>
      <Listing name="decide" label={say(w.title)} listing={listing} columns={receivedColumns(formName)} onOpen={(row) => go({ page: "received", id: row.number })} empty={<Empty>{say(w.empty)}</Empty>} />
    </Screen>
  );
}
