import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import { meterValue } from '../metering/meter-value.ts';
import type { RunningTransaction } from '../nvm/storage.ts';
import { randomUuid } from '../random-uuid.ts';
import { CAUSES } from './causes.ts';
import { queueEvent } from './queue-event.ts';

/**
 * Ends the transactions that a power cut interrupted (2.1 part 2, E17.FR.21 without resumption;
 * 1.6 TC_032): the meter kept its register, so the last value is what was delivered.
 */
export function endInterrupted(core: Core, cause: 'powerLost' | 'watchdogBit'): void {
  for (const running of core.storage.queue.running()) {
    const evse = core.evses[running.evseId - 1];
    if (evse !== undefined) end(core, running, cause);
  }
}

function end(core: Core, running: RunningTransaction, cause: 'powerLost' | 'watchdogBit'): void {
  const { clock, hardware, random, storage, variables } = core;
  const timestamp = clock.timestamp();
  const reading = hardware.readMeter(running.evseId);
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
