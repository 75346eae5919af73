import type { CommandName, CommandRequest, Csms } from '@northbound/csms';
import type { Clock } from '@northbound/rpc';
import type { Dice } from '../dice.ts';
import type { CsmsMachine } from '../machines/csms-machine.ts';
import type { StationMachine } from '../machines/station-machine.ts';
import { cardsOf } from './cards.ts';
import { KnownLimit } from './limits.ts';

const MIN = 60_000;
const H = 60 * MIN;

/** A limit that the hardware of no EVSE reaches: the profile is there, and limits nothing. */
const NO_LIMIT_A = 1_000;

/** The people behind the CSMS who look after one station: they send it what operators send. */
export class Operators {
  /** By EVSE, from 1. */
  readonly limits: readonly KnownLimit[];
  /** How often it was told to reset, and to unlock a connector. */
  resets = 0;
  unlocks = 0;
  readonly #clock: Clock;
  readonly #dice: Dice;
  readonly #machine: StationMachine;
  readonly #csms: CsmsMachine;
  readonly #happened: (place: string, what: string) => void;
  #isOver = false;

  constructor(parts: {
    readonly clock: Clock;
    readonly dice: Dice;
    readonly machine: StationMachine;
    readonly csms: CsmsMachine;
    readonly happened: (place: string, what: string) => void;
  }) {
    this.#clock = parts.clock;
    this.#dice = parts.dice;
    this.#machine = parts.machine;
    this.#csms = parts.csms;
    this.#happened = parts.happened;
    this.limits = parts.machine.board.evses.map(() => new KnownLimit());
  }

  begin(): void {
    this.#clock.after(this.#dice.between(1 * H, 10 * H), () => {
      if (this.#isOver) return;
      void this.#work();
      this.begin();
    });
  }

  end(): void {
    this.#isOver = true;
  }

  async #work(): Promise<void> {
    const { csms } = this.#csms;
    if (csms === undefined) return;
    const dice = this.#dice;
    const evseId = dice.between(1, this.limits.length);
    const task = dice.oneOf<() => Promise<unknown>>(
      () => this.#limit(csms, evseId, dice.oneOf(8, 10, 13, 20, NO_LIMIT_A)),
      () => this.#limit(csms, evseId, dice.oneOf(8, 10, 13, 20, NO_LIMIT_A)),
      () => this.#reset(csms),
      () => this.#setInterval(csms, dice.oneOf('60', '300', '900')),
      () => this.#unlock(csms, evseId),
      () => this.#reserve(csms, evseId),
      () => this.#send(csms, 'TriggerMessage', { requestedMessage: 'Heartbeat' }),
    );
    await task();
  }

  async #limit(csms: Csms, evseId: number, limitA: number): Promise<void> {
    const known = this.limits[evseId - 1];
    known?.asked(limitA);
    const isAccepted = await this.#send(csms, 'SetChargingProfile', {
      evseId,
      chargingProfile: {
        id: evseId,
        stackLevel: 0,
        chargingProfilePurpose: 'TxDefaultProfile',
        chargingProfileKind: 'Relative',
        chargingSchedule: [
          {
            id: 1,
            chargingRateUnit: 'A',
            chargingSchedulePeriod: [{ startPeriod: 0, limit: limitA }],
          },
        ],
      },
    });
    if (isAccepted) known?.accepted(limitA, this.#clock.monotonicMs());
  }

  async #reset(csms: Csms): Promise<void> {
    this.resets += 1;
    await this.#send(csms, 'Reset', { type: this.#dice.oneOf('Immediate', 'OnIdle') });
  }

  async #unlock(csms: Csms, evseId: number): Promise<void> {
    this.unlocks += 1;
    await this.#send(csms, 'UnlockConnector', { evseId, connectorId: 1 });
  }

  async #setInterval(csms: Csms, value: string): Promise<void> {
    await this.#send(csms, 'SetVariables', {
      setVariableData: [
        {
          component: { name: 'SampledDataCtrlr' },
          variable: { name: 'TxUpdatedInterval' },
          attributeValue: value,
        },
      ],
    });
  }

  /** For a driver of this EVSE, for half an hour. */
  async #reserve(csms: Csms, evseId: number): Promise<void> {
    const idToken = this.#dice.oneOf(...cardsOf(this.#machine.identity, evseId));
    await this.#send(csms, 'ReserveNow', {
      id: this.#dice.between(1, 1_000_000),
      evseId,
      expiryDateTime: new Date(this.#clock.epochMs() + 30 * MIN).toISOString(),
      idToken: { idToken, type: 'ISO14443' },
    });
  }

  /** @returns whether the station has accepted it */
  async #send<C extends CommandName>(
    csms: Csms,
    command: C,
    request: CommandRequest<C>,
  ): Promise<boolean> {
    const { identity } = this.#machine;
    this.#happened('CSMS', `sends ${command} to ${identity}`);
    const result = await csms.blocks.outbox
      .send(identity, command, request, {
        by: 'operator',
        // What waits and is sent when nobody expects it any more would make limits unknowable.
        ...(command !== 'SetChargingProfile' && { queueForS: 3_600 }),
      })
      // A station that the CSMS has not heard of yet gets nothing.
      .catch(() => undefined);
    return result?.state === 'answered' && result.accepted;
  }
}
