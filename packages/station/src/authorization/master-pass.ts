import type { Ocpp21 } from '@northbound/protocol';
import type { Core } from '../core.ts';

/** A display with keys, where the holder of a master pass says which transactions end (2.1 part 2, C16.FR.01). */
export interface MasterPassMenu {
  /**
   * @param evseIds where transactions run
   * @returns those that end: none when the person leaves, or takes too long
   */
  choose(evseIds: readonly number[]): Promise<readonly number[]>;
}

/** A master pass was presented: it stops what its holder chooses, or where nobody can choose everything. */
export function stopByMasterPass(core: Core, idToken: Ocpp21.IdTokenType): void {
  const running = core.evses
    .filter(
      ({ transaction, conditions }) => transaction.running !== undefined && conditions.authorized,
    )
    .map(({ id }) => id);
  if (core.masterPassMenu === undefined) stop(core, idToken, running);
  else {
    void core.masterPassMenu.choose(running).then((chosen) => {
      if (core.on)
        stop(
          core,
          idToken,
          running.filter((evseId) => chosen.includes(evseId)),
        );
    });
  }
}

function stop(core: Core, idToken: Ocpp21.IdTokenType, evseIds: readonly number[]): void {
  for (const evse of core.evses) {
    // It may have ended while somebody read the menu.
    const isOver = evse.transaction.running === undefined || !evse.conditions.authorized;
    if (isOver || !evseIds.includes(evse.id)) continue;
    evse.apply('stoppedByMasterPass', () => evse.authorization.withdraw(), { idToken });
  }
}
