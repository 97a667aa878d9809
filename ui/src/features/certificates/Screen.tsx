/** Certificates: the register, one certificate, and its page as printed. */
import type { Place } from "../../shared/place/place";
import { CertificatePage } from "./CertificatePage";
import { Printed } from "./Printed";
import { Register } from "./Register";

export function Certificates({ place }: { place: Place }) {
  if (place.id && place.view === "pdf") return <Printed number={place.id} />;
  if (place.id) return <CertificatePage key={place.id} number={place.id} isNew={place.view === "issued"} />;
  return <Register />;
}
