import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SUBPROTOCOLS, VERSIONS, type Version } from '@northbound/protocol';
import { seededRandom, VirtualClock } from '@northbound/rpc/testing';
import { createStation, type Station } from './station.ts';
import { BackOffice, checkEnergy } from './testing/back-office.ts';
import { BenchHardware } from './testing/bench-hardware.ts';
import { OrderOracle, orders, POINTS, type Step } from './testing/order-oracle.ts';
import { ScriptedNetwork } from './testing/scripted-network.ts';

/** Orders of up to so many steps; NB_ORDER_STEPS=4 is a campaign of some minutes. */
const LENGTH: Readonly<Record<Version, number>> =
  process.env.NB_ORDER_STEPS === undefined
    ? { '1.6': 2, '2.0.1': 2, '2.1': 3 }
    : toAll(Number(process.env.NB_ORDER_STEPS));

function toAll(steps: number): Record<Version, number> {
  return { '1.6': steps, '2.0.1': steps, '2.1': steps };
}

type Point = (typeof POINTS)[number];

/** A station that plays one order after another, at rest between them. */
class Stage {
  readonly clock = new VirtualClock();
  readonly hardware = new BenchHardware(this.clock, 1);
  readonly office: BackOffice;
  readonly network: ScriptedNetwork;
  readonly station: Station;
  readonly #version: Version;
  #remoteStarts = 0;

  constructor(version: Version, start: Point, stop: Point) {
    this.#version = version;
    this.office = new BackOffice(version, this.clock);
    this.network = new ScriptedNetwork(this.clock, SUBPROTOCOLS[version], (...message) =>
      this.office.process(...message),
    );
    const { clock, hardware } = this;
    this.station = createStation(
      {
        identity: 'ORDERS-1',
        url: 'ws://csms/ocpp',
        versions: [version],
        vendor: 'Northbound',
        model: 'Orders',
        evses: [{ connectors: [{ type: 'cType2' }], maxCurrentA: 32, phases: 1, voltageV: 230 }],
        variables: {
          'OCPPCommCtrlr.WebSocketPingInterval': '0',
          'AuthCacheCtrlr.Enabled': 'false',
          'SampledDataCtrlr.TxUpdatedInterval': '0',
          'TxCtrlr.TxStartPoint': start,
          'TxCtrlr.TxStopPoint': stop,
        },
      },
      { clock, random: seededRandom(1), dialer: this.network.dialer, hardware },
    );
  }

  /** @returns what the CSMS got of transactions */
  async play(order: readonly Step[]): Promise<ScriptedNetwork['received']> {
    const from = this.network.received.length;
    for (const step of order) await this.#do(step);
    return this.network.received.slice(from).filter(({ action }) => SESSIONS.has(action));
  }

  async #do(step: Step): Promise<void> {
    const { station, network } = this;
    const is16 = this.#version === '1.6';
    switch (step) {
      case 'plug':
        station.plugIn(1);
        break;
      case 'unplug':
        station.plugOut(1);
        break;
      case 'token':
        station.swipe({ idToken: 'CARD', type: 'ISO14443' }, 1);
        break;
      case 'stranger':
        station.swipe({ idToken: 'STRANGER', type: 'ISO14443' }, 1);
        break;
      case 'remoteStart':
        if (is16) network.command('RemoteStartTransaction', { connectorId: 1, idTag: 'REMOTE' });
        else {
          network.command('RequestStartTransaction', {
            evseId: 1,
            remoteStartId: ++this.#remoteStarts,
            idToken: { idToken: 'REMOTE', type: 'Central' },
          });
        }
        break;
      case 'remoteStop': {
        const transactionId = this.office.openAt(1) ?? station.state().evses[0]?.transactionId;
        if (transactionId === undefined) break;
        const action = is16 ? 'RemoteStopTransaction' : 'RequestStopTransaction';
        network.command(action, { transactionId });
        break;
      }
      case 'unlock':
        network.command(
          'UnlockConnector',
          is16 ? { connectorId: 1 } : { evseId: 1, connectorId: 1 },
        );
        break;
      case 'fault':
        station.fault(1, 'CX002');
        station.clearFault(1);
        break;
      case 'wait':
        await this.clock.advance(60_000);
        break;
    }
    await this.clock.advance(1_000);
  }
}

const SESSIONS = new Set(['TransactionEvent', 'StartTransaction', 'StopTransaction']);

/** Ends whatever an order leaves: somebody comes with a plug, and leaves. */
function withEnd(order: readonly Step[]): Step[] {
  const isIn = order.findLast((step) => step === 'plug' || step === 'unplug') === 'plug';
  return isIn ? [...order, 'unplug', 'wait'] : [...order, 'wait', 'plug', 'unplug', 'wait'];
}

for (const version of VERSIONS) {
  const all = Array.from({ length: LENGTH[version] }, (_, index) => orders(index + 1)).flat();
  for (const start of POINTS) {
    for (const stop of POINTS) {
      test(`${version}: sessions in ${all.length} orders, from ${start} to ${stop}`, async () => {
        const stage = new Stage(version, start, stop);
        await stage.station.start();
        await stage.clock.advance(1_000);
        for (const order of all) await check(stage, withEnd(order), [version, start, stop]);
        checkBooks(stage);
        const stopped = stage.station.stop();
        await stage.clock.advance(1_000);
        await stopped;
      });
    }
  }
}

async function check(
  stage: Stage,
  order: readonly Step[],
  [version, start, stop]: readonly [Version, Point, Point],
): Promise<void> {
  const oracle = new OrderOracle(start, stop, version === '1.6');
  for (const step of order) oracle.step(step);
  const seen = await stage.play(order);
  if (version === '1.6') assert.deepEqual(seen.map(seen16), oracle.expected16, order.join());
  else assert.deepEqual(seen.map(seen2), oracle.expected, order.join());
}

/** The office has checked numbers and order; what is left is that all ended, and the energy. */
function checkBooks({ hardware, office }: Stage): void {
  const booked = [...office.booked.values()];
  assert.ok(booked.length > 0);
  assert.ok(booked.every(({ ended, missing }) => ended && missing === 0));
  checkEnergy(
    booked.filter(({ evseId }) => evseId === 1),
    hardware.readMeter(1).registerWh,
  );
}

type Message = ScriptedNetwork['received'][number];

function seen2({ payload: { eventType, triggerReason, transactionInfo, idToken } }: Message) {
  const { stoppedReason } = Object(transactionInfo);
  const token = Object(idToken).idToken;
  return {
    event: eventType,
    trigger: triggerReason,
    ...(stoppedReason !== undefined && { stopped: stoppedReason }),
    ...(token !== undefined && { token }),
  };
}

function seen16({ action, payload: { idTag, reason } }: Message) {
  return {
    message: action,
    ...(reason !== undefined && { reason }),
    ...(idTag !== undefined && { tag: idTag }),
  };
}
