import type { CommandName, CommandRequest, Csms } from '@northbound/csms';
import type { Dice } from '@northbound/rpc/testing';
import type { ReservationWatch } from '../checkers/reservation-watch.ts';
import { simulatedCertificate } from '../machines/simulated-certificates.ts';
import { FILE_SERVER } from '../machines/simulated-files.ts';
import { CLOCK_SLACK_MS } from '../machines/station-machine.ts';
import { areRelated, cardsOf } from './cards.ts';
import { LimitOrders } from './limit-orders.ts';
import type { PersonParts } from './person.ts';
import { changedSettings, type KnownSetting } from './settings.ts';

const MIN = 60_000;
const H = 60 * MIN;

type OperatorParts = PersonParts & {
  /** Told which EVSEs are kept for whom. */
  readonly kept: ReservationWatch;
  /** For what becomes of a limit, of a local list, and of EVSEs in the end. */
  readonly own: { readonly limits: Dice; readonly lists: Dice; readonly closings: Dice };
  /** Told when a limit must not be exceeded from some moment on. */
  readonly limited: (fromMs: number) => void;
};

/** The people behind the CSMS who look after one station: they send it what operators send. */
export class Operators {
  readonly limits: LimitOrders;
  readonly settings = changedSettings();
  /** How often it was told to reset or given new firmware, and to unlock a connector. */
  resets = 0;
  unlocks = 0;
  /** EVSEs that it has taken out of service for good. */
  readonly outOfService = new Set<number>();
  /** EVSEs that it was ever told to take out of service: whether the way back came is not known of each. */
  readonly closed = new Set<number>();
  readonly damagedImages = new Set<number>();
  readonly #parts: OperatorParts;
  #isOver = false;
  #firmware = 0;

  constructor(parts: OperatorParts) {
    this.#parts = parts;
    this.limits = new LimitOrders({
      ...parts,
      shapes: parts.own.limits,
      send: (csms, command, request) => this.#send(csms, command, request),
    });
  }

  get updatedInterval(): KnownSetting {
    return this.settings[0];
  }

  begin(): void {
    const { clock, dice } = this.#parts;
    clock.after(dice.between(1 * H, 7 * H), () => {
      if (this.#isOver) return;
      void this.#work();
      this.begin();
    });
  }

  end(): void {
    this.#isOver = true;
  }

  /** When everything is quiet: some EVSEs are taken out of service, and then the power goes once more. */
  finish(): void {
    const { clock, machine, own } = this.#parts;
    const { csms } = this.#parts.csms;
    if (csms === undefined) return;
    const evses = machine.board.evses.map((_, index) => ({ id: index + 1 }));
    const closed = evses.filter(() => own.closings.chance(0.3));
    for (const evse of closed) {
      this.closed.add(evse.id);
      this.#send(csms, 'ChangeAvailability', { operationalStatus: 'Inoperative', evse }, 1 * H)
        .then((isAccepted) => {
          if (isAccepted) this.outOfService.add(evse.id);
        })
        .catch(() => undefined);
    }
    if (closed.length === 0) return;
    clock.after(1 * H, () => {
      this.#parts.happened(machine.identity, 'has no power for ten seconds');
      machine.powerCut();
      clock.after(10_000, () => machine.powerUp());
    });
  }

  async #work(): Promise<void> {
    const { csms } = this.#parts.csms;
    if (csms === undefined) return;
    const { dice, machine } = this.#parts;
    const evseId = dice.between(1, machine.board.evses.length);
    const { limits } = this;
    const task = dice.oneOf<(csms: Csms, evseId: number) => Promise<unknown>>(
      (to, id) => limits.limitEvse(to, id),
      (to, id) => limits.limitEvse(to, id),
      (to) => limits.limitStation(to),
      this.#set,
      this.#set,
      this.#reset,
      this.#unlock,
      this.#reserve,
      this.#trigger,
      this.#close,
      this.#giveList,
      this.#update,
      this.#askForLog,
      this.#installRoot,
      this.#ask,
    );
    // A station that the CSMS has not heard of yet gets nothing.
    await task(csms, evseId).catch(() => undefined);
  }

  readonly #set = async (csms: Csms): Promise<void> => {
    const { dice } = this.#parts;
    const setting = dice.oneOf(...this.settings);
    const value = dice.oneOf(...setting.values);
    setting.asked(value);
    const { component, variable } = setting;
    const isAccepted = await this.#send(csms, 'SetVariables', {
      setVariableData: [
        { component: { name: component }, variable: { name: variable }, attributeValue: value },
      ],
    });
    if (isAccepted) setting.accepted(value);
  };

  readonly #reset = async (csms: Csms): Promise<void> => {
    this.resets += 1;
    const type = this.#parts.dice.oneOf('Immediate', 'OnIdle');
    await this.#send(csms, 'Reset', { type }, 1 * H);
  };

  readonly #unlock = async (csms: Csms, evseId: number): Promise<void> => {
    this.unlocks += 1;
    await this.#send(csms, 'UnlockConnector', { evseId, connectorId: 1 }, 1 * H);
  };

  /** For a driver of this EVSE, for half an hour; now and then it is taken back. */
  readonly #reserve = async (csms: Csms, evseId: number): Promise<void> => {
    const { clock, dice, machine, kept } = this.#parts;
    this.#tell('reserves');
    const cards = cardsOf(machine.identity, evseId);
    const idToken = dice.oneOf(...cards);
    const untilMs = clock.monotonicMs() + 30 * MIN;
    const expiresAt = new Date(clock.epochMs() + 30 * MIN).toISOString();
    const { id, state } = await csms.blocks.reservations.reserve(
      machine.identity,
      { evseId, idToken, idTokenType: 'ISO14443', expiresAt },
      'operator',
    );
    if (state === 'Active') {
      const tokens = [idToken, ...cards.filter((card) => areRelated(card, idToken, cards))];
      kept.accepted(machine, evseId, { id, tokens, untilMs: untilMs - CLOCK_SLACK_MS });
    }
    if (!dice.chance(0.4)) return;
    clock.after(dice.between(1 * MIN, 20 * MIN), () => {
      this.#tell(`cancels reservation ${id}`);
      kept.cancelled(id);
      this.#parts.csms.csms?.blocks.reservations.cancel(id, 'operator').catch(() => undefined);
    });
  };

  readonly #trigger = async (csms: Csms, evseId: number): Promise<void> => {
    const requestedMessage = this.#parts.dice.oneOf(
      ...([
        'Heartbeat',
        'BootNotification',
        'MeterValues',
        'SignChargingStationCertificate',
      ] as const),
      ...(['LogStatusNotification', 'FirmwareStatusNotification'] as const),
    );
    const evse = requestedMessage === 'MeterValues' ? { evse: { id: evseId } } : {};
    await this.#send(csms, 'TriggerMessage', { requestedMessage, ...evse }, 1 * H);
  };

  /** Out of order for a while. */
  readonly #close = async (csms: Csms, evseId: number): Promise<void> => {
    const { clock, dice } = this.#parts;
    const evse = { id: evseId };
    this.closed.add(evseId);
    await this.#send(csms, 'ChangeAvailability', { operationalStatus: 'Inoperative', evse }, 1 * H);
    clock.after(dice.between(1 * MIN, 2 * H), () => {
      const { csms: now } = this.#parts.csms;
      if (now === undefined) return;
      const open = { operationalStatus: 'Operative', evse } as const;
      this.#send(now, 'ChangeAvailability', open, 24 * H).catch(() => undefined);
    });
  };

  readonly #giveList = async ({ blocks }: Csms, evseId: number): Promise<void> => {
    const [card] = cardsOf(this.#parts.machine.identity, evseId);
    const tokenGroups = [`${card}.G0`, `${card}.G${this.#parts.dice.between(1, 2)}`];
    await this.#putList(blocks, tokenGroups);
    this.#changeList(tokenGroups);
  };

  /** One group after the other comes and goes. */
  #changeList(tokenGroups: readonly string[]): void {
    const { clock, own } = this.#parts;
    if (this.#isOver || own.lists.chance(0.3)) return;
    const [first, ...rest] = tokenGroups;
    if (first === undefined) return;
    const other = `${first.slice(0, -1)}${own.lists.between(1, 2)}`;
    const next = rest.includes(other)
      ? [first, ...rest.filter((one) => one !== other)]
      : [first, other];
    clock.after(own.lists.between(10 * MIN, 3 * H), () => {
      const { csms } = this.#parts.csms;
      if (csms !== undefined) this.#putList(csms.blocks, next).catch(() => undefined);
      this.#changeList(next);
    });
  }

  async #putList({ localLists }: Csms['blocks'], tokenGroups: readonly string[]): Promise<void> {
    const { identity } = this.#parts.machine;
    this.#tell('gives a local list');
    await localLists.put(`list of ${identity}`, { stationIds: [identity], tokenGroups });
  }

  /** The station boots with it as soon as it is idle. */
  readonly #update = async ({ blocks }: Csms): Promise<void> => {
    const { dice, machine } = this.#parts;
    this.resets += 1;
    this.#firmware += 1;
    const version = `1.${this.#firmware}.0`;
    const isWhole = dice.chance(0.6);
    const url = `${FILE_SERVER}${isWhole ? 'firmware' : 'damaged'}/${version}`;
    this.#tell(`gives firmware ${url}`);
    const image = await blocks.firmwareImages.register({ version, url });
    if (!isWhole) this.damagedImages.add(image.id);
    await blocks.firmwareUpdates.start(machine.identity, { imageId: image.id }, 'operator');
  };

  readonly #askForLog = async (csms: Csms): Promise<void> => {
    const logType = this.#parts.dice.oneOf('DiagnosticsLog', 'SecurityLog');
    const log = { remoteLocation: `${FILE_SERVER}logs/` };
    await this.#send(csms, 'GetLog', { logType, log });
  };

  readonly #installRoot = async (csms: Csms): Promise<void> => {
    const commonName = `root ${this.#parts.dice.between(1, 3)}`;
    const certificate = simulatedCertificate({ commonName, key: commonName });
    const certificateType = 'ManufacturerRootCertificate';
    await this.#send(csms, 'InstallCertificate', { certificateType, certificate }, 1 * H);
  };

  /** What only reads, and what only forgets. */
  readonly #ask = async (csms: Csms): Promise<void> => {
    const { dice } = this.#parts;
    await dice.oneOf<() => Promise<unknown>>(
      () => this.#send(csms, 'GetBaseReport', { reportBase: 'FullInventory' }),
      () => this.#send(csms, 'ClearCache', {}),
      () => this.#send(csms, 'GetInstalledCertificateIds', {}),
      () => this.#send(csms, 'GetLocalListVersion', {}),
      () => this.#send(csms, 'GetCompositeSchedule', { evseId: 1, duration: 3600 }),
    )();
  };

  /**
   * @param queueForMs how long it may wait for the station; what waits and is sent when nobody expects it any more
   * would make limits and settings unknowable
   * @returns whether the station has accepted it
   */
  async #send<C extends CommandName>(
    csms: Csms,
    command: C,
    request: CommandRequest<C>,
    queueForMs?: number,
  ): Promise<boolean> {
    const { identity } = this.#parts.machine;
    this.#tell(`sends ${command}`);
    if (command === 'Reset' || command === 'UnlockConnector' || command === 'ClearCache') {
      this.#parts.asked(command, queueForMs ?? 0);
    }
    const result = await csms.blocks.outbox.send(identity, command, request, {
      by: 'operator',
      ...(queueForMs !== undefined && { queueForS: queueForMs / 1_000 }),
    });
    return result.state === 'answered' && result.accepted;
  }

  #tell(what: string): void {
    this.#parts.happened('CSMS', `${what} to ${this.#parts.machine.identity}`);
  }
}
