/** What can be done with canonical decimal texts without ever making a float of them? Add and compare, digit by digit. */

const form = /^\d+(?:\.(\d+))?$/;

/** Both numbers as whole counts of the same smallest place. */
function scaled(texts: string[]): { units: bigint[]; places: number } | null {
  let places = 0;
  for (const text of texts) {
    const match = form.exec(text);
    if (!match) return null;
    places = Math.max(places, match[1]?.length ?? 0);
  }
  const units = texts.map((text) => {
    const [whole = "0", part = ""] = text.split(".");
    return BigInt(whole + part.padEnd(places, "0"));
  });
  return { units, places };
}

/** The exact sum; null when there is nothing to add or one of them is no number. */
export function sum(texts: string[]): string | null {
  const all = texts.length === 0 ? null : scaled(texts);
  if (!all) return null;
  const digits = all.units.reduce((total, each) => total + each, 0n).toString().padStart(all.places + 1, "0");
  if (all.places === 0) return digits;
  return `${digits.slice(0, -all.places)}.${digits.slice(-all.places)}`.replace(/\.?0+$/, "");
}

/** Less than zero when `a` is the smaller, zero when they are the same number; null when one of them is none. */
export function compare(a: string, b: string): number | null {
  const both = scaled([a, b]);
  if (!both) return null;
  const [x = 0n, y = 0n] = both.units;
  return x < y ? -1 : x > y ? 1 : 0;
}

export const isZero = (text: string): boolean => compare(text, "0") === 0;
