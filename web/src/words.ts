// SPDX-License-Identifier: Apache-2.0
// Text that the script shows. English is the key, as in the pages' catalog; src/site/controls.c lists the same
// keys, and a page in another language carries their translations.
export const WORDS = [
  'Find in this table',
  '{1} of {2} rows',
  'any',
  'Constituency',
  'List',
  'Votes',
  'Seats as computed',
  'Seats with these votes',
  'Difference',
  'Back to the figures of the case',
  'Votes must be whole numbers.',
  'These rules give no answer for these votes.',
  '{1} seats are tied between {2}; a further rule or a lot decides.',
  'below the threshold',
  'What each list must reach outside this constituency is left as it is.',
  'Larger picture',
  'Smaller picture',
  'Whole picture',
  '{1} %',
] as const;

export type Word = (typeof WORDS)[number];

let translated: Readonly<Record<string, string>> | undefined;

function load(): Readonly<Record<string, string>> {
  const block = document.getElementById('script-words');
  return block ? (JSON.parse(block.textContent ?? '{}') as Record<string, string>) : {};
}

export function word(key: Word, ...places: (string | number)[]): string {
  translated ??= load();
  const text = translated[key] ?? key;
  return text.replace(/\{([1-9])\}/g, (_, place: string) => String(places[Number(place) - 1] ?? ''));
}
