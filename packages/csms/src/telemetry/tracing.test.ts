import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, test } from 'node:test';
import { ocpp16 } from '@northbound/protocol/ocpp16';
import { ocpp21 } from '@northbound/protocol/ocpp21';
import { ocpp201 } from '@northbound/protocol/ocpp201';
import { createRpcServer } from '@northbound/rpc';
import { VirtualClock } from '@northbound/rpc/testing';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { listen } from '../node/http.ts';
import { startCsms } from '../server.ts';
import { openSqlite } from '../store/sqlite/index.ts';
import { logicUnderTest } from '../testing/csms-under-test.ts';
import { boot2, boot16, transactionEvent } from '../testing/messages.ts';
import { RawStation } from '../testing/raw-station.ts';
import { tracesEndpoint } from './node/otlp.ts';
import { Tracing } from './tracing.ts';

const exporter = new InMemorySpanExporter();
const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
const tracing = new Tracing(provider.getTracer('test'));
const inner = await openSqlite({ file: ':memory:', worker: false });
const clock = new VirtualClock(Date.UTC(2026, 0, 1));
const { csms, bus } = await logicUnderTest({ clock, database: tracing.database(inner) });
const http = createServer();
const handlers = tracing.handlers(csms.handlers);
const rpc = createRpcServer({
  ...csms.gateway,
  observer: tracing.observing(csms.gateway.observer),
  onDisconnect(peer, context, info) {
    csms.gateway.onDisconnect(peer, context, info);
    tracing.disconnected(context);
  },
  server: http,
  clock,
  limits: { drainMs: 0, pingIntervalMs: 0 },
  versions: {
    '1.6': { protocol: ocpp16, handlers: handlers['1.6'] },
    '2.0.1': { protocol: ocpp201, handlers: handlers['2.0.1'] },
    '2.1': { protocol: ocpp21, handlers: handlers['2.1'] },
  },
});
const port = await listen(http, 0, '127.0.0.1');
after(async () => {
  await rpc.close();
  http.close();
  await csms.close();
  await inner.close();
});

/** The names of the spans of a trace, each below its parent. */
function treeOf(root: ReadableSpan): string[] {
  const spans = exporter.getFinishedSpans();
  const below = (parent: ReadableSpan, depth: number): string[] => [
    '  '.repeat(depth) + parent.name,
    ...spans
      .filter(({ parentSpanContext }) => parentSpanContext?.spanId === parent.spanContext().spanId)
      .sort((a, b) => a.startTime[0] - b.startTime[0] || a.startTime[1] - b.startTime[1])
      .flatMap((span) => below(span, depth + 1)),
  ];
  return below(root, 0);
}

function rootOf(name: string): ReadableSpan {
  const root = exporter.getFinishedSpans().findLast((span) => span.name === name);
  assert.ok(root !== undefined, `no ${name}`);
  assert.equal(root.parentSpanContext, undefined);
  return root;
}

test('a message is one trace: validated, handled, committed, answered', async () => {
  await using station = await RawStation.connect(port, 'CS-1', 'ocpp2.1');
  await station.call('BootNotification', boot2);
  exporter.reset();
  await station.call('TransactionEvent', transactionEvent('T', 0, 'Started'));
  const root = rootOf('OCPP TransactionEvent');
  const tree = treeOf(root);
  assert.deepEqual(tree.slice(0, 4), [
    'OCPP TransactionEvent',
    '  validate',
    '  handle',
    '    commit',
  ]);
  assert.equal(tree.at(-1), '  answer');
  assert.equal(root.attributes['ocpp.station'], 'CS-1');
  assert.equal(root.attributes['ocpp.version'], '2.1');
  const traceIds = new Set(exporter.getFinishedSpans().map((span) => span.spanContext().traceId));
  assert.equal(traceIds.size, 1, 'nothing of it is in another trace');
});

test('messages of many stations do not get into the traces of each other', async () => {
  const ids = Array.from({ length: 8 }, (_, i) => `CS-1${i}`);
  const stations = await Promise.all(ids.map((id) => RawStation.connect(port, id, 'ocpp2.1')));
  await Promise.all(stations.map((station) => station.call('BootNotification', boot2)));
  exporter.reset();
  await Promise.all(
    stations.map((station, i) =>
      station.call('TransactionEvent', transactionEvent(`T${i}`, 0, 'Started')),
    ),
  );
  const roots = exporter.getFinishedSpans().filter((span) => span.name.startsWith('OCPP'));
  assert.equal(roots.length, 8);
  const trees = new Set(roots.map((root) => treeOf(root).join('\n')));
  assert.equal(trees.size, 1, [...trees].join('\n---\n'));
  await Promise.all(stations.map((station) => station[Symbol.asyncDispose]()));
});

test('a message that does not validate ends as an error, without a handler', async () => {
  await using station = await RawStation.connect(port, 'CS-1', 'ocpp2.1');
  exporter.reset();
  await station.call('StatusNotification', { connectorStatus: 'Sideways' });
  const root = rootOf('OCPP StatusNotification');
  assert.deepEqual(treeOf(root), ['OCPP StatusNotification', '  validate']);
  assert.match(root.status.message ?? '', /Violation|Format/);
});

/** Resolves when the connection of a station has ended. */
function gone(stationId: string): Promise<void> {
  return new Promise((resolve) => {
    const end = bus.subscribe({ types: ['station'] }, (event) => {
      if (event.type !== 'station' || event.stationId !== stationId || event.station.connected)
        return;
      end();
      setImmediate(resolve);
    });
  });
}

/** A station that waits for a command of ours, and its message id. */
async function asked(station: RawStation): Promise<string> {
  const [type, messageId, action] = await station.next();
  assert.deepEqual([type, action], [2, 'ClearCache']);
  return String(messageId);
}

test('a message of ours is one trace too, whatever comes back', async () => {
  await using station = await RawStation.connect(port, 'CS-2', 'ocpp2.1');
  await station.call('BootNotification', boot2);
  const answers: readonly (readonly [answer: (id: string) => unknown[], problem: string])[] = [
    [(id) => [3, id, { status: 'Accepted' }], ''],
    [(id) => [4, id, 'NotSupported', 'no', {}], 'NotSupported'],
    [(id) => [3, id, { status: 'Perhaps' }], 'the answer is not valid'],
  ];
  for (const [answer, problem] of answers) {
    exporter.reset();
    const calling = csms.commands.call('CS-2', 'ClearCache', {}, 30);
    station.send(answer(await asked(station)));
    await calling;
    const root = rootOf('OCPP ClearCache');
    assert.equal(root.kind, SpanKind.CLIENT);
    assert.equal(root.status.message ?? '', problem);
    assert.equal(root.status.code === SpanStatusCode.ERROR, problem !== '');
    assert.deepEqual(treeOf(root), ['OCPP ClearCache']);
  }
});

test('an answer that comes late belongs to the message that it answers', async () => {
  await using station = await RawStation.connect(port, 'CS-3', 'ocpp2.1');
  await station.call('BootNotification', boot2);
  exporter.reset();
  const call = async () => {
    const calling = csms.commands.call('CS-3', 'ClearCache', {}, 30);
    const messageId = await asked(station);
    await clock.advance(31_000);
    assert.equal((await calling).outcome, 'timedOut');
    return messageId;
  };
  const answer = async (messageId: string) => {
    station.send([3, messageId, { status: 'Accepted' }]);
    await station.call('Heartbeat', {});
  };
  await answer(await call());
  const late = rootOf('OCPP ClearCache');
  assert.equal(late.status.message, 'answered late');
  const first = await call();
  const second = await call();
  const unanswered = rootOf('OCPP ClearCache');
  assert.equal(unanswered.attributes['ocpp.message_id'], first);
  assert.equal(unanswered.status.message, 'no answer in time');
  await answer(first);
  assert.deepEqual(treeOf(unanswered), ['OCPP ClearCache', '  late answer']);
  const ended = gone('CS-3');
  station.cut();
  await ended;
  const last = rootOf('OCPP ClearCache');
  assert.equal(last.attributes['ocpp.message_id'], second);
  assert.equal(last.status.message, 'the connection ended');
});

test('a message without an answer is a trace as well', async () => {
  await using station = await RawStation.connect(port, 'CS-4', 'ocpp2.1');
  await station.call('BootNotification', boot2);
  exporter.reset();
  const stream = { id: 1, pending: 0, basetime: '2026-01-01T00:00:00Z', data: [{ t: 0, v: '1' }] };
  station.send([6, 's1', 'NotifyPeriodicEventStream', stream]);
  station.send([6, 's2', 'NotifyPeriodicEventStream', {}]);
  await station.call('Heartbeat', {});
  const sends = exporter
    .getFinishedSpans()
    .filter(({ name }) => name === 'OCPP NotifyPeriodicEventStream');
  assert.deepEqual(
    sends.map((root) => [root.attributes['ocpp.message_id'], ...treeOf(root).slice(1, 3)]).sort(),
    [
      ['s1', '  validate', '  handle'],
      ['s2', '  validate'],
    ],
  );
});

test('the standard variables of OpenTelemetry say where traces go', () => {
  assert.equal(tracesEndpoint({}), undefined);
  const shared = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/' };
  assert.equal(tracesEndpoint(shared), 'http://collector:4318/v1/traces');
  const own = 'http://traces:4318/x';
  assert.equal(tracesEndpoint({ ...shared, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: own }), own);
  assert.equal(tracesEndpoint({ ...shared, OTEL_SDK_DISABLED: 'true' }), undefined);
  assert.equal(tracesEndpoint({ ...shared, OTEL_TRACES_EXPORTER: 'none' }), undefined);
});

interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly { readonly key: string; readonly value: object }[];
  readonly status: { readonly code: number; readonly message?: string };
}

/** A receiver of OTLP/HTTP in JSON, as the specification of OpenTelemetry has it. */
async function collector() {
  const spans: OtlpSpan[] = [];
  const services = new Set<string>();
  const server = createServer(async (request, response) => {
    assert.deepEqual([request.method, request.url], ['POST', '/v1/traces']);
    assert.equal(request.headers['content-type'], 'application/json');
    const { resourceSpans } = JSON.parse(Buffer.concat(await request.toArray()).toString());
    for (const { resource, scopeSpans } of resourceSpans) {
      for (const { key, value } of resource.attributes)
        if (key === 'service.name') services.add(value.stringValue);
      for (const scope of scopeSpans) spans.push(...scope.spans);
    }
    response.end('{}');
  });
  const at = await listen(server, 0, '127.0.0.1');
  return {
    spans,
    services,
    endpoint: `http://127.0.0.1:${at}/v1/traces`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** A CSMS that sends its traces to a collector, and is asked for something in both directions. */
async function traced(endpoint: string): Promise<void> {
  const running = await startCsms({
    port: 0,
    databaseFile: ':memory:',
    logLevel: 'silent',
    admission: 'open',
    tracesEndpoint: endpoint,
  });
  await using station = await RawStation.connect(running.port, 'CS-1', 'ocpp1.6');
  await station.call('BootNotification', boot16);
  await station.call('StatusNotification', { connectorId: 'one' });
  const calling = running.commands.call('CS-1', 'ClearCache', {}, 30);
  station.send([3, await asked(station), { status: 'Accepted' }]);
  await calling;
  await running.close();
}

test('a CSMS sends its traces to a collector, what is left when it stops', async () => {
  const { spans, services, endpoint, close } = await collector();
  await traced(endpoint);
  close();
  assert.deepEqual([...services], ['northbound-csms']);
  const roots = new Map(
    spans
      .filter(({ parentSpanId }) => (parentSpanId ?? '') === '')
      .map((span) => [span.name, span]),
  );
  const boot = roots.get('OCPP BootNotification');
  assert.match(boot?.traceId ?? '', /^[0-9a-f]{32}$/);
  const steps = spans.filter(({ parentSpanId }) => parentSpanId === boot?.spanId);
  assert.deepEqual(steps.map(({ name }) => name).sort(), ['answer', 'handle', 'validate']);
  for (const { traceId, startTimeUnixNano, endTimeUnixNano } of steps) {
    assert.equal(traceId, boot?.traceId);
    assert.ok(BigInt(startTimeUnixNano) <= BigInt(endTimeUnixNano));
  }
  const attributes = Object.fromEntries(
    (boot?.attributes ?? []).map(({ key, value }) => [key, Object.values(value)[0]]),
  );
  assert.equal(attributes['ocpp.station'], 'CS-1');
  assert.equal(attributes['ocpp.version'], '1.6');
  const refused = roots.get('OCPP StatusNotification');
  // STATUS_CODE_ERROR; SPAN_KIND_SERVER and SPAN_KIND_CLIENT.
  assert.equal(refused?.status.code, 2);
  assert.equal(boot?.kind, 2);
  assert.equal(roots.get('OCPP ClearCache')?.kind, 3);
});

test('the standard variables of OpenTelemetry say how many traces are taken', async (t) => {
  const { spans, endpoint, close } = await collector();
  for (const [sampler, isTaken] of [
    ['always_off', false],
    ['parentbased_traceidratio', true],
  ] as const) {
    process.env.OTEL_TRACES_SAMPLER = sampler;
    process.env.OTEL_TRACES_SAMPLER_ARG = '1';
    t.after(() => {
      delete process.env.OTEL_TRACES_SAMPLER;
      delete process.env.OTEL_TRACES_SAMPLER_ARG;
    });
    await traced(endpoint);
    assert.equal(spans.length > 0, isTaken, sampler);
  }
  close();
});
