import type { Version } from '@northbound/protocol';
import { CommandError } from '../command-error.ts';
import { chunked } from '../device-model/chunks.ts';
import type { Sending } from '../remote-control/sending.ts';
import type { Entry } from './contents.ts';
import type { ContentsAtHand } from './contents-at-hand.ts';
import type { ListLimits } from './limits.ts';
import type { LocalListState } from './views.ts';

/** What is known of a station's list before it is brought up to date. */
export interface SyncOrder {
  readonly stationId: string;
  readonly version: Version;
  /** When it was given what it should hold: with which version number, and what was noted then. */
  readonly upToDate:
    | { readonly listVersion: number; readonly detail: string | undefined }
    | undefined;
  /** Asked for when it has to be told something: lists are long, and mostly nothing has changed. */
  readonly material: () => Promise<SyncMaterial | undefined>;
  readonly contents: Pick<ContentsAtHand, 'fitting' | 'differences'>;
  /** The highest version number that was ever given to it. */
  readonly highest: number;
}

interface SyncMaterial {
  readonly limits: ListLimits;
  /** What it should hold. */
  readonly wanted: readonly Entry[];
  /** What it was given last, with the version number that it was given; undefined when that is not known. */
  readonly held: { readonly entries: readonly Entry[]; readonly listVersion: number } | undefined;
}

export interface SyncResult {
  readonly state: LocalListState;
  /** What it holds now is `wanted`. */
  readonly isDone: boolean;
  /** The version number that it has now, as far as is known. */
  readonly listVersion: number;
  readonly detail?: string | undefined;
}

type Mode = 'Full' | 'Differential';

const BY = 'local-list';

/** Entries of a message to a station that has not said how many it takes. */
const USUAL_ITEMS = 500;

/**
 * Brings the list of one station up to date (2.1 part 2, D01, D02; 1.6 edition 2, 5.10 and 5.15).
 *
 * @returns undefined when there is no material any more
 */
export async function synchronise(
  sending: Sending,
  order: SyncOrder,
): Promise<SyncResult | undefined> {
  try {
    return await tellWhatFits(sending, order);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    // The first thing that is wrong is enough: a list may have thousands.
    const detail = [error.message, error.violations[0]?.message].join(' ').trim();
    return { state: 'Failed', isDone: false, listVersion: order.highest, detail };
  }
}

async function tellWhatFits(sending: Sending, order: SyncOrder): Promise<SyncResult | undefined> {
  const asked = await sending.send(order.stationId, 'GetLocalListVersion', {}, { by: BY });
  if (asked.state !== 'answered') {
    const detail = 'cause' in asked ? asked.cause : asked.state;
    return { state: 'Pending', isDone: false, listVersion: order.highest, detail };
  }
  const reported = asked.answer.versionNumber;
  if (reported < 0) {
    const detail = 'The station has no local authorization list.';
    return { state: 'NotSupported', isDone: false, listVersion: 0, detail };
  }
  const { upToDate } = order;
  if (upToDate?.listVersion === reported) return { state: 'InSync', isDone: true, ...upToDate };
  const material = await order.material();
  if (material === undefined) return undefined;
  const { entries: wanted, leftOut } = order.contents.fitting(material.wanted, order.version);
  const result = await bringTo(wanted, reported, sending, { ...order, ...material });
  if (leftOut === 0) return result;
  const note = `OCPP ${order.version} has no words for ${leftOut} of the tokens: they are left out.`;
  return { ...result, detail: result.detail === undefined ? note : `${result.detail} ${note}` };
}

/** @param reported the version number that the station says its list has */
async function bringTo(
  wanted: readonly Entry[],
  reported: number,
  sending: Sending,
  order: SyncOrder & SyncMaterial,
): Promise<SyncResult> {
  const { entries: room } = order.limits;
  if (room !== undefined && wanted.length > room) {
    const detail = `The list has ${wanted.length} entries, and the station has room for ${room}.`;
    return { state: 'Failed', isDone: false, listVersion: reported, detail };
  }
  const run = new SyncRun(sending, order, Math.max(reported, order.highest));
  const { held } = order;
  if (held !== undefined && held.listVersion === reported) {
    const { contents, version } = order;
    const changes = contents.differences(contents.fitting(held.entries, version).entries, wanted);
    if (changes.length === 0) return { state: 'InSync', isDone: true, listVersion: reported };
    if (changes.length <= wanted.length) {
      const result = await run.send('Differential', changes);
      // D01.FR.03.
      if (result.state !== 'Failed') return result;
    }
  }
  const result = await run.send('Full', wanted);
  if (held === undefined || held.listVersion === reported || !result.isDone) return result;
  const detail = `The station held version ${reported} in place of ${held.listVersion}; it got the whole list.`;
  return { ...result, detail };
}

class SyncRun {
  readonly #sending: Sending;
  readonly #order: SyncOrder & SyncMaterial;
  #listVersion: number;

  /** @param listVersion that no message may have again */
  constructor(sending: Sending, order: SyncOrder & SyncMaterial, listVersion: number) {
    this.#sending = sending;
    this.#order = order;
    this.#listVersion = listVersion;
  }

  /** As many messages as the station's limits ask for, each with a version number of its own (D01.FR.19). */
  async send(mode: Mode, entries: readonly Entry[]): Promise<SyncResult> {
    const limits = { items: USUAL_ITEMS, ...this.#order.limits };
    const pieces = entries.length === 0 ? [[]] : chunked(entries, limits);
    let accepted = this.#listVersion;
    for (const [index, piece] of pieces.entries()) {
      this.#listVersion += 1;
      const result = await this.#sending.send(
        this.#order.stationId,
        'SendLocalList',
        {
          versionNumber: this.#listVersion,
          // What is too much for one message is added to the first.
          updateType: mode === 'Full' && index > 0 ? 'Differential' : mode,
          ...(piece.length === 0 ? {} : { localAuthorizationList: piece }),
        },
        { by: BY },
      );
      if (result.state !== 'answered') {
        const detail = 'cause' in result ? result.cause : result.state;
        return { state: 'Pending', isDone: false, listVersion: this.#listVersion, detail };
      }
      if (!result.accepted) {
        const detail = `${mode} update: ${result.answer.status}`;
        return { state: 'Failed', isDone: false, listVersion: accepted, detail };
      }
      accepted = this.#listVersion;
    }
    return { state: 'InSync', isDone: true, listVersion: accepted };
  }
}
