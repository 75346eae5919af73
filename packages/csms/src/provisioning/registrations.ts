import type { Core } from '../core.ts';
import { ask2, ask16 } from '../stations/ask.ts';
import type { Registration, Station } from '../stations/station.ts';
import type { RegistrationPolicy } from './domain.ts';
import { type Decision, loadDecisions, saveDecision } from './registration-sql.ts';

/**
 * What the next BootNotification of each station is answered. Who was accepted once stays so, over restarts too, until
 * somebody decides otherwise.
 */
export class Registrations {
  readonly #core: Core;
  readonly #policy: RegistrationPolicy;
  readonly #decisions: Map<string, Decision>;

  private constructor(core: Core, policy: RegistrationPolicy, decisions: Map<string, Decision>) {
    this.#core = core;
    this.#policy = policy;
    this.#decisions = decisions;
    core.signals.on('removed', ({ station }) => this.#decisions.delete(station.id));
  }

  static async load(core: Core, policy: RegistrationPolicy): Promise<Registrations> {
    return new Registrations(core, policy, await loadDecisions(core.database));
  }

  get policy(): RegistrationPolicy {
    return this.#policy;
  }

  decision(stationId: string): Decision | undefined {
    return this.#decisions.get(stationId);
  }

  next({ id, record }: Station): Registration {
    const decided = this.#decisions.get(id)?.registration;
    if (decided !== undefined) return decided;
    return this.#policy === 'accept' || record.registration === 'Accepted' ? 'Accepted' : 'Pending';
  }

  /**
   * Decides on a station. It hears of it with its next boot, which a connected one is asked for at once.
   *
   * @throws CommandError `unknownStation`
   */
  async decide(
    stationId: string,
    registration: Registration,
    by: string,
    reason?: string,
  ): Promise<Station> {
    const station = this.#core.stations.known(stationId);
    const decision: Decision = { registration, by, reason, atMs: this.#core.clock.epochMs() };
    await this.#core.database.write([saveDecision(stationId, decision)]);
    this.#decisions.set(stationId, decision);
    if (station.record.registration !== registration) await askForBoot(station);
    return station;
  }
}

/** A station that cannot do it, or is away, boots again by itself: after its interval, or when it is back. */
async function askForBoot({ connection }: Station): Promise<void> {
  const peer = connection?.peer;
  if (peer === undefined) return;
  const requestedMessage = 'BootNotification';
  if (peer.version === '1.6') await ask16(peer, 'TriggerMessage', { requestedMessage });
  else await ask2(peer, 'TriggerMessage', { requestedMessage });
}
