import assert from 'node:assert/strict';
import type { Version } from '@northbound/protocol';
import type { VirtualClock } from '@northbound/rpc/testing';

type Payload = Record<string, unknown>;

/** What the CSMS has of a transaction. */
export interface Booked {
  readonly transactionId: string | number;
  /** Numbers that are left out. */
  missing: number;
  lastSeqNo: number;
  ended: boolean;
  evseId?: number;
  beginWh?: number;
  endWh?: number;
  lastWh?: number;
  stoppedReason?: unknown;
  triggers: unknown[];
  readonly tokens: string[];
}

/**
 * The books of a CSMS, kept from frames without any code of ours: each transaction once, its events
 * once and in their order, whatever is repeated. It fails where a station breaks the rules.
 */
export class BackOffice {
  readonly booked = new Map<string | number, Booked>();
  readonly #version: Version;
  readonly #clock: VirtualClock;
  /** Everything that was processed, by the id of its message. */
  readonly #processed = new Map<string, { action: string; payload: Payload; answer: object }>();
  /** Keys that no two messages share. */
  readonly #keys = new Set<string>();
  #newestMs = 0;
  #transactionIds = 0;

  constructor(version: Version, clock: VirtualClock) {
    this.#version = version;
    this.#clock = clock;
  }

  /** The transaction that is open at an EVSE. */
  openAt(evseId: number): string | number | undefined {
    return [...this.booked.values()].findLast((one) => one.evseId === evseId && !one.ended)
      ?.transactionId;
  }

  process(action: string, payload: Payload, id: string): object {
    const before = this.#processed.get(id);
    if (before !== undefined) {
      assert.deepEqual([action, payload], [before.action, before.payload], `message ${id} changed`);
      return before.answer;
    }
    const answer = this.#answer(action, payload);
    this.#processed.set(id, { action, payload, answer });
    return answer;
  }

  #answer(action: string, payload: Payload): object {
    assert.doesNotMatch(
      JSON.stringify(payload),
      /"19\d\d-/,
      `${action} has a time without a clock`,
    );
    const currentTime = new Date(this.#clock.epochMs()).toISOString();
    switch (action) {
      case 'BootNotification':
        return { status: 'Accepted', currentTime, interval: 3600 };
      case 'Heartbeat':
        return { currentTime };
      case 'Authorize':
        return this.#version === '1.6'
          ? { idTagInfo: { status: 'Accepted' } }
          : { idTokenInfo: { status: 'Accepted' } };
      case 'TransactionEvent':
        return this.#event(payload);
      case 'StartTransaction':
        return this.#start(payload);
      case 'StopTransaction':
        return this.#stop(payload);
      case 'MeterValues':
        this.#meterValues(payload);
        return {};
      default:
        return {};
    }
  }

  #event(payload: Payload): object {
    const { eventType, seqNo, transactionInfo, timestamp, evse, idToken, triggerReason } = payload;
    const { transactionId, stoppedReason } = fields(transactionInfo);
    assert.ok(typeof transactionId === 'string' && typeof seqNo === 'number');
    const number = `${transactionId} ${seqNo}`;
    this.#unique(number);
    this.#inOrder(timestamp, number);
    const one = this.#booked(transactionId);
    assert.equal(eventType === 'Started', seqNo === 0, `${number} is ${eventType}`);
    assert.equal(one.ended, false, `${number} after the end`);
    assert.ok(seqNo > one.lastSeqNo, `${number} after ${one.lastSeqNo}`);
    one.missing += seqNo - one.lastSeqNo - 1;
    one.lastSeqNo = seqNo;
    one.triggers.push(triggerReason);
    const evseId = fields(evse).id;
    if (typeof evseId === 'number') one.evseId = evseId;
    const { idToken: token } = fields(idToken);
    if (typeof token === 'string') one.tokens.push(token);
    for (const { context, wh } of registersOf(payload.meterValue)) {
      if (context === 'Transaction.Begin') one.beginWh = wh;
      if (context === 'Transaction.End') one.endWh = wh;
      one.lastWh = Math.max(one.lastWh ?? 0, wh);
    }
    if (eventType === 'Ended') {
      one.ended = true;
      one.stoppedReason = stoppedReason ?? 'Local';
    }
    if (token === undefined) return {};
    const isRefused = token === 'STRANGER' && triggerReason !== 'StopAuthorized';
    return { idTokenInfo: { status: isRefused ? 'Invalid' : 'Accepted' } };
  }

  #start({ connectorId, idTag, meterStart, timestamp }: Payload): object {
    assert.ok(typeof connectorId === 'number' && typeof meterStart === 'number');
    assert.ok(typeof idTag === 'string');
    this.#unique(`start ${connectorId} ${idTag} ${meterStart} ${timestamp}`);
    this.#inOrder(timestamp, `start at ${connectorId}`);
    assert.equal(this.openAt(connectorId), undefined, `two transactions at ${connectorId}`);
    const transactionId = ++this.#transactionIds;
    const one = this.#booked(transactionId);
    one.evseId = connectorId;
    one.beginWh = meterStart;
    one.tokens.push(idTag);
    const status = idTag === 'STRANGER' ? 'Invalid' : 'Accepted';
    return { transactionId, idTagInfo: { status } };
  }

  #stop({ transactionId, meterStop, timestamp, reason }: Payload): object {
    const one = this.#known(transactionId);
    assert.ok(typeof meterStop === 'number');
    assert.equal(one.ended, false, `a second stop of ${transactionId}`);
    this.#inOrder(timestamp, `stop of ${transactionId}`);
    one.ended = true;
    one.endWh = meterStop;
    one.stoppedReason = reason ?? 'Local';
    return {};
  }

  #meterValues({ transactionId, meterValue }: Payload): void {
    if (transactionId === undefined) return;
    const one = this.#known(transactionId);
    assert.equal(one.ended, false, `values of ${transactionId} after its end`);
    for (const { wh } of registersOf(meterValue)) {
      assert.ok(wh >= (one.lastWh ?? 0), 'the meter goes up');
      one.lastWh = wh;
    }
  }

  #booked(transactionId: string | number): Booked {
    const known = this.booked.get(transactionId);
    if (known !== undefined) return known;
    const one = {
      transactionId,
      missing: 0,
      lastSeqNo: -1,
      ended: false,
      triggers: [],
      tokens: [],
    };
    this.booked.set(transactionId, one);
    return one;
  }

  #known(transactionId: unknown): Booked {
    assert.ok(typeof transactionId === 'number');
    const one = this.booked.get(transactionId);
    assert.ok(one !== undefined, `nobody started ${transactionId}`);
    return one;
  }

  #unique(key: string): void {
    assert.ok(!this.#keys.has(key), `${key} came twice, under two ids`);
    this.#keys.add(key);
  }

  /** First transmissions come in the order in which things happened. */
  #inOrder(timestamp: unknown, what: string): void {
    const atMs = Date.parse(String(timestamp));
    assert.ok(atMs >= this.#newestMs, `${what} is older than what came before it`);
    assert.ok(atMs <= this.#clock.epochMs() + 1_000, `${what} is from the future`);
    this.#newestMs = atMs;
  }
}

/** What is told of the meter is rounded: in 1.6 to watt-hours, in 2.x to tenths. */
const ROUNDED_WH = 0.51;

/**
 * Each transaction of an EVSE begins where the one before ended, and the last one where the meter
 * stands: no energy is missing, and none is counted twice.
 */
export function checkEnergy(booked: readonly Booked[], registerWh: number): void {
  let atWh = 1_000;
  for (const { transactionId, beginWh, endWh } of booked) {
    assert.ok(beginWh !== undefined && endWh !== undefined, `${transactionId} has no registers`);
    assert.equal(beginWh, atWh, `${transactionId} begins where the one before ended`);
    atWh = endWh;
  }
  assert.ok(Math.abs(registerWh - atWh) < ROUNDED_WH, `${registerWh - atWh} Wh after all`);
}

/** The register values of a list of meter values, with their contexts. */
function registersOf(meterValue: unknown): { context: unknown; wh: number }[] {
  if (!Array.isArray(meterValue)) return [];
  return meterValue.flatMap(({ sampledValue }) =>
    (Array.isArray(sampledValue) ? sampledValue : [])
      .filter(({ measurand = REGISTER }) => measurand === REGISTER)
      .map(({ context, value }) => ({ context, wh: Number(value) })),
  );
}

const REGISTER = 'Energy.Active.Import.Register';

function fields(value: unknown): Payload {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
