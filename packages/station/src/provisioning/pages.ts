import type { CallOutcome } from '@northbound/rpc';
import type { Core } from '../core.ts';
import { BYTES_PER_MESSAGE, ITEMS_PER_MESSAGE } from '../device-model/rows.ts';

/** What every page of a report says of itself. */
export interface PageHead {
  readonly generatedAt: string;
  readonly seqNo: number;
  readonly tbc: boolean;
}

/**
 * Sends a report page by page once the answer to its command has left, each after the answer to the
 * one before; the first that is not answered is the last (2.1 part 2, B07.FR.07, B08.FR.14).
 */
export function sendPages<Item>(
  core: Core,
  items: readonly Item[],
  send: (page: readonly Item[], head: PageHead) => Promise<CallOutcome<unknown>> | undefined,
): void {
  core.after(0, async () => {
    const pages = inPages(items);
    const generatedAt = core.clock.timestamp();
    for (const [seqNo, page] of pages.entries()) {
      const outcome = await send(page, { generatedAt, seqNo, tbc: seqNo + 1 < pages.length });
      if (outcome?.outcome !== 'answered') return;
    }
  });
}

/** Pages of as many items as ItemsPerMessage and BytesPerMessage allow. */
function inPages<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const pages: Item[][] = [];
  let bytes = 0;
  for (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item)) + 1;
    const page = pages.at(-1);
    const fits =
      page !== undefined && page.length < ITEMS_PER_MESSAGE && bytes + size <= BYTES_PER_MESSAGE;
    if (fits) {
      page.push(item);
      bytes += size;
    } else {
      pages.push([item]);
      bytes = size + HEAD_BYTES;
    }
  }
  return pages;
}

/** Frame and head of a page, generously. */
const HEAD_BYTES = 512;
