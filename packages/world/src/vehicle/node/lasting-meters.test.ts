import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { VirtualClock } from '@northbound/rpc/testing';
import { hardwareWithLastingMeters } from './lasting-meters.ts';

const EVSE = {
  connectors: [{ type: 'sType2' }],
  maxCurrentA: 32,
  phases: 3,
  voltageV: 230,
} as const;

function place(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'northbound-meters-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return join(folder, 'flash.meters');
}

test('a meter goes on from what the station last read, whatever happened since', async (t) => {
  const path = place(t);
  const clock = new VirtualClock();
  const evses = [EVSE, EVSE];
  const first = hardwareWithLastingMeters(path, { clock, evses });
  first.hands.plugIn(2, 1);
  first.offer(2, 16);
  await clock.advance(2_000);
  first.setContactor(2, true);
  await clock.advance(3_600_000);
  const { registerWh } = first.readMeter(2);
  assert.ok(registerWh > 10_000);

  const second = hardwareWithLastingMeters(path, { clock, evses });
  assert.equal(second.readMeter(1).registerWh, 0);
  assert.equal(second.readMeter(2).registerWh, registerWh);

  const withOneMore = hardwareWithLastingMeters(path, { clock, evses: [...evses, EVSE] });
  assert.deepEqual(
    [1, 2, 3].map((evseId) => withOneMore.readMeter(evseId).registerWh),
    [0, registerWh, 0],
  );
});

test('a file that holds no registers counts for none', (t) => {
  const path = place(t);
  writeFileSync(path, Buffer.alloc(8, 0xff));
  const hardware = hardwareWithLastingMeters(path, { clock: new VirtualClock(), evses: [EVSE] });
  assert.equal(hardware.readMeter(1).registerWh, 0);
});
