import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryFlash } from '../nvm/flash/memory-flash.ts';
import { flashStorage } from '../nvm/flash-storage.ts';
import { TINY, TINY_SIZES } from '../nvm/testing/flashes.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';

const OPTIONS = { sizes: { ...TINY_SIZES, valuesBytes: 8192 } };

test('2.1: what finds no room is refused, and the operator hears of it', async () => {
  const flash = new MemoryFlash({ ...TINY, sectorCount: 96 });
  const at = new VirtualBench('2.1', { ports: { storage: flashStorage(flash, OPTIONS) } });
  await at.begin();
  for (let n = 0; at.storage.values.set(`filler ${n}`, 'x'.repeat(200)); n++);
  for (let n = 0; at.storage.values.set(`little ${n}`, 'x'); n++);
  const component = { name: 'OCPPCommCtrlr' };
  const variable = { name: 'OfflineThreshold' };
  const setVariableData = [{ component, variable, attributeValue: '77' }];
  assert.deepEqual(await at.ask('SetVariables', { setVariableData }), {
    setVariableResult: [
      {
        component,
        variable,
        attributeType: 'Actual',
        attributeStatus: 'Rejected',
        attributeStatusInfo: { reasonCode: 'OutOfStorage', additionalInfo: 'finds no room' },
      },
    ],
  });
  const monitor = { type: 'UpperThreshold', value: 400, severity: 5, component, variable };
  assert.deepEqual(await at.ask('SetVariableMonitoring', { setMonitoringData: [monitor] }), {
    setMonitoringResult: [
      {
        type: 'UpperThreshold',
        severity: 5,
        component,
        variable,
        status: 'Rejected',
        statusInfo: { reasonCode: 'OutOfStorage' },
      },
    ],
  });
  for (let n = 0; at.storage.values.keep(`least ${n}`, 'x'); n++);
  const refused = { status: 'Rejected', statusInfo: { reasonCode: 'OutOfStorage' } };
  assert.deepEqual(await at.ask('SetMonitoringLevel', { severity: 3 }), refused);
  assert.deepEqual(await at.ask('SetMonitoringBase', { monitoringBase: 'HardWiredOnly' }), refused);
  const out = { operationalStatus: 'Inoperative', evse: { id: 1 } };
  assert.deepEqual(await at.ask('ChangeAvailability', out), refused);
  await at.pass(5_000);
  assert.equal(at.station.state().evses[0]?.connectors[0]?.availabilityState, 'Available');
  assert.match(JSON.stringify(at.got('NotifyEvent')), /ValuesFull/);
  const types = at.got('SecurityEventNotification').map(({ type }) => type);
  assert.ok(types.includes('MemoryExhaustion'));
  await at.end();
});

test('2.1 G03.FR.08: what the operator takes out of use has more of the room than what others set', async () => {
  const flash = new MemoryFlash({ ...TINY, sectorCount: 96 });
  const at = new VirtualBench('2.1', { ports: { storage: flashStorage(flash, OPTIONS) } });
  await at.begin();
  for (let n = 0; at.storage.values.set(`filler ${n}`, 'x'.repeat(200)); n++);
  for (let n = 0; at.storage.values.set(`little ${n}`, 'x'); n++);
  const out = { operationalStatus: 'Inoperative', evse: { id: 1 } };
  assert.deepEqual(await at.ask('ChangeAvailability', out), { status: 'Accepted' });
  await at.cutPower(1_000);
  assert.equal(at.station.state().evses[0]?.connectors[0]?.availabilityState, 'Unavailable');
  await at.end();
});
