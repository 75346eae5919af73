import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type CsmsUnderTest, csmsUnderTest } from '../testing/csms-under-test.ts';
import { at, boot2, boot16 } from '../testing/messages.ts';
import { RawStation } from '../testing/raw-station.ts';
import { type ForeignStation, foreignStation } from '../testing/rpc-client.ts';
import type { DesiredMonitorInput } from './views.ts';

interface SetData {
  readonly id?: number;
  readonly type: string;
  readonly severity: number;
  readonly value: number;
  readonly component: object;
  readonly variable: { readonly name: string };
}

const hot: DesiredMonitorInput = {
  component: 'EVSE',
  evseId: 1,
  variable: 'Temperature',
  type: 'UpperThreshold',
  value: 80,
  severity: 4,
  transaction: false,
};

/** A station with monitors that it numbers itself, and loses when it is told to. */
class MonitoredStation implements AsyncDisposable {
  readonly monitors = new Map<number, SetData>();
  readonly messages: [string, unknown][] = [];
  /** The last page that it sent. */
  reported: Promise<unknown> | undefined;
  readonly station: ForeignStation;
  #lastId = 10;

  readonly #is21: boolean;

  private constructor(station: ForeignStation, is21: boolean) {
    this.station = station;
    this.#is21 = is21;
    const handle = (action: string, answer: (payload: never) => object) =>
      station.handle(action, (payload) => {
        this.messages.push([action, payload]);
        return answer(payload as never);
      });
    handle('SetVariableMonitoring', ({ setMonitoringData }: { setMonitoringData: SetData[] }) => ({
      setMonitoringResult: setMonitoringData.map((data) => this.#set(data)),
    }));
    handle('ClearVariableMonitoring', ({ id }: { id: number[] }) => ({
      clearMonitoringResult: id.map((each) => ({
        id: each,
        status: this.monitors.delete(each) ? 'Accepted' : 'NotFound',
      })),
    }));
    handle('GetMonitoringReport', ({ requestId }: { requestId: number }) =>
      this.#report(requestId),
    );
    handle('SetMonitoringBase', ({ monitoringBase }: { monitoringBase: string }) => {
      if (monitoringBase !== 'All') this.monitors.clear();
      return { status: 'Accepted' };
    });
    handle('SetMonitoringLevel', ({ severity }: { severity: number }) => ({
      status: severity > 8 ? 'Rejected' : 'Accepted',
    }));
  }

  static async boot(port: number, id: string, protocol: 'ocpp2.0.1' | 'ocpp2.1' = 'ocpp2.1') {
    const station = await foreignStation(port, id, protocol);
    const monitored = new MonitoredStation(station, protocol === 'ocpp2.1');
    await monitored.station.call('BootNotification', boot2);
    return monitored;
  }

  #set(data: SetData): object {
    const { component, variable, type, severity } = data;
    const echo = { component, variable, type, severity };
    if (variable.name === 'Unknown') return { ...echo, status: 'UnknownVariable' };
    const id = data.id ?? this.#lastId++;
    this.monitors.set(id, data);
    return { ...echo, id, status: 'Accepted' };
  }

  /** Two pages, the last of them first. */
  #report(requestId: number): object {
    if (this.monitors.size === 0) return { status: 'EmptyResultSet' };
    const monitor = [...this.monitors].map(([id, data]) => ({
      component: data.component,
      variable: data.variable,
      variableMonitoring: [
        {
          id,
          transaction: false,
          value: data.value,
          type: data.type,
          severity: data.severity,
          ...(this.#is21 ? { eventNotificationType: 'CustomMonitor' } : {}),
        },
      ],
    }));
    const page = (seqNo: number, part: object[]) => ({
      requestId,
      seqNo,
      tbc: seqNo === 0,
      generatedAt: at(0),
      ...(part.length === 0 ? {} : { monitor: part }),
    });
    setImmediate(() => {
      this.reported = Promise.all([
        this.station.call('NotifyMonitoringReport', page(1, monitor.slice(1))),
        this.station.call('NotifyMonitoringReport', page(0, monitor.slice(0, 1))),
      ]);
    });
    return { status: 'Accepted' };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.station[Symbol.asyncDispose]();
  }
}

describe('monitors', () => {
  let under: CsmsUnderTest;
  before(async () => {
    under = await csmsUnderTest();
  });
  after(() => under[Symbol.asyncDispose]());

  /** Waits for the end of the next report of monitors. */
  function nextReport(stationId: string): Promise<void> {
    return new Promise((resolve) => {
      const stop = under.bus.subscribe({ stationId, types: ['modelReport'] }, (event) => {
        if (event.type !== 'modelReport' || event.report.endedAt === undefined) return;
        stop();
        resolve();
      });
    });
  }

  for (const protocol of ['ocpp2.0.1', 'ocpp2.1'] as const) {
    it(`TC_N_08_CSMS, TC_N_09_CSMS in ${protocol}: are set, replaced and cleared`, async () => {
      const id = `SET-${protocol}`;
      await using station = await MonitoredStation.boot(under.port, id, protocol);
      const { monitoring, monitors } = under.csms.blocks;
      const unknown = { ...hot, variable: 'Unknown' };
      const view = await monitoring.want(id, [hot, unknown], 'Ada');
      assert.deepEqual(
        view.desired.map(({ status, monitorId }) => [status, monitorId]),
        [
          ['Accepted', 10],
          ['UnknownVariable', undefined],
        ],
      );
      assert.match(view.desired[1]?.statusText ?? '', /no such variable/);
      await monitoring.want(id, [{ ...hot, value: 70 }], 'Ada');
      assert.deepEqual(
        [...station.monitors].map(([key, { value }]) => [key, value]),
        [[10, 70]],
      );
      const [wanted] = (await monitors.view(id)).desired;
      await monitoring.release(id, wanted?.id ?? 0);
      assert.equal(station.monitors.size, 0);
      assert.equal((await monitors.view(id)).desired.length, 1);
      await assert.rejects(monitoring.release(id, 999), { code: 'notFound' });
    });
  }

  it('TC_N_18_CSMS: are cleared in messages as long as the station takes them', async () => {
    await using station = await MonitoredStation.boot(under.port, 'CLEAR');
    const ends = nextReport('CLEAR');
    const limit = {
      component: { name: 'MonitoringCtrlr' },
      variable: { name: 'ItemsPerMessage', instance: 'ClearVariableMonitoring' },
      variableAttribute: [{ value: '2' }],
    };
    await station.station.call('NotifyReport', {
      requestId: 1,
      seqNo: 0,
      generatedAt: at(0),
      reportData: [limit],
    });
    await ends;
    const { monitoring } = under.csms.blocks;
    const results = await monitoring.clear('CLEAR', [1, 2, 3]);
    assert.deepEqual(
      results.map(({ status }) => status),
      ['NotFound', 'NotFound', 'NotFound'],
    );
    const cleared = station.messages.filter(([action]) => action === 'ClearVariableMonitoring');
    assert.deepEqual(
      cleared.map(([, payload]) => payload),
      [{ id: [1, 2] }, { id: [3] }],
    );
  });

  it('TC_N_47_CSMS: are reported in pages', async () => {
    await using station = await MonitoredStation.boot(under.port, 'REPORT');
    const { monitoring, monitors } = under.csms.blocks;
    await monitoring.want('REPORT', [hot, { ...hot, variable: 'Power', severity: 6 }], 'Ada');
    const ends = nextReport('REPORT');
    const report = await monitoring.report('REPORT', {}, 'Ada');
    assert.equal(report.kind, 'Monitoring');
    await ends;
    await station.reported;
    const view = await monitors.view('REPORT');
    assert.deepEqual(
      view.monitors.map(({ monitorId, variable, value }) => [monitorId, variable, value]),
      [
        [10, 'Temperature', 80],
        [11, 'Power', 80],
      ],
    );
  });

  it('TC_N_01_CSMS, TC_N_02_CSMS, TC_N_03_CSMS, TC_N_60_CSMS: are asked for by criteria and variables', async () => {
    await using station = await MonitoredStation.boot(under.port, 'CRITERIA');
    const { monitoring } = under.csms.blocks;
    const request = {
      criteria: ['ThresholdMonitoring'],
      variables: [{ component: 'EVSE', evseId: 1, variable: 'Power' }],
    } as const;
    const report = await monitoring.report('CRITERIA', request, 'Ada');
    assert.equal(report.status, 'Empty');
    assert.deepEqual(station.messages.at(-1), [
      'GetMonitoringReport',
      {
        requestId: report.requestId,
        monitoringCriteria: ['ThresholdMonitoring'],
        componentVariable: [
          { component: { name: 'EVSE', evse: { id: 1 } }, variable: { name: 'Power' } },
        ],
      },
    ]);
  });

  it('are set when the station returns, and again when it has lost them', async () => {
    const first = await MonitoredStation.boot(under.port, 'RETURNS');
    await first[Symbol.asyncDispose]();
    await under.clock.settle();
    const { monitoring, monitors } = under.csms.blocks;
    const away = await monitoring.want('RETURNS', [hot], 'Ada');
    assert.equal(away.desired[0]?.status, 'Waiting');
    const ends = nextReport('RETURNS');
    await using back = await MonitoredStation.boot(under.port, 'RETURNS');
    await under.clock.advance(5_000);
    await ends;
    await settled(() => back.monitors.size === 1);
    // Another boot, and the station has forgotten.
    back.monitors.clear();
    const again = nextReport('RETURNS');
    await back.station.call('BootNotification', boot2);
    await under.clock.advance(5_000);
    await again;
    await settled(() => back.monitors.size === 1);
    await settled(async () => (await monitors.view('RETURNS')).desired[0]?.status === 'Accepted');
  });

  it('TC_N_24_CSMS, TC_N_104_CSMS: are of every type that the version has', async () => {
    await using two = await MonitoredStation.boot(under.port, 'TYPES-21');
    await using older = await MonitoredStation.boot(under.port, 'TYPES-201', 'ocpp2.0.1');
    const { monitoring } = under.csms.blocks;
    const types = ['Periodic', 'PeriodicClockAligned', 'Delta', 'TargetDelta'] as const;
    const inputs = types.map((type) => ({ ...hot, type, value: 60 }));
    const statuses = async (id: string) =>
      (await monitoring.want(id, inputs, 'Ada')).desired.map(({ status }) => status);
    const accepted = ['Accepted', 'Accepted', 'Accepted'];
    assert.deepEqual(await statuses('TYPES-21'), [...accepted, 'Accepted']);
    assert.deepEqual(await statuses('TYPES-201'), [...accepted, 'UnsupportedMonitorType']);
    assert.deepEqual([two.monitors.size, older.monitors.size], [4, 3]);
  });

  it('that fire in a stream are asked for one', async () => {
    await using station = await MonitoredStation.boot(under.port, 'WANTS-STREAM');
    const periodic = { ...hot, type: 'Periodic', value: 1, streamIntervalS: 60 } as const;
    await under.csms.blocks.monitoring.want('WANTS-STREAM', [periodic], 'Ada');
    const [, payload] = station.messages[0] ?? [];
    const { setMonitoringData } = payload as { readonly setMonitoringData: readonly object[] };
    const [data] = setMonitoringData;
    assert.ok(data !== undefined && 'periodicEventStream' in data);
    assert.deepEqual(data.periodicEventStream, { interval: 60 });
  });

  it('TC_N_05_CSMS, TC_N_16_CSMS, TC_N_17_CSMS: have a base and a level', async () => {
    await using station = await MonitoredStation.boot(under.port, 'BASE');
    const { monitoring, monitors } = under.csms.blocks;
    await monitoring.want('BASE', [hot], 'Ada');
    await monitoring.setBase('BASE', 'HardWiredOnly', 'Ada');
    await monitoring.setLevel('BASE', 5);
    const view = await monitors.view('BASE');
    assert.deepEqual([view.base, view.level, view.desired], ['HardWiredOnly', 5, []]);
    await assert.rejects(monitoring.setLevel('BASE', 9), { code: 'conflict' });
    assert.equal(station.monitors.size, 0);
  });

  it('are not of 1.6', async () => {
    await using station = await foreignStation(under.port, 'OLD', 'ocpp1.6');
    await station.call('BootNotification', boot16);
    await assert.rejects(under.csms.blocks.monitoring.want('OLD', [hot], 'Ada'), {
      code: 'conflict',
    });
  });

  it('say how severe an event of 2.0.1 is', async () => {
    await using station = await MonitoredStation.boot(under.port, 'SEVERITY', 'ocpp2.0.1');
    const { monitoring, alerts } = under.csms.blocks;
    await monitoring.want('SEVERITY', [{ ...hot, severity: 2 }], 'Ada');
    const ends = nextReport('SEVERITY');
    await monitoring.report('SEVERITY', {}, 'Ada');
    await ends;
    await station.reported;
    await station.station.call('NotifyEvent', {
      generatedAt: at(0),
      seqNo: 0,
      eventData: [
        {
          eventId: 1,
          timestamp: at(1),
          trigger: 'Alerting',
          actualValue: '91',
          eventNotificationType: 'CustomMonitor',
          variableMonitoringId: 10,
          component: { name: 'EVSE', evse: { id: 1 } },
          variable: { name: 'Temperature' },
        },
      ],
    });
    const { items } = await alerts.page({ stationId: 'SEVERITY', limit: 5 });
    assert.deepEqual([items[0]?.severity, items[0]?.value], [2, '91']);
  });

  it('TC_N_105_CSMS: send their values in streams, without an answer', async () => {
    await using station = await RawStation.connect(under.port, 'STREAM', 'ocpp2.1');
    await station.call('BootNotification', boot2);
    const { streams } = under.csms.blocks;
    const constantStreamData = { id: 3, params: { interval: 60 }, variableMonitoringId: 10 };
    const opened = await station.call('OpenPeriodicEventStream', { constantStreamData });
    assert.deepEqual(opened[2], { status: 'Accepted' });
    const values = (id: number, pending: number, base: number, t: number[]) => ({
      id,
      pending,
      basetime: at(base),
      data: t.map((offset) => ({ t: offset, v: String(offset * 10) })),
    });
    station.send([6, 'n1', 'NotifyPeriodicEventStream', values(3, 0, 100, [0, 0.5, 2])]);
    station.send([6, 'n2', 'NotifyPeriodicEventStream', values(3, 9, 200, [0])]);
    station.send([6, 'n3', 'NotifyPeriodicEventStream', values(99, 0, 200, [0])]);
    station.send([6, 'n4', 'NotifyPeriodicEventStream', values(3, 9, 300, [1e300])]);
    // Messages come in order: with the answer to this one they have been read.
    assert.deepEqual((await station.call('ClosePeriodicEventStream', { id: 3 }))[0], 3);
    assert.deepEqual(station.received, []);
    const { items } = await streams.samples({ stationId: 'STREAM', streamId: 3, limit: 10 });
    assert.deepEqual(
      items.map(({ samples }) => samples),
      [
        [{ at: at(200), value: '0' }],
        [
          { at: at(100), value: '0' },
          { at: at(100.5), value: '5' },
          { at: at(102), value: '20' },
        ],
      ],
    );
    const [stream] = await streams.list('STREAM');
    assert.deepEqual([stream?.pending, stream?.closedAt !== undefined], [9, true]);
    const frames = await under.csms.queries.frames('STREAM', { limit: 50 });
    const verdicts = frames.items.flatMap(({ verdict }) =>
      verdict === undefined ? [] : [verdict],
    );
    assert.deepEqual(verdicts.reverse(), [
      'more values wait at the station than before: 9',
      'stream 99 is not open; its values are not stored',
      'moments that no calendar has; not stored',
    ]);
  });

  it('TC_N_107_CSMS: have streams that can be adjusted, and read again', async () => {
    await using station = await foreignStation(under.port, 'ADJUST', 'ocpp2.1');
    await station.call('BootNotification', boot2);
    const { streams } = under.csms.blocks;
    const open = (id: number) => ({
      constantStreamData: { id, params: { interval: 60 }, variableMonitoringId: 10 },
    });
    await station.call('OpenPeriodicEventStream', open(1));
    await station.call('OpenPeriodicEventStream', open(2));
    const adjusted: unknown[] = [];
    station.handle('AdjustPeriodicEventStream', (payload) => {
      adjusted.push(payload);
      return { status: 'Accepted' };
    });
    const [first] = await streams.adjust('ADJUST', 1, { values: 5 });
    assert.deepEqual(adjusted, [{ id: 1, params: { values: 5 } }]);
    assert.deepEqual([first?.intervalS, first?.values], [undefined, 5]);
    station.handle('GetPeriodicEventStream', () => ({
      constantStreamData: [{ id: 1, params: { values: 5 }, variableMonitoringId: 10 }],
    }));
    const read = await streams.read('ADJUST');
    assert.deepEqual(
      read.map(({ streamId, closedAt }) => [streamId, closedAt !== undefined]),
      [
        [1, false],
        [2, true],
      ],
    );
    await assert.rejects(streams.adjust('ADJUST', 2, { values: 5 }), { code: 'notFound' });
    for (let id = 100; id < 199; id += 1) await station.call('OpenPeriodicEventStream', open(id));
    const refused = await station.call('OpenPeriodicEventStream', open(200));
    assert.equal((refused as { readonly status: string }).status, 'Rejected');
  });
});

/** Waits for what happens by itself, turn by turn of the event loop. */
async function settled(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 10_000; turn += 1) {
    if (await condition()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.fail('it did not happen');
}
