import type { Statement } from '../store/database.ts';
import type { CommandRecord } from './command.ts';
import { type CommandState, MAY_HAVE_ACTED } from './sending.ts';
import { saveVouching } from './sql.ts';

/** States in which the station may act on a command, or has acted: all but those in which it has none, or said no. */
const MAY_ACT: ReadonlySet<CommandState> = new Set<CommandState>([
  'sent',
  'answered',
  'answeredLate',
  ...MAY_HAVE_ACTED,
]);

/**
 * An operator who starts a transaction authorizes its token by doing so, known or not: for a while from the moment the
 * start is sent, and not any more when the station has refused it.
 *
 * @returns what a new state of a command changes about that
 */
export function vouching(record: CommandRecord): readonly Statement[] {
  const { id, command, callVersion, state, sentAtMs, accepted } = record;
  if (command !== 'RequestStartTransaction' || callVersion !== undefined) return [];
  const mayAct = MAY_ACT.has(state) && accepted !== false;
  return [saveVouching(id, mayAct ? sentAtMs : undefined)];
}
