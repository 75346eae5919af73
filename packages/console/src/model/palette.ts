import { pageHref, pagesFor } from './pages.ts';
import { stationHref, transactionHref } from './route.ts';

/** Where the palette can lead. */
export interface Place {
  readonly href: string;
  readonly label: string;
  readonly kind: 'Page' | 'Station' | 'Transaction';
}

interface Wanted {
  /** All of its words must be found. */
  readonly text: string;
  readonly isAdmin: boolean;
  readonly stationIds: readonly string[];
}

const MOST_PLACES = 12;

/** Pages, stations and transactions (`#12`) that fit what was typed, pages first. */
export function findPlaces({ text, isAdmin, stationIds }: Wanted): readonly Place[] {
  const words = text.trim().toLowerCase().split(/\s+/);
  const fits = (candidate: string) => words.every((word) => candidate.includes(word));
  const places: Place[] = pagesFor(isAdmin)
    .filter(({ label, about }) => fits(`${label} ${about}`.toLowerCase()))
    .map((page) => ({ href: pageHref(page), label: page.label, kind: 'Page' }));
  const number = /^#?(\d+)$/.exec(text.trim())?.[1];
  if (number !== undefined) {
    const id = Number(number);
    places.push({ href: transactionHref(id), label: `Transaction ${id}`, kind: 'Transaction' });
  }
  for (const id of stationIds) {
    if (places.length >= MOST_PLACES) break;
    if (fits(id.toLowerCase())) {
      places.push({ href: stationHref(id), label: id, kind: 'Station' });
    }
  }
  return places.slice(0, MOST_PLACES);
}
