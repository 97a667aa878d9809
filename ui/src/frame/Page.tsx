/** Which screen belongs to a place? */
import { Questions } from "../features/asked/Questions";
import { Verifications } from "../features/asked/Verifications";
import { Balances } from "../features/balances/Screen";
import { Bundles } from "../features/bundles/Screen";
import { Certificates } from "../features/certificates/Screen";
import { Contradictions } from "../features/contradictions/Screen";
import { Desk } from "../features/desk/Screen";
import { Drafts } from "../features/drafts/Screen";
import { Forms } from "../features/forms/Screen";
import { Issuers } from "../features/issuers/Screen";
import { JournalScreen } from "../features/journal/Screen";
import { Keys } from "../features/keys/Screen";
import { Lists } from "../features/lists/Screen";
import { Outbox } from "../features/outbox/Screen";
import { Received } from "../features/received/Screen";
import { Settings } from "../features/settings/Screen";
import { Batch } from "../features/signing/Batch";
import { Signing } from "../features/signing/Screen";
import { Stamps } from "../features/stamps/Screen";
import { Spreadsheet } from "../features/spreadsheet/Screen";
import { ToDecide } from "../features/decisions/Screen";
import { Check } from "../features/verdict/Screen";
import type { Place } from "../shared/place/place";

export function Page({ place }: { place: Place }) {
  switch (place.page) {
    case "desk": return <Desk />;
    case "drafts":
      if (place.view === "sign") return <Batch />;
      if (place.view === "import") return <Spreadsheet />;
      return place.id && place.view === "issue" ? <Signing draftId={place.id} /> : <Drafts place={place} />;
    case "certificates": return <Certificates place={place} />;
    case "outbox": return <Outbox />;
    case "keys": return <Keys />;
    case "check": return <Check />;
    case "decide": return <ToDecide />;
    case "received": return <Received place={place} />;
    case "balances": return <Balances />;
    case "issuers": return <Issuers />;
    case "journal": return <JournalScreen />;
    case "forms": return <Forms {...(place.id ? { start: place.id } : {})} />;
    case "lists": return <Lists />;
    case "bundles": return <Bundles key={place.workplace} workplace={place.workplace} />;
    case "contradictions": return <Contradictions />;
    case "questions": return <Questions />;
    case "verifications": return <Verifications key={place.workplace} workplace={place.workplace} />;
    case "stamps": return <Stamps />;
    case "settings": return <Settings />;
  }
}
