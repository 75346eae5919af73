import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Database } from '../store/database.ts';
import { openSqlite } from '../store/sqlite/index.ts';
import { type CsmsUnderTest, csmsUnderTest } from '../testing/csms-under-test.ts';
import { boot2, boot16 } from '../testing/messages.ts';
import { MortalStore } from '../testing/mortal-store.ts';
import { type ForeignStation, foreignStation } from '../testing/rpc-client.ts';
import type { CertificateAuthority, Signed, SigningRequest } from './authority.ts';

/** Signs when the test says so. */
class Authority implements CertificateAuthority {
  readonly signs = new Set(['ChargingStationCertificate'] as const);
  readonly asked: SigningRequest[] = [];
  readonly #waiting: ((signed: Signed | Promise<never>) => void)[] = [];
  #told: (() => void) | undefined;

  sign(request: SigningRequest): Promise<Signed> {
    this.asked.push(request);
    this.#told?.();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  answer(signed: Signed | Promise<never>): void {
    this.#waiting.shift()?.(signed);
  }

  /** Lets time pass until it has been asked so often. */
  async wasAsked(times: number, { clock }: CsmsUnderTest): Promise<void> {
    while (this.asked.length < times) {
      const told = new Promise<void>((resolve) => {
        this.#told = resolve;
      });
      await clock.advance(1_000);
      if (this.asked.length < times) await told;
    }
  }
}

/** A station that notes which chains come. */
class Station implements AsyncDisposable {
  readonly chains: unknown[] = [];
  readonly #client: ForeignStation;
  #told: (() => void) | undefined;

  private constructor(client: ForeignStation, answer: object) {
    this.#client = client;
    client.handle('CertificateSigned', (payload) => {
      this.chains.push(payload);
      this.#told?.();
      return answer;
    });
  }

  static async boot(
    { port }: CsmsUnderTest,
    protocol: 'ocpp1.6' | 'ocpp2.0.1' | 'ocpp2.1',
    answer: object = { status: 'Accepted' },
  ): Promise<Station> {
    const station = new Station(await foreignStation(port, 'CS-1', protocol), answer);
    await station.call('BootNotification', protocol === 'ocpp1.6' ? boot16 : boot2);
    return station;
  }

  call(action: string, payload: object): Promise<unknown> {
    return this.#client.call(action, payload);
  }

  async chain(): Promise<unknown> {
    while (this.chains.length === 0) {
      await new Promise<void>((resolve) => {
        this.#told = resolve;
      });
    }
    return this.chains.shift();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client[Symbol.asyncDispose]();
  }
}

const accepted = { status: 'Accepted' };

/** Resolves when the CSMS knows that a station is away. */
function left({ bus, csms }: CsmsUnderTest): Promise<void> {
  return new Promise((resolve) => {
    const stop = bus.subscribe({}, () => {
      if (csms.stations.get('CS-1')?.connection !== undefined) return;
      stop();
      resolve();
    });
  });
}

/** Resolves when a command waits for its station. */
function queued({ bus }: CsmsUnderTest, name: string): Promise<void> {
  return new Promise((resolve) => {
    const stop = bus.subscribe({ types: ['command'] }, (event) => {
      if (event.type !== 'command' || event.command.command !== name) return;
      if (event.command.state !== 'queued') return;
      stop();
      resolve();
    });
  });
}

async function withAuthority(database?: Database) {
  const authority = new Authority();
  const under = await csmsUnderTest({
    certificateAuthority: authority,
    ...(database === undefined ? {} : { database }),
  });
  return {
    under,
    authority,
    async [Symbol.asyncDispose]() {
      await under.csms.close();
      await under[Symbol.asyncDispose]();
    },
  };
}

describe('a certificate that a station asks for', () => {
  for (const [protocol, asked, answered] of [
    ['ocpp1.6', {}, {}],
    ['ocpp2.0.1', {}, {}],
    [
      'ocpp2.0.1',
      { certificateType: 'ChargingStationCertificate' },
      { certificateType: 'ChargingStationCertificate' },
    ],
    [
      'ocpp2.1',
      { certificateType: 'ChargingStationCertificate', requestId: 7 },
      { certificateType: 'ChargingStationCertificate', requestId: 7 },
    ],
  ] as const) {
    it(`goes to the authority and comes back as it was asked for, ${protocol} ${JSON.stringify(asked)}: TC_A_11_CSMS, TC_074_CSMS`, async () => {
      await using desk = await withAuthority();
      const { under, authority } = desk;
      await using station = await Station.boot(under, protocol);
      assert.deepEqual(await station.call('SignCertificate', { csr: 'CSR', ...asked }), accepted);
      await authority.wasAsked(1, under);
      assert.deepEqual(authority.asked, [
        { stationId: 'CS-1', certificateType: 'ChargingStationCertificate', csr: 'CSR' },
      ]);
      authority.answer({ certificateChain: 'CHAIN' });
      assert.deepEqual(await station.chain(), { certificateChain: 'CHAIN', ...answered });
    });
  }

  it('that the station refuses is on record with its reason: TC_A_14_CSMS', async () => {
    await using desk = await withAuthority();
    const { under, authority } = desk;
    await using station = await Station.boot(under, 'ocpp2.0.1', {
      status: 'Rejected',
      statusInfo: { reasonCode: 'InvalidCertificate' },
    });
    await station.call('SignCertificate', { csr: 'CSR' });
    await authority.wasAsked(1, under);
    authority.answer({ certificateChain: 'CHAIN' });
    await station.chain();
    const type = 'InvalidChargingStationCertificate';
    const timestamp = '2026-01-01T00:00:00Z';
    await station.call('SecurityEventNotification', { type, timestamp });
    const { items } = await under.csms.blocks.commandBook.list({ stationId: 'CS-1', limit: 5 });
    assert.deepEqual(
      items.map(({ command, state, accepted, by }) => ({ command, state, accepted, by })),
      [{ command: 'CertificateSigned', state: 'answered', accepted: false, by: 'certificates' }],
    );
  });

  it('waits for a station that is away', async () => {
    await using desk = await withAuthority();
    const { under, authority } = desk;
    let gone: Promise<void> | undefined;
    {
      await using station = await Station.boot(under, 'ocpp2.1');
      await station.call('SignCertificate', { csr: 'CSR', requestId: 1 });
      await authority.wasAsked(1, under);
      gone = left(under);
    }
    await gone;
    const waiting = queued(under, 'CertificateSigned');
    authority.answer({ certificateChain: 'CHAIN' });
    await waiting;
    await using station = await Station.boot(under, 'ocpp2.1');
    await under.clock.advance(10_000);
    assert.deepEqual(await station.chain(), { certificateChain: 'CHAIN', requestId: 1 });
  });

  it('for a key of before is not sent: the station would take it for an attack', async () => {
    await using desk = await withAuthority();
    const { under, authority } = desk;
    await using station = await Station.boot(under, 'ocpp2.0.1');
    await station.call('SignCertificate', { csr: 'OLD' });
    await authority.wasAsked(1, under);
    await station.call('SignCertificate', { csr: 'NEW' });
    authority.answer({ certificateChain: 'OF OLD' });
    await authority.wasAsked(2, under);
    authority.answer({ certificateChain: 'OF NEW' });
    assert.deepEqual(await station.chain(), { certificateChain: 'OF NEW' });
    assert.deepEqual(
      authority.asked.map(({ csr }) => csr),
      ['OLD', 'NEW'],
    );
    assert.deepEqual(station.chains, []);
  });

  it('that is asked for again while the authority is at work is signed once', async () => {
    await using desk = await withAuthority();
    const { under, authority } = desk;
    await using station = await Station.boot(under, 'ocpp2.1');
    await station.call('SignCertificate', { csr: 'CSR', requestId: 1 });
    await authority.wasAsked(1, under);
    await station.call('SignCertificate', { csr: 'CSR', requestId: 1 });
    authority.answer({ certificateChain: 'CHAIN' });
    assert.deepEqual(await station.chain(), { certificateChain: 'CHAIN', requestId: 1 });
    await station.call('Heartbeat', {});
    await under.clock.advance(60_000);
    assert.equal(authority.asked.length, 1);
  });

  it('is asked for again when the authority fails, and not when it refuses', async () => {
    await using desk = await withAuthority();
    const { under, authority } = desk;
    await using station = await Station.boot(under, 'ocpp2.1');
    await station.call('SignCertificate', { csr: 'CSR' });
    await authority.wasAsked(1, under);
    authority.answer(Promise.reject(new Error('out of order')));
    await authority.wasAsked(2, under);
    assert.deepEqual(under.failures.map(String), ['Error: out of order']);
    authority.answer({ refusedBecause: 'nobody knows CS-1' });
    await station.call('Heartbeat', {});
    await under.clock.advance(3_600_000);
    assert.deepEqual(under.warnings, ['a certificate of CS-1 is not signed: nobody knows CS-1']);
    assert.equal(authority.asked.length, 2);
  });

  it('of a kind that the authority does not sign is rejected, and on record', async () => {
    await using desk = await withAuthority();
    const { under, authority } = desk;
    await using station = await Station.boot(under, 'ocpp2.1');
    const answer = await station.call('SignCertificate', {
      csr: 'CSR',
      certificateType: 'V2GCertificate',
    });
    assert.deepEqual(answer, {
      status: 'Rejected',
      statusInfo: {
        reasonCode: 'NotEnabled',
        additionalInfo: 'No certificate authority is connected that signs this.',
      },
    });
    const { items } = await under.csms.blocks.notices.list('CS-1', { limit: 5 });
    assert.deepEqual(
      items.map(({ action }) => action),
      ['SignCertificate'],
    );
    assert.deepEqual(authority.asked, []);
  });

  it('is signed after a restart when the CSMS died before', async () => {
    const database = await openSqlite({ file: ':memory:', worker: false });
    const store = new MortalStore(database);
    const dead = await withAuthority(store);
    {
      await using _ = dead.under;
      await using station = await Station.boot(dead.under, 'ocpp2.1');
      assert.deepEqual(await station.call('SignCertificate', { csr: 'CSR' }), accepted);
      await dead.authority.wasAsked(1, dead.under);
      store.die();
    }
    await using desk = await withAuthority(database);
    const { under, authority } = desk;
    await using station = await Station.boot(under, 'ocpp2.1');
    await authority.wasAsked(1, under);
    authority.answer({ certificateChain: 'CHAIN' });
    assert.deepEqual(await station.chain(), { certificateChain: 'CHAIN' });
  });
});
