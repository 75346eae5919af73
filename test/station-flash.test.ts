import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { RPCServer } from 'ocpp-rpc';
import { NorthboundProcess } from './northbound-process.ts';

/** A CSMS that keeps what stations tell it and answers transaction events only while `isWell`. */
class Csms {
  readonly events: { seqNo: number; eventType: string; transactionId: string; reason: unknown }[] =
    [];
  /** Every register of energy that was told, Wh, in the order of the events. */
  readonly registersWh: number[] = [];
  isWell = true;
  readonly news = new EventEmitter();
  readonly #server = new RPCServer({ protocols: ['ocpp2.1'], strictMode: false });

  async start(): Promise<string> {
    this.#server.auth((accept) => accept());
    this.#server.on('client', (client) => {
      client.handle(({ method, params }: { method: string; params: unknown }) =>
        this.#answer(method, params),
      );
    });
    const http = await this.#server.listen(0, '127.0.0.1');
    const address = http.address();
    assert.ok(typeof address === 'object' && address !== null);
    return `ws://127.0.0.1:${address.port}/ocpp`;
  }

  async close(): Promise<void> {
    await this.#server.close({ force: true });
  }

  #answer(method: string, params: unknown): Promise<object> | object {
    if (method === 'BootNotification') {
      return { status: 'Accepted', currentTime: new Date().toISOString(), interval: 300 };
    }
    if (method === 'Authorize') return { idTokenInfo: { status: 'Accepted' } };
    if (method !== 'TransactionEvent') return {};
    if (!this.isWell) return new Promise(() => {});
    assert.ok(typeof params === 'object' && params !== null);
    const { seqNo, eventType, transactionInfo, meterValue } = Object.fromEntries(
      Object.entries(params),
    );
    for (const { sampledValue } of meterValue ?? []) {
      for (const { measurand, value, phase } of sampledValue) {
        if (measurand === 'Energy.Active.Import.Register' && phase === undefined) {
          this.registersWh.push(value);
        }
      }
    }
    const { transactionId, stoppedReason } = transactionInfo;
    this.events.push({ seqNo, eventType, transactionId, reason: stoppedReason });
    this.news.emit('told');
    return {};
  }
}

test('a station that is killed loses no transaction event, and ends what the power cut interrupted', {
  timeout: 60_000,
}, async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'northbound-flash-'));
  const csms = new Csms();
  context.after(async () => {
    await csms.close();
    rmSync(folder, { recursive: true });
  });
  const url = await csms.start();
  const flash = join(folder, 'flash');
  const args = ['station', url, '--id', 'KILLED', '--json', '--flash', flash];
  // A meter that has counted for years.
  const register = Buffer.alloc(8);
  register.writeDoubleLE(5_000_000);
  writeFileSync(`${flash}.meters`, register);

  const first = new NorthboundProcess(args);
  context.after(() => first.end('SIGKILL'));
  await first.line(/"registration".*"Accepted"/);
  csms.isWell = false;
  first.write(JSON.stringify({ id: 1, command: 'plug-in' }));
  first.write(JSON.stringify({ id: 2, command: 'swipe', idToken: '04AB' }));
  await first.line(/"type":"transaction".*"chargingState":"Charging"/);
  assert.equal(await first.end('SIGKILL'), 'SIGKILL');
  assert.equal(csms.events.length, 0);

  csms.isWell = true;
  const second = new NorthboundProcess(args);
  context.after(() => second.end('SIGKILL'));
  while (csms.events.at(-1)?.eventType !== 'Ended') await once(csms.news, 'told');
  second.write(JSON.stringify({ id: 1, command: 'stop' }));
  assert.equal(await second.ended, 0);
  assert.deepEqual(
    csms.events.map(({ seqNo }) => seqNo),
    csms.events.map((_, index) => index),
  );
  assert.equal(csms.events[0]?.eventType, 'Started');
  assert.equal(csms.events.at(-1)?.reason, 'PowerLoss');
  assert.equal(new Set(csms.events.map(({ transactionId }) => transactionId)).size, 1);
  assert.ok(csms.registersWh.length >= 2);
  assert.ok(csms.registersWh.every((registerWh) => registerWh >= 5_000_000));
  assert.deepEqual(
    csms.registersWh,
    csms.registersWh.toSorted((left, right) => left - right),
  );
});
