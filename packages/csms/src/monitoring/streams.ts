import type { Ocpp21 } from '@northbound/protocol';
import type { AnyPeer } from '@northbound/rpc';
import { CommandError } from '../command-error.ts';
import type { Core } from '../core.ts';
import { ask21, failureText } from '../stations/ask.ts';
import type { Station } from '../stations/station.ts';
import { epochMsOf, timestampOf } from '../timestamps.ts';
import type { Page } from '../views.ts';
import type { Monitors } from './monitors.ts';
import {
  appendSamples,
  loadStreams,
  type Sample,
  type SampleFilter,
  type Stream,
  saveStream,
  selectSamples,
} from './stream-sql.ts';
import type { StreamSamplesView, StreamView } from './views.ts';

/** Streams of one station; a station with more has lost count of them. */
const MOST_OPEN = 100;

/** Streams of one station that were ever open: it numbers them, and may use a number again. */
const MOST_KNOWN = 1_000;

/** The last moment that a date of JavaScript can be. */
const LAST_MS = 8.64e15;

interface StationStreams {
  readonly streams: Map<number, Stream>;
  /** Values that waited at the station when its last message was sent. */
  readonly pending: Map<number, number>;
}

/** Periodic event streams of 2.1 stations (part 2, N11 to N15): frequent values without an answer for each. */
export class Streams {
  readonly #core: Core;
  readonly #monitors: Monitors;
  readonly #stations = new Map<string, StationStreams>();

  private constructor(core: Core, monitors: Monitors) {
    this.#core = core;
    this.#monitors = monitors;
    core.signals.on('removed', ({ station }) => this.#stations.delete(station.id));
  }

  static async load(core: Core, monitors: Monitors): Promise<Streams> {
    const streams = new Streams(core, monitors);
    for (const [stationId, stream] of await loadStreams(core.database)) {
      streams.#at(stationId).streams.set(stream.streamId, stream);
    }
    return streams;
  }

  /** N11. @returns whether its data will be taken */
  async open(station: Station, data: Ocpp21.ConstantStreamDataType): Promise<boolean> {
    const { streams, pending } = this.#at(station.id);
    const open = [...streams.values()].filter(({ closedAtMs }) => closedAtMs === undefined);
    const isKnown = streams.get(data.id)?.closedAtMs === undefined && streams.has(data.id);
    if (!isKnown && open.length >= MOST_OPEN) return false;
    if (!streams.has(data.id) && streams.size >= MOST_KNOWN) return false;
    const stream = this.#streamOf(data);
    await this.#core.database.write([saveStream(station.id, stream)]);
    streams.set(data.id, stream);
    pending.set(data.id, 0);
    return true;
  }

  /** N13. */
  async close(station: Station, streamId: number): Promise<void> {
    const stream = this.#at(station.id).streams.get(streamId);
    if (stream === undefined || stream.closedAtMs !== undefined) return;
    const closed = { ...stream, closedAtMs: this.#core.clock.epochMs() };
    await this.#core.database.write([saveStream(station.id, closed)]);
    this.#at(station.id).streams.set(streamId, closed);
  }

  /** N15. Nobody can be told when it is not taken: the remark stands on its frame. */
  async take(
    station: Station,
    { id: streamId, basetime, data, pending }: Ocpp21.NotifyPeriodicEventStreamRequest,
    messageId: string,
  ): Promise<void> {
    const remark = (text: string) => this.#core.remark(station, messageId, text);
    const known = this.#stations.get(station.id);
    const stream = known?.streams.get(streamId);
    if (known === undefined || stream === undefined || stream.closedAtMs !== undefined) {
      remark(`stream ${streamId} is not open; its values are not stored`);
      return;
    }
    const baseMs = epochMsOf(basetime);
    const samples = data
      .map(({ t, v }): Sample => [Math.round(baseMs + t * 1000), v])
      .filter(([atMs]) => Math.abs(atMs) <= LAST_MS);
    if (samples.length < data.length) remark('moments that no calendar has; not stored');
    // 2.1 part 2, N15.FR.05: the parameters of the stream are too small for its data.
    if (pending > (known.pending.get(streamId) ?? 0)) {
      remark(`more values wait at the station than before: ${pending}`);
    }
    known.pending.set(streamId, pending);
    const [first] = samples;
    if (first === undefined) return;
    await this.#core.database.write([
      appendSamples({
        id: this.#core.ids.next('stream_samples'),
        stationId: station.id,
        streamId,
        receivedAtMs: this.#core.clock.epochMs(),
        firstAtMs: first[0],
        samples,
      }),
    ]);
  }

  /** @throws CommandError `unknownStation` */
  async list(stationId: string): Promise<StreamView[]> {
    this.#monitors.known(stationId);
    const monitors = await this.#monitors.reported(stationId);
    const desired = await this.#monitors.desired(stationId);
    const watched = new Map(
      [...desired, ...monitors].map((each) => [each.monitorId, each.watched]),
    );
    const { streams, pending } = this.#stations.get(stationId) ?? {
      streams: new Map(),
      pending: new Map(),
    };
    return [...streams.values()].map((stream) => ({
      streamId: stream.streamId,
      monitorId: stream.monitorId,
      ...optional('watched', watched.get(stream.monitorId)),
      ...optional('intervalS', stream.intervalS),
      ...optional('values', stream.values),
      openedAt: timestampOf(stream.openedAtMs),
      ...(stream.closedAtMs === undefined ? {} : { closedAt: timestampOf(stream.closedAtMs) }),
      pending: pending.get(stream.streamId) ?? 0,
    }));
  }

  samples(filter: SampleFilter): Promise<Page<StreamSamplesView>> {
    this.#monitors.known(filter.stationId);
    return selectSamples(this.#core.database, filter);
  }

  /**
   * N14: how often a stream is sent.
   *
   * @throws CommandError `unknownStation`, `notFound`; `conflict` when the station is away or refuses
   */
  async adjust(
    stationId: string,
    streamId: number,
    params: { readonly intervalS?: number; readonly values?: number },
  ): Promise<StreamView[]> {
    const peer = this.#peer21(stationId);
    const stream = this.#stations.get(stationId)?.streams.get(streamId);
    if (stream === undefined || stream.closedAtMs !== undefined) {
      throw new CommandError('notFound', `${stationId} has no open stream ${streamId}.`);
    }
    const { intervalS, values } = params;
    const outcome = await ask21(peer, 'AdjustPeriodicEventStream', {
      id: streamId,
      params: { ...optional('interval', intervalS), ...optional('values', values) },
    });
    if (outcome.outcome !== 'answered') throw new CommandError('conflict', failureText(outcome));
    if (outcome.payload.status !== 'Accepted') {
      throw new CommandError('conflict', 'The station cannot send this stream so often.');
    }
    const adjusted: Stream = { ...stream, intervalS, values };
    await this.#core.database.write([saveStream(stationId, adjusted)]);
    this.#at(stationId).streams.set(streamId, adjusted);
    return this.list(stationId);
  }

  /** N12: what the station says is open. @throws CommandError as `adjust` does */
  async read(stationId: string): Promise<StreamView[]> {
    const outcome = await ask21(this.#peer21(stationId), 'GetPeriodicEventStream', {});
    if (outcome.outcome !== 'answered') throw new CommandError('conflict', failureText(outcome));
    const nowMs = this.#core.clock.epochMs();
    const open = (outcome.payload.constantStreamData ?? []).map((data) => this.#streamOf(data));
    const { streams } = this.#at(stationId);
    const changed = new Map(
      [...streams.values()]
        .filter(({ closedAtMs }) => closedAtMs === undefined)
        .map((stream): [number, Stream] => [stream.streamId, { ...stream, closedAtMs: nowMs }]),
    );
    for (const stream of open) {
      const openedAtMs = streams.get(stream.streamId)?.openedAtMs ?? nowMs;
      changed.set(stream.streamId, { ...stream, openedAtMs });
    }
    if (changed.size > 0) {
      await this.#core.database.write(
        [...changed.values()].map((stream) => saveStream(stationId, stream)),
      );
    }
    for (const [streamId, stream] of changed) streams.set(streamId, stream);
    return this.list(stationId);
  }

  #streamOf({ id, params, variableMonitoringId }: Ocpp21.ConstantStreamDataType): Stream {
    return {
      streamId: id,
      monitorId: variableMonitoringId,
      intervalS: params.interval,
      values: params.values,
      openedAtMs: this.#core.clock.epochMs(),
      closedAtMs: undefined,
    };
  }

  #at(stationId: string): StationStreams {
    const known = this.#stations.get(stationId);
    if (known !== undefined) return known;
    const fresh: StationStreams = { streams: new Map(), pending: new Map() };
    this.#stations.set(stationId, fresh);
    return fresh;
  }

  #peer21(stationId: string): Extract<AnyPeer<'CSMS'>, { readonly version: '2.1' }> {
    const peer = this.#monitors.known(stationId).connection?.peer;
    if (peer === undefined) throw new CommandError('conflict', `${stationId} is not connected.`);
    if (peer.version === '2.1') return peer;
    throw new CommandError('conflict', `OCPP ${peer.version} has no periodic event streams.`);
  }
}

/** A property that is there when it has a value. */
function optional<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { readonly [N in Name]?: Value } {
  const property: { [N in Name]?: Value } = {};
  if (value !== undefined) property[name] = value;
  return property;
}
