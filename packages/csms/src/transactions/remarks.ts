import type { Transaction } from './domain.ts';
import type { LedgerEntry } from './events-sql.ts';

export const ENDED_BEFORE = 'the transaction has ended before; the first Ended counts';

/** What is wrong with an event that was taken all the same: a firmware engineer reads it beside the frame. */
export function remarksOn(
  before: Transaction | undefined,
  after: Transaction,
  { event, variant, signatures = [] }: LedgerEntry,
): string[] {
  const remarks: string[] = [];
  if (variant > 0) {
    remarks.push(`seqNo ${event.seqNo} came before with other content; both are kept`);
  }
  if (after.farOffCount > (before?.farOffCount ?? 0)) {
    remarks.push(`${event.timestamp} cannot be: the moment of its arrival stands for it`);
  }
  for (const [name, { end: now }] of after.registers) {
    const known = before?.registers.get(name)?.end;
    if (known !== undefined && now.value < known.value) {
      const register = name === 'import' ? 'energy register' : `energy register (${name})`;
      remarks.push(`the ${register} runs backwards: ${now.value} Wh after ${known.value} Wh`);
    }
  }
  const { unknownUnit } = after;
  if (unknownUnit !== undefined && before?.unknownUnit === undefined) {
    remarks.push(`no unit of energy that is known: ${JSON.stringify(unknownUnit.value)}`);
  }
  const { evse } = event;
  if (evse !== undefined && after.evseId !== undefined && evse.id !== after.evseId.value) {
    remarks.push(`it names EVSE ${evse.id}; its transaction is at EVSE ${after.evseId.value}`);
  }
  if (endsBeforeItStarts(after) && (before === undefined || !endsBeforeItStarts(before))) {
    remarks.push('the transaction ends before it starts');
  }
  if (signatures.includes('invalid')) {
    remarks.push('the signature of a meter value does not fit its data');
  }
  if (before !== undefined && before.ended !== undefined && event.eventType === 'Ended') {
    remarks.push(ENDED_BEFORE);
  }
  if (before?.closed !== undefined && before.ended === undefined) {
    remarks.push(`the transaction had been taken for over (${before.closed.rule})`);
  }
  return remarks;
}

export function endsBeforeItStarts({ started, ended }: Transaction): boolean {
  return started !== undefined && ended !== undefined && ended.value < started.value;
}
