/** How does the page look to this person: theme, text size, row height? Everything is in rem, so the root's size is the text's. */
import type { Language, Settings } from "../host/types";


export function dress(settings: Pick<Settings, "theme" | "textSize" | "density">): void {
  const root = document.documentElement;
  if (settings.theme === "system") delete root.dataset.theme;
  else root.dataset.theme = settings.theme;
  root.dataset.density = settings.density;
  const percent = Number(settings.textSize);
  root.style.fontSize = percent >= 100 && percent <= 200 ? `${percent}%` : "";
}

/** The language of the system where the window speaks it, for words before the person's own choice is known. */
export function homeLanguage(): Language {
  const known: readonly string[] = ["en", "fr", "es", "ar"];
  const first = navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => known.includes(tag));
  return (first ?? "en") as Language;
}
