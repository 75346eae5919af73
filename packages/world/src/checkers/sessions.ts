import type { TransactionView } from '@northbound/csms';
import { UNWELCOME } from '../simulation/cards.ts';
import type { Visit } from '../simulation/visits.ts';
import { CLOCK_MS, holdersOf, type Past, placeOf, type Registers, registersOf } from './past.ts';
import { RESOLUTION_WH } from './resolution.ts';
import type { Violation } from './violation.ts';

/** Energy went to those only who were there then, had shown what the books say, and were welcome. */
export function checkSessions(past: Past, booked: readonly TransactionView[]): Violation[] {
  return booked.flatMap((transaction) => checkOwner(past, transaction));
}

function checkOwner(past: Past, transaction: TransactionView): Violation[] {
  const { machine } = past;
  const { idToken, energyWh = 0 } = transaction;
  const registers = registersOf(transaction);
  if (energyWh <= RESOLUTION_WH || registers === undefined) return [];
  const place = placeOf(past, transaction);
  if (idToken === undefined) {
    return [{ rule: 'authorization', place, what: `moved ${energyWh} Wh for nobody` }];
  }
  const isUnknownWelcome =
    machine.board.config.variables?.['AuthCtrlr.OfflineTxForUnknownIdEnabled'] === 'true';
  if (UNWELCOME.includes(idToken) && !isUnknownWelcome) {
    return [{ rule: 'authorization', place, what: `moved ${energyWh} Wh for ${idToken}` }];
  }
  const owners = holdersOf(past, registers).filter((run) => hasShown(run, idToken, registers));
  if (owners.length === 0) {
    const range = `from ${registers.meterStartWh} to ${registers.meterLastWh} Wh`;
    return [{ rule: 'token', place, what: `bills ${idToken}, who had not shown it ${range}` }];
  }
  return checkTimes(past, transaction, owners);
}

/** Who pays has shown his card before the first watt-hour. */
function hasShown(run: readonly Visit[], token: string, { meterStartWh }: Registers): boolean {
  return run.some(({ acts, fromWh }) =>
    acts.some(
      ({ idToken, atWh = fromWh }) => idToken === token && atWh <= meterStartWh + RESOLUTION_WH,
    ),
  );
}

/** Where the clock of a station is right, it began and ended while who pays was there. */
function checkTimes(
  past: Past,
  transaction: TransactionView,
  owners: readonly (readonly Visit[])[],
): Violation[] {
  const { clockIsRight, cuts } = past.machine;
  if (clockIsRight !== true) return [];
  const found: Violation[] = [];
  const place = placeOf(past, transaction);
  const wasThere = (moment: string) => {
    const atMs = Date.parse(moment);
    return owners.some((run) => {
      const [fromMs, toMs] = [run[0]?.fromMs ?? 0, run.at(-1)?.toMs ?? Number.POSITIVE_INFINITY];
      return atMs >= fromMs - CLOCK_MS && atMs <= toMs + CLOCK_MS;
    });
  };
  const { startedAt, endedAt } = transaction;
  if (!wasThere(startedAt)) {
    found.push({ rule: 'time', place, what: `began at ${startedAt}, when nobody was there` });
  }
  // What a power cut has ended ends with the next boot.
  if (endedAt !== undefined && cuts === 0 && !wasThere(endedAt)) {
    found.push({ rule: 'time', place, what: `ended at ${endedAt}, when nobody was there` });
  }
  return found;
}
