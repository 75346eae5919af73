import type { Registry } from 'prom-client';
import type { EventHub } from './event-hub.ts';
import type { Counters } from './ports.ts';

interface RequestCount {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  count: number;
}

/**
 * Numbers for Prometheus. Between scrapes nothing happens but counting in plain numbers; the client library is loaded
 * at the first scrape.
 */
export class Metrics {
  readonly #counters: Counters;
  readonly #hub: EventHub;
  readonly #requests = new Map<string, RequestCount>();
  #registry: Promise<Registry> | undefined;

  constructor(counters: Counters, hub: EventHub) {
    this.#counters = counters;
    this.#hub = hub;
  }

  countRequest(method: string, route: string, status: number): void {
    const key = `${method} ${route} ${status}`;
    const counted = this.#requests.get(key);
    if (counted === undefined) this.#requests.set(key, { method, route, status, count: 1 });
    else counted.count += 1;
  }

  /** In Prometheus' text format. */
  async text(): Promise<{ readonly contentType: string; readonly body: string }> {
    this.#registry ??= this.#build();
    const registry = await this.#registry;
    return {
      contentType: registry.contentType,
      body: (await registry.metrics()) + this.#durations(),
    };
  }

  #durations(): string {
    const counters = this.#counters;
    return (
      counters
        .commits()
        .text(
          'northbound_commit_duration_seconds',
          'From handing a batch to the store to its commit.',
        ) +
      counters
        .answers()
        .text('northbound_ocpp_answer_duration_seconds', "From a station's message to its answer.")
    );
  }

  async #build(): Promise<Registry> {
    const { collectDefaultMetrics, Counter, Gauge, Registry } = (await import('prom-client'))
      .default;
    const registry = new Registry();
    const registers = [registry];
    collectDefaultMetrics({ register: registry });
    const counters = this.#counters;
    const hub = this.#hub;
    const requests = this.#requests;
    new Gauge({
      name: 'northbound_stations_connected',
      help: 'Charging stations with an open connection.',
      labelNames: ['version'],
      registers,
      collect() {
        this.reset();
        for (const { version, count } of counters.connections()) this.set({ version }, count);
      },
    });
    new Counter({
      name: 'northbound_ocpp_messages_total',
      help: 'OCPP messages, direction seen from the CSMS.',
      labelNames: ['version', 'action', 'direction', 'outcome'],
      registers,
      collect() {
        this.reset();
        for (const { count, ...labels } of counters.messages()) this.inc(labels, count);
      },
    });
    new Counter({
      name: 'northbound_handshakes_refused_total',
      help: 'Handshakes of charging stations that came to nothing, by HTTP status, or tls.',
      labelNames: ['status'],
      registers,
      collect() {
        this.reset();
        for (const { status, count } of counters.refusals()) this.inc({ status }, count);
      },
    });
    new Counter({
      name: 'northbound_http_requests_total',
      help: 'HTTP requests answered.',
      labelNames: ['method', 'route', 'status'],
      registers,
      collect() {
        this.reset();
        for (const { count, ...labels } of requests.values()) this.inc(labels, count);
      },
    });
    new Gauge({
      name: 'northbound_store_writes_waiting',
      help: 'Batches that the store has not committed yet.',
      registers,
      collect() {
        this.set(counters.writesWaiting());
      },
    });
    new Gauge({
      name: 'northbound_webhook_events_waiting',
      help: 'Events that the receivers of webhooks have not taken yet.',
      registers,
      collect() {
        this.set(counters.webhookEventsWaiting());
      },
    });
    new Gauge({
      name: 'northbound_event_streams',
      help: 'Event streams that are open.',
      registers,
      collect() {
        this.set(hub.watchers);
      },
    });
    return registry;
  }
}
