import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, test } from 'node:test';
import { ocpp16 } from '@northbound/protocol/ocpp16';
import { ocpp21 } from '@northbound/protocol/ocpp21';
import { ocpp201 } from '@northbound/protocol/ocpp201';
import { createRpcServer } from '@northbound/rpc';
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
import { boot2, transactionEvent } from '../testing/messages.ts';
import { RawStation } from '../testing/raw-station.ts';
import { tracesEndpoint } from './node/otlp.ts';
import { Tracing } from './tracing.ts';

const exporter = new InMemorySpanExporter();
const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
const tracing = new Tracing(provider.getTracer('test'));
const inner = await openSqlite({ file: ':memory:', worker: false });
const { csms } = await logicUnderTest({ database: tracing.database(inner) });
const http = createServer();
const handlers = tracing.handlers(csms.handlers);
const rpc = createRpcServer({
  ...csms.gateway,
  observer: tracing.observing(csms.gateway.observer),
  server: http,
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

test('the standard variables of OpenTelemetry say where traces go', () => {
  assert.equal(tracesEndpoint({}), undefined);
  const shared = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/' };
  assert.equal(tracesEndpoint(shared), 'http://collector:4318/v1/traces');
  const own = 'http://traces:4318/x';
  assert.equal(tracesEndpoint({ ...shared, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: own }), own);
  assert.equal(tracesEndpoint({ ...shared, OTEL_SDK_DISABLED: 'true' }), undefined);
  assert.equal(tracesEndpoint({ ...shared, OTEL_TRACES_EXPORTER: 'none' }), undefined);
});

test('a CSMS sends its traces to a collector, what is left when it stops', async () => {
  const bodies: string[] = [];
  const collector = createServer(async (request, response) => {
    bodies.push(Buffer.concat(await request.toArray()).toString('latin1'));
    response.end('{}');
    collector.emit('taken');
  });
  const collectorPort = await listen(collector, 0, '127.0.0.1');
  const running = await startCsms({
    port: 0,
    databaseFile: ':memory:',
    logLevel: 'silent',
    admission: 'open',
    tracesEndpoint: `http://127.0.0.1:${collectorPort}/v1/traces`,
  });
  const taken = once(collector, 'taken');
  await using station = await RawStation.connect(running.port, 'CS-1', 'ocpp2.1');
  await station.call('BootNotification', boot2);
  await running.close();
  await taken;
  assert.match(bodies.join(''), /OCPP BootNotification/);
  collector.close();
  collector.closeAllConnections();
});
