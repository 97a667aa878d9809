/** Drafts: the list, a new one, the editor, and the page as it will be printed. */
import type { Place } from "../../shared/place/place";
import { DraftList } from "./DraftList";
import { Editor } from "./Editor";
import { NewDraft } from "./NewDraft";
import { Preview } from "./Preview";

export function Drafts({ place }: { place: Place }) {
  if (place.id && place.view === "preview") return <Preview draftId={place.id} />;
  if (place.id) return <Editor draftId={place.id} />;
  return (
    <>
      <DraftList />
      {place.view === "new" ? <NewDraft /> : null}
    </>
  );
}
