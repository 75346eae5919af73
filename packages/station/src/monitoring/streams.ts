import type { Ocpp21 } from '@northbound/protocol';
import type { Timer } from '@northbound/rpc';
import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import { SparseMap } from '../sparse-map.ts';
import { MONITOR_RULES, type Monitor } from './monitor.ts';

type Params = Ocpp21.PeriodicEventStreamParamsType;

/** A stream without a link keeps this many values, the newest. */
const MAX_BUFFERED = 1_000;

/** Where only an amount is given, or none: never more than this in one message. */
const MAX_VALUES = 100;

interface Stream {
  readonly id: number;
  params: Params;
  /** `Asked`: values go by NotifyEvent until the CSMS has accepted. */
  state: 'Asked' | 'Open' | 'Refused';
  buffer: { readonly epochMs: number; readonly value: string }[];
  timer: Timer | undefined;
}

/**
 * Periodic event streams (2.1 part 2, N11 to N15): many values of a monitor in one message that
 * nobody answers. Without a stream, or with one that was refused, the monitor tells by NotifyEvent.
 */
export class EventStreams {
  readonly #core: Core;
  /** By the id of the monitor, which is the stream's too: a monitor has one at most. */
  readonly #streams = new SparseMap<number, Stream>();

  constructor(core: Core) {
    this.#core = core;
  }

  open({ id, type, stream: params }: Monitor): void {
    const suits = MONITOR_RULES[type].trigger !== 'Alerting';
    const max = this.#core.variables.integer(VARIABLE.maxEventStreams);
    if (params === undefined || !suits || !isUsable(params) || this.#streams.size >= max) return;
    const stream: Stream = { id, params, state: 'Asked', buffer: [], timer: undefined };
    this.#streams.set(id, stream);
    void this.#ask(stream);
  }

  /** A new link: streams that the CSMS has not been asked for are asked for now. */
  linkUp(): void {
    for (const stream of this.#streams.values()) {
      if (stream.state === 'Asked') void this.#ask(stream);
      else if (stream.state === 'Open') this.#restart(stream);
    }
  }

  /** @returns whether the value goes through a stream */
  take({ id }: Monitor, value: string): boolean {
    const stream = this.#streams.get(id);
    if (stream?.state !== 'Open') return false;
    stream.buffer.push({ epochMs: this.#core.clock.epochMs(), value });
    if (stream.buffer.length > MAX_BUFFERED) stream.buffer.shift();
    const { values = 0 } = stream.params;
    // N15.FR.08; no more than the station keeps can be waited for.
    if (values > 0 && stream.buffer.length >= Math.min(values, MAX_BUFFERED)) this.#send(stream);
    return true;
  }

  /** What waits is sent first (N13.FR.03). */
  close(monitorId: number): void {
    const stream = this.#streams.get(monitorId);
    if (stream === undefined) return;
    this.#streams.delete(monitorId);
    stream.timer?.cancel();
    if (stream.state !== 'Open') return;
    while (stream.buffer.length > 0 && this.#send(stream));
    void this.#core.csms?.monitoring.closeStream({ id: stream.id });
  }

  /** AdjustPeriodicEventStream (N14). */
  adjust({
    id,
    params,
  }: Ocpp21.AdjustPeriodicEventStreamRequest): Ocpp21.AdjustPeriodicEventStreamResponse {
    const stream = this.#streams.get(id);
    if (stream?.state !== 'Open' || !isUsable(params)) return { status: 'Rejected' };
    stream.params = params;
    this.#restart(stream);
    return { status: 'Accepted' };
  }

  /** GetPeriodicEventStream (N12). */
  list(): Ocpp21.GetPeriodicEventStreamResponse {
    const open = [...this.#streams.values()].filter(({ state }) => state === 'Open');
    return open.length === 0 ? {} : { constantStreamData: open.map(constantData) };
  }

  async #ask(stream: Stream): Promise<void> {
    const { csms } = this.#core;
    if (csms === undefined) return;
    const outcome = await csms.monitoring.openStream({
      constantStreamData: constantData(stream),
    });
    if (!this.#core.on || this.#streams.get(stream.id) !== stream) return;
    if (outcome.outcome === 'closed') return;
    const isAccepted = outcome.outcome === 'answered' && outcome.payload.status === 'Accepted';
    stream.state = isAccepted ? 'Open' : 'Refused';
    if (isAccepted) this.#restart(stream);
  }

  #restart(stream: Stream): void {
    stream.timer?.cancel();
    stream.timer = undefined;
    const { interval = 0 } = stream.params;
    if (interval === 0) return;
    stream.timer = this.#core.after(interval * 1000, () => {
      if (stream.buffer.length > 0) this.#send(stream);
      this.#restart(stream);
    });
  }

  /** @returns whether there was a link that takes it */
  #send(stream: Stream): boolean {
    const { csms } = this.#core;
    const { values = 0 } = stream.params;
    const count = values > 0 ? values : MAX_VALUES;
    const batch = stream.buffer.slice(0, count);
    const [first] = batch;
    if (csms === undefined || first === undefined) return false;
    stream.buffer = stream.buffer.slice(batch.length);
    csms.monitoring.sendStream({
      id: stream.id,
      pending: stream.buffer.length,
      basetime: new Date(first.epochMs).toISOString(),
      data: batch.map(({ epochMs, value }) => ({ t: (epochMs - first.epochMs) / 1000, v: value })),
    });
    return true;
  }
}

function constantData({ id, params }: Stream): Ocpp21.ConstantStreamDataType {
  return { id, params, variableMonitoringId: id };
}

/** N11.FR.09: an interval, an amount, or both. */
function isUsable({ interval = 0, values = 0 }: Params): boolean {
  return interval > 0 || values > 0;
}
