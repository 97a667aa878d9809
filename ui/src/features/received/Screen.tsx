/** Received: the register and one record. */
import type { Place } from "../../shared/place/place";
import { Record } from "./Record";
import { Register } from "./Register";

export const Received = ({ place }: { place: Place }) => (place.id ? <Record key={place.id} number={place.id} /> : <Register />);
