/**
 * A named group of sentences. The extractor reads the literals; while running, a key becomes its id.
 */
export function words<const T extends Record<string, string>>(area: string, entries: T): { readonly [K in keyof T]: string } {
  return Object.fromEntries(Object.keys(entries).map((key) => [key, `${area}.${key}`])) as { [K in keyof T]: string };
}
