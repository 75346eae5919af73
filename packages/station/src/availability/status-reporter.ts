import type { Timer } from '@northbound/rpc';
import type { Core } from '../core.ts';
import type { Csms, StatusReport } from '../dialects/csms.ts';
import type { Evse } from '../evse/evse.ts';

/** After a report that the CSMS may not have got: the link lives, so nothing else would repeat it. */
const AGAIN_MS = 60_000;

/**
 * Tells the CSMS the states of connectors: all after a boot and after a long outage, else those
 * that it does not know (2.1 part 2, B04, G01; 1.6 errata 3.22).
 */
export class StatusReporter {
  readonly #core: Core;
  /** The words that the CSMS has, by `evse/connector`. */
  readonly #known = new Map<string, string>();
  #again: Timer | undefined;

  constructor(core: Core) {
    this.#core = core;
  }

  reportAll(): void {
    this.#known.clear();
    this.reportNews();
  }

  /** Whatever differs from what the CSMS knows. */
  reportNews(): void {
    this.#report([undefined, ...this.#core.evses]);
  }

  evseChanged(evse: Evse): void {
    this.#report([undefined, evse]);
  }

  /** TriggerMessage(StatusNotification): whether it is news or not. @param evse undefined for the station */
  reportAgain(evse: Evse | undefined, connectorId: number): void {
    this.#known.delete(keyOf(evse, connectorId));
    this.#report([evse], this.#core.link);
  }

  #report(parts: readonly (Evse | undefined)[], csms = this.#core.csms): void {
    if (csms === undefined) return;
    const reports = parts.flatMap((part) => this.#reportsOf(csms, part));
    if (reports.length === 0) return;
    for (const { evse, connectorId, word } of reports) {
      this.#known.set(keyOf(evse, connectorId), word);
    }
    void csms.reportStatus(reports).then((knows) => {
      // The link also ends with the power: then the next boot tells it.
      if (knows || !this.#core.on) return;
      // What was changed again meanwhile is another report's business.
      for (const { evse, connectorId, word } of reports) {
        const key = keyOf(evse, connectorId);
        if (this.#known.get(key) === word) this.#known.delete(key);
      }
      this.#again ??= this.#core.after(AGAIN_MS, () => {
        this.#again = undefined;
        this.reportNews();
      });
    });
  }

  #reportsOf(csms: Csms, evse: Evse | undefined): StatusReport[] {
    const connectorIds =
      evse === undefined ? [0] : evse.config.connectors.map((_, index) => index + 1);
    const { clock } = this.#core;
    const timestamp = evse === undefined ? clock.timestamp() : clock.resolve(evse.changedAt);
    return connectorIds.flatMap((connectorId) => {
      const word = csms.statusWord(evse, connectorId);
      const isNews = word !== undefined && this.#known.get(keyOf(evse, connectorId)) !== word;
      return isNews ? [{ evse, connectorId, word, timestamp }] : [];
    });
  }
}

function keyOf(evse: Evse | undefined, connectorId: number): string {
  return `${evse?.id ?? 0}/${connectorId}`;
}
