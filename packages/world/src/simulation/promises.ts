import type { Csms, Database } from '@northbound/csms';
import type { Violation } from '../checkers/violation.ts';
import type { StationMachine } from '../machines/station-machine.ts';
import type { KnownSetting } from './settings.ts';

/**
 * Asks a station, when everything is quiet, whether it has kept the settings that it has accepted, over all power cuts.
 */
export async function checkPromises(
  csms: Csms,
  { identity }: Pick<StationMachine, 'identity'>,
  settings: readonly KnownSetting[],
): Promise<Violation[]> {
  try {
    return await brokenPromises(csms, identity, settings);
  } catch (error) {
    // A station that never got through is one that the CSMS cannot ask.
    return [{ rule: 'kept', place: identity, what: `cannot be asked: ${error}` }];
  }
}

async function brokenPromises(
  { blocks }: Csms,
  identity: string,
  settings: readonly KnownSetting[],
): Promise<Violation[]> {
  const found: Violation[] = [];
  const options = { by: 'checker', queueForS: 600 };
  const values = await blocks.outbox.send(
    identity,
    'GetVariables',
    {
      getVariableData: settings.map(({ component, variable }) => ({
        component: { name: component },
        variable: { name: variable },
      })),
    },
    options,
  );
  const results = values.state === 'answered' ? values.answer.getVariableResult : [];
  for (const setting of settings) {
    const { component, variable } = setting;
    const place = `${identity} ${component}.${variable}`;
    const result = results.find(
      (each) => each.component.name === component && each.variable.name === variable,
    );
    const value = result?.attributeValue;
    if (value === undefined) found.push({ rule: 'kept', place, what: 'is not told at the end' });
    else if (!setting.mayBe(value)) {
      found.push({ rule: 'kept', place, what: `is ${value}, accepted was ${setting.expected}` });
    }
  }
  return found;
}

/** Work of the CSMS whose time was long ago, and commands that never settled. */
export async function checkLateWork(
  { blocks }: Csms,
  store: Pick<Database, 'read'>,
  nowMs: number,
): Promise<Violation[]> {
  const late = await store.read<{ readonly kind: string; readonly job_key: string }>({
    sql: 'SELECT kind, job_key FROM jobs WHERE due_at < ?',
    params: [nowMs - GRACE_S * 1_000],
  });
  const found: Violation[] = late.map(({ kind, job_key }) => ({
    rule: 'late',
    place: `CSMS job ${kind} ${job_key}`,
    what: 'is overdue',
  }));
  const { items } = await blocks.commandBook.list({ state: 'sent', limit: 100 });
  for (const { id, stationId, command, sentAt, timeoutS } of items) {
    if (sentAt === undefined || Date.parse(sentAt) + (timeoutS + GRACE_S) * 1_000 > nowMs) continue;
    const what = `${command} has waited for its answer since ${sentAt}`;
    found.push({ rule: 'late', place: `CSMS command ${id} to ${stationId}`, what });
  }
  return found;
}

/** Beyond the time-out of a command. */
const GRACE_S = 60;
