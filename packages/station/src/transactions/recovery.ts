import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import { meterValue } from '../metering/meter-value.ts';
import type { RunningTransaction } from '../nvm/storage.ts';
import { randomUuid } from '../random-uuid.ts';
import type { LastRegisters } from './brown-out.ts';
import { CAUSES } from './causes.ts';
import { queueEvent } from './queue-event.ts';

/**
 * Ends the transactions that a power cut interrupted (2.1 part 2, E17.FR.21 without resumption;
 * 1.6 TC_032). The meter kept its register, so the last value is what was delivered.
 * @param last what was written down while the power failed
 */
export function endInterrupted(
  core: Core,
  cause: 'powerLost' | 'watchdogBit',
  last: LastRegisters | undefined,
): void {
  for (const running of core.storage.queue.running()) {
    const evse = core.evses[running.evseId - 1];
    if (evse !== undefined) end(core, running, cause, momentOf(core, running.evseId, last));
  }
}

/** When the power went and what the meter showed then; now where nobody wrote it down. */
function momentOf({ clock, hardware }: Core, evseId: number, last: LastRegisters | undefined) {
  const reading = hardware.readMeter(evseId);
  const registerWh = last?.registersWh.get(evseId);
  if (last === undefined || registerWh === undefined) {
    return { timestamp: clock.timestamp(), reading };
  }
  return { timestamp: last.at, reading: { ...reading, registerWh } };
}

function end(
  core: Core,
  running: RunningTransaction,
  cause: 'powerLost' | 'watchdogBit',
  { timestamp, reading }: ReturnType<typeof momentOf>,
): void {
  const { random, storage, variables } = core;
  const measurands = variables.list(VARIABLE.sampledTxEndedMeasurands);
  const values = [
    running.begin && meterValue(running.begin, measurands, 'Transaction.Begin'),
    running.begin && meterValue({ timestamp, reading }, measurands, 'Transaction.End'),
  ].filter((value) => value !== undefined);
  const { trigger, stopped } = CAUSES[cause];
  const event = {
    eventType: 'Ended',
    timestamp,
    triggerReason: trigger,
    seqNo: running.nextSeqNo,
    offline: true,
    transactionInfo: {
      transactionId: running.transactionId,
      stoppedReason: running.stoppedReason ?? stopped,
    },
    ...(values.length > 0 && { meterValue: values }),
  } as const;
  const { registerWh } = reading;
  const message = { messageId: randomUuid(random), event, cause, registerWh, attempts: 0 };
  queueEvent(storage.queue, message, undefined);
  core.tell({ type: 'transaction', evseId: running.evseId, event });
}
