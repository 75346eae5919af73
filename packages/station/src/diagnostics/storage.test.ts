import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VERSIONS, type Version } from '@northbound/protocol';
import { MemoryFlash } from '../nvm/flash/memory-flash.ts';
import { flashStorage } from '../nvm/flash-storage.ts';
import { DEFAULT_GEOMETRY } from '../nvm/sizes.ts';
import { type Bench, type BenchOptions, startBench } from '../testing/bench.ts';
import { listOf, setMonitors } from '../testing/monitoring.ts';
import { started, startSession } from '../testing/sessions.ts';

const ENTRIES = {
  component: { name: 'StorageCtrlr' },
  variable: { name: 'Entries', instance: 'Transactions' },
} as const;

type Fields = Record<string, unknown>;

function onFlash(version: Version, flash: MemoryFlash, options: BenchOptions = {}) {
  return startBench(version, {
    ...options,
    ports: { ...options.ports, storage: flashStorage(flash) },
  });
}

/** The events that the CSMS got with a code of this station's own, whatever the version calls it. */
async function told(bench: Bench, version: Version, code: string): Promise<Fields> {
  if (version === '1.6') {
    const fits = ({ vendorErrorCode }: Fields) => vendorErrorCode === code;
    return (await bench.csms.next('StatusNotification', fits)).payload;
  }
  const eventOf = (payload: Fields) =>
    listOf(payload, 'eventData').find(({ techCode }) => techCode === code);
  const { payload } = await bench.csms.next('NotifyEvent', (each) => eventOf(each) !== undefined);
  return eventOf(payload) ?? {};
}

async function valueIn({ csms }: Bench, name: string, instance?: string): Promise<string> {
  const variable = { name, ...(instance !== undefined && { instance }) };
  const answer = await csms.call('GetVariables', {
    getVariableData: [{ component: { name: 'StorageCtrlr' }, variable }],
  });
  const [result] = listOf(answer, 'getVariableResult');
  assert.equal(result?.attributeStatus, 'Accepted', name);
  return String(result?.attributeValue);
}

for (const version of ['2.0.1', '2.1'] as const) {
  test(`${version}: a monitor tells when the queue passes a threshold`, async () => {
    await using bench = await onFlash(version, new MemoryFlash(DEFAULT_GEOMETRY));
    await startSession(bench);
    const [result] = await setMonitors(bench, {
      type: 'UpperThreshold',
      value: 2,
      severity: 5,
      ...ENTRIES,
    });
    assert.equal(result?.status, 'Accepted');
    const isAlert = (payload: Fields) =>
      listOf(payload, 'eventData').some(
        ({ variableMonitoringId }) => variableMonitoringId === result?.id,
      );
    await bench.answered();
    bench.station.disconnect();
    await bench.clock.advance(200_000);
    assert.ok(bench.station.state().queuedEvents > 2);
    bench.station.connect();
    const { payload } = await bench.csms.next('NotifyEvent', isAlert);
    const [event] = listOf(payload, 'eventData');
    assert.equal(event?.actualValue, '3');
    assert.equal(event?.trigger, 'Alerting');
  });
}

test('2.1: the storage reports on itself', async () => {
  await using bench = await onFlash('2.1', new MemoryFlash(DEFAULT_GEOMETRY));
  await started(bench);
  await bench.answered();
  assert.equal(await valueIn(bench, 'Entries', 'Transactions'), '0');
  assert.equal(await valueIn(bench, 'Problem'), 'false');
  assert.equal(await valueIn(bench, 'ProjectedLife'), '1000');
  assert.ok(Number(await valueIn(bench, 'StorageLimit', 'Transactions')) > 300_000);
  const ram = Number(await valueIn(bench, 'Storage', 'RAM'));
  assert.ok(ram > 0 && ram < Number(await valueIn(bench, 'StorageLimit', 'RAM')));
  assert.equal(await valueIn(bench, 'Erasures', 'Least'), '0');
});

test('2.1: without flash only the queues are told', async () => {
  await using bench = await startBench('2.1');
  await started(bench);
  assert.equal(await valueIn(bench, 'Entries', 'DeadLetters'), '0');
  const answer = await bench.csms.call('GetVariables', {
    getVariableData: [{ component: { name: 'StorageCtrlr' }, variable: { name: 'ProjectedLife' } }],
  });
  const [result] = listOf(answer, 'getVariableResult');
  assert.equal(result?.attributeStatus, 'UnknownVariable');
});

test('1.6: the same figures by the keys that 2.1 calls them', async () => {
  await using bench = await onFlash('1.6', new MemoryFlash(DEFAULT_GEOMETRY));
  await started(bench);
  const key = 'StorageCtrlr.ProjectedLife';
  const answer = await bench.csms.call('GetConfiguration', { key: [key, 'StorageCtrlr.Nothing'] });
  assert.deepEqual(answer, {
    configurationKey: [{ key, readonly: true, value: '1000' }],
    unknownKey: ['StorageCtrlr.Nothing'],
  });
  assert.deepEqual(await bench.csms.call('ChangeConfiguration', { key, value: '1' }), {
    status: 'Rejected',
  });
});

for (const version of VERSIONS) {
  test(`${version}: flash that held something else is an event`, async () => {
    const noise = new Uint8Array(DEFAULT_GEOMETRY.sectorBytes * DEFAULT_GEOMETRY.sectorCount);
    noise.forEach((_, at) => {
      noise[at] = (at * 7919) >> 3;
    });
    await using bench = await onFlash(version, new MemoryFlash(DEFAULT_GEOMETRY, noise));
    const event = await told(bench, version, 'StorageReplaced');
    assert.ok(JSON.stringify(event).includes('flash'));
    if (version === '1.6') return;
    await bench.answered();
    const types = bench.csms.all('SecurityEventNotification').map(({ payload }) => payload.type);
    assert.ok(types.includes('SecurityLogWasCleared'));
  });

  test(`${version}: what exhausted its attempts is told, listed and sent again, over a power cut`, async () => {
    await using bench = await onFlash(version, new MemoryFlash(DEFAULT_GEOMETRY), {
      variables: {
        'OCPPCommCtrlr.MessageAttempts[TransactionEvent]': '1',
        'SampledDataCtrlr.TxUpdatedInterval': '0',
      },
    });
    const { csms, station } = bench;
    const action = version === '1.6' ? 'StartTransaction' : 'TransactionEvent';
    let fails = true;
    csms.answers.set(action, () => {
      if (fails) throw new Error('cannot process');
      return version === '1.6'
        ? { transactionId: 7, idTagInfo: { status: 'Accepted' } }
        : { idTokenInfo: { status: 'Accepted' } };
    });
    await startSession(bench);
    await told(bench, version, 'MessageParked');
    const [first] = csms.all(action);
    await bench.answered();
    fails = false;
    station.powerCut();
    await station.start();
    await csms.next('BootNotification');
    await delivered(bench);
    const list = await transfer(bench, version, 'ListDeadLetters');
    const letters = listOf({ letters: list.data }, 'letters');
    assert.equal(letters[0]?.messageId, first?.messageId);
    assert.deepEqual(
      station.deadLetters().map(({ id }) => id),
      letters.map(({ id }) => id),
    );
    const { length } = csms.all(action);
    const resent = await transfer(bench, version, 'ResendDeadLetters', { ids: [letters[0]?.id] });
    assert.deepEqual(resent, { status: 'Accepted', data: { ids: [letters[0]?.id] } });
    await delivered(bench);
    const again = csms.all(action)[length];
    assert.deepEqual(again, first, 'the same message with the same id');
    const nothing = await transfer(bench, version, 'ResendDeadLetters', { ids: [99] });
    assert.deepEqual(nothing, { status: 'Rejected', data: { ids: [] } });
  });
}

/** The queue is empty: what was on its way when the power went is answered by the next boot's. */
async function delivered({ clock, station }: Bench): Promise<void> {
  while (station.state().registration !== 'Accepted' || station.state().queuedEvents > 0) {
    await clock.settle();
  }
}

/** 1.6 has text only. */
async function transfer(
  { csms }: Bench,
  version: Version,
  messageId: string,
  data?: object,
): Promise<Fields> {
  const text = version === '1.6' ? JSON.stringify(data) : data;
  const answer = await csms.call('DataTransfer', {
    vendorId: 'org.northbound',
    messageId,
    ...(data !== undefined && { data: text }),
  });
  assert.ok(typeof answer === 'object' && answer !== null && 'status' in answer);
  const told = 'data' in answer ? answer.data : undefined;
  return {
    status: answer.status,
    data: typeof told === 'string' ? JSON.parse(told) : told,
  };
}

test('2.1: the sector that was erased most, and the one that was least', async () => {
  const flash = new MemoryFlash(DEFAULT_GEOMETRY);
  const storage = flashStorage(flash);
  await using bench = await startBench('2.1', { ports: { storage } });
  await started(bench);
  const worn = () => storage.status(0).flash;
  for (let n = 0; worn().mostErasures - worn().leastErasures !== 1; n++) {
    storage.values.set('often', 'x'.repeat(2_000 + (n % 2)));
  }
  const read = [
    await valueIn(bench, 'Erasures', 'Most'),
    await valueIn(bench, 'Erasures', 'Least'),
  ];
  const { mostErasures, leastErasures } = worn();
  assert.deepEqual(read, [String(mostErasures), String(leastErasures)]);
  assert.ok(mostErasures > leastErasures);
});
