import type { Ocpp21 } from '@northbound/protocol';
import type { Core } from '../core.ts';
import type { Evse } from '../evse/evse.ts';

/** A display with keys, where the holder of a master pass says which transactions end (2.1 part 2, C16.FR.01). */
export interface MasterPassMenu {
  /**
   * @param evseIds where transactions run
   * @returns those that end: none when the person leaves, or takes too long. A rejection is a display that nobody can
   *   choose at: what runs ends, as where there is none (C16.FR.02)
   */
  choose(evseIds: readonly number[]): Promise<readonly number[]>;
}

/** A master pass was presented: it stops what its holder chooses, or where nobody can choose everything. */
export function stopByMasterPass(core: Core, idToken: Ocpp21.IdTokenType): void {
  const running = core.evses.flatMap((evse) => {
    const { running } = evse.transaction;
    if (running === undefined || !evse.conditions.authorized) return [];
    return [{ evse, transactionId: running.transactionId }];
  });
  const menu = core.masterPassMenu;
  if (menu === undefined) stop(idToken, running);
  else {
    const evseIds = running.map(({ evse }) => evse.id);
    const choice = menu.choose(evseIds).catch(() => evseIds);
    void choice.then((chosen) => {
      const shown = running.filter(({ evse }) => chosen.includes(evse.id));
      if (core.on) stop(idToken, shown);
    });
  }
}

interface Running {
  readonly evse: Evse;
  readonly transactionId: string;
}

function stop(idToken: Ocpp21.IdTokenType, transactions: readonly Running[]): void {
  for (const { evse, transactionId } of transactions) {
    // While somebody read the menu it may have ended, and another one begun.
    const isIt = evse.transaction.running?.transactionId === transactionId;
    if (!isIt || !evse.conditions.authorized) continue;
    evse.apply('stoppedByMasterPass', () => evse.authorization.withdraw(), { idToken });
  }
}
