import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { logicUnderTest } from '../testing/csms-under-test.ts';
import { LinkedStations } from '../testing/linked-stations.ts';

const variable = { component: 'EVSE', evseId: 1, variable: 'Temperature' } as const;
const hot = { type: 'UpperThreshold', value: 80, severity: 4, transaction: false } as const;
const wire = { component: { name: 'EVSE', evse: { id: 1 } }, variable: { name: 'Temperature' } };

/** A station that has been asked to watch its temperature and has not answered yet. */
async function asked() {
  const logic = await logicUnderTest();
  const { monitoring, monitors } = logic.csms.blocks;
  const station = await new LinkedStations(logic).boot('CS-1', '2.1');
  station.answer = () => undefined;
  const wanting = monitoring.want('CS-1', [{ ...variable, ...hot }], 'anna');
  await logic.clock.settle();
  /** What it is asked from now on is answered at once; the first question is answered with this. */
  const answer = async () => {
    const result = { ...wire, type: 'UpperThreshold', severity: 4, status: 'Accepted', id: 7 };
    station.answer = (action) =>
      action === 'ClearVariableMonitoring'
        ? { clearMonitoringResult: [{ id: 7, status: 'Accepted' }] }
        : { setMonitoringResult: [result] };
    station.answerLate({ setMonitoringResult: [result] });
    await logic.clock.settle();
  };
  const desired = async () =>
    (await monitors.desired('CS-1')).map(({ status, value, monitorId }) => [
      status,
      value,
      monitorId,
    ]);
  const actions = () => station.called.map(([action]) => action);
  return { ...logic, station, monitoring, monitors, wanting, answer, desired, actions };
}

describe('a monitor that a station is being asked for', () => {
  it('and that nobody wants any more, is cleared', async () => {
    const { monitoring, wanting, answer, desired, actions, monitors } = await asked();
    const [wanted] = await monitors.desired('CS-1');
    const releasing = monitoring.release('CS-1', wanted?.id ?? 0);
    await answer();
    await Promise.all([wanting, releasing]);
    assert.deepEqual(await desired(), []);
    assert.deepEqual(actions(), ['SetVariableMonitoring', 'ClearVariableMonitoring']);
  });

  it('and that is wanted otherwise by then, is set otherwise', async () => {
    const { monitoring, wanting, answer, desired, station } = await asked();
    const again = monitoring.want('CS-1', [{ ...variable, ...hot, value: 60 }], 'bert');
    await answer();
    await Promise.all([wanting, again]);
    assert.deepEqual(await desired(), [['Accepted', 60, 7]]);
    const [, [, payload] = []] = station.called;
    assert.deepEqual(Object(payload).setMonitoringData, [
      { id: 7, ...wire, type: 'UpperThreshold', value: 60, severity: 4, transaction: false },
    ]);
  });

  it('of a station that is removed, is forgotten', async () => {
    const { csms, wanting, answer, desired } = await asked();
    const refused = assert.rejects(wanting, { code: 'unknownStation' });
    await csms.commands.deleteStation('CS-1');
    await answer();
    await refused;
    assert.deepEqual(await desired(), []);
  });
});

describe('a monitor that a station is being asked to clear', () => {
  it('and that somebody wants again, is set again', async () => {
    const { monitoring, monitors, wanting, answer, desired, station, clock } = await asked();
    await answer();
    await wanting;
    const [wanted] = await monitors.desired('CS-1');
    station.answer = () => undefined;
    const releasing = monitoring.release('CS-1', wanted?.id ?? 0);
    await clock.settle();
    const again = monitoring.want('CS-1', [{ ...variable, ...hot }], 'bert');
    await clock.settle();
    station.answer = () => ({
      setMonitoringResult: [
        { ...wire, type: 'UpperThreshold', severity: 4, status: 'Accepted', id: 8 },
      ],
    });
    station.answerLate({ clearMonitoringResult: [{ id: 7, status: 'Accepted' }] });
    await clock.settle();
    await Promise.all([releasing, again]);
    assert.deepEqual(await desired(), [['Accepted', 80, 8]]);
  });
});
