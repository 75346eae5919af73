import type { Timer } from '@northbound/rpc';
import type { Core } from '../core.ts';
import { pack, unpack } from '../nvm/encoding/packed.ts';

/** How long after the announced end the power has to be there, to have been a dip. */
const DIP_MS = 5_000;
/** What takes more than a few programmed bytes is worth trying only with so much time. */
const FLUSH_MS = 100;

/** The meters of the EVSEs with a transaction, at the last moment that is known. */
export interface LastRegisters {
  /** RFC 3339. */
  readonly at: string;
  /** Watt-hours by EVSE. */
  readonly registersWh: ReadonlyMap<number, number>;
}

/**
 * What a station does while its power fails: it writes the registers of its running transactions
 * into the room that is kept erased for them, so that they end, or go on, with what was delivered.
 */
export class BrownOut {
  readonly #core: Core;
  #dip: Timer | undefined;

  constructor(core: Core) {
    this.#core = core;
  }

  /** @param inMs until the power is gone */
  powerFailing(inMs: number): void {
    const { storage } = this.#core;
    if (this.#dip === undefined) storage.lastRecord?.write(this.#record(storage.lastRecord.bytes));
    // More than the record only where there is time for it.
    if (inMs >= FLUSH_MS) storage.blackBox?.flush();
    this.#dip?.cancel();
    this.#dip = this.#core.after(inMs + DIP_MS, () => {
      this.#dip = undefined;
      storage.lastRecord?.clear();
    });
  }

  /** What the last power cut left, once. */
  take(): LastRegisters | undefined {
    const { lastRecord } = this.#core.storage;
    const bytes = lastRecord?.read();
    return bytes === undefined ? undefined : parse(bytes);
  }

  /** It was made use of. */
  forget(): void {
    this.#core.storage.lastRecord?.clear();
  }

  /** As many registers as there is room for. */
  #record(mostBytes: number): Uint8Array {
    const { clock, hardware, storage } = this.#core;
    const registers = storage.queue
      .running()
      .map(({ evseId }) => [evseId, milli(hardware.readMeter(evseId).registerWh)] as const);
    const at = clock.timestamp();
    for (;;) {
      const bytes = pack([at, registers.flat()]);
      if (bytes.length <= mostBytes || registers.pop() === undefined) return bytes;
    }
  }
}

/** No meter says more, and a long fraction would take the room of another register. */
export function milli(registerWh: number): number {
  return Math.round(registerWh * 1000) / 1000;
}

function parse(bytes: Uint8Array): LastRegisters | undefined {
  const value = unpacked(bytes);
  if (!Array.isArray(value)) return undefined;
  const [at, flat]: unknown[] = value;
  if (typeof at !== 'string' || !Array.isArray(flat)) return undefined;
  const numbers = flat.filter((item): item is number => typeof item === 'number');
  const registersWh = new Map<number, number>();
  for (let index = 0; index + 1 < numbers.length; index += 2) {
    registersWh.set(numbers[index] ?? 0, numbers[index + 1] ?? 0);
  }
  return { at, registersWh };
}

/** What another firmware wrote there may be anything. */
function unpacked(bytes: Uint8Array): unknown {
  try {
    return unpack(bytes);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
