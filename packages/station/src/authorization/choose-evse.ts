import type { Ocpp21 } from '@northbound/protocol';
import type { Core } from '../core.ts';
import type { Evse } from '../evse/evse.ts';
import { sameIdToken } from './id-token.ts';
import { knownGroup } from './verdict.ts';

/**
 * Which EVSE a token is meant for when nobody says: where it is authorized already, else where a
 * vehicle waits for somebody, else the one that is reserved for it, else a free one, else one where
 * somebody charges. The last one plugged in is first.
 */
export function chooseEvse(core: Core, idToken: Ocpp21.IdTokenType): Evse | undefined {
  const { evses, reservations } = core;
  const group = knownGroup(core, idToken);
  const holds = ({ authorization }: Evse) =>
    authorization.idToken !== undefined && sameIdToken(authorization.idToken, idToken);
  const isKept = (evse: Evse) => evse.reserved && reservations.admits(evse, idToken, group);
  const waits = (evse: Evse) => (evse.usable || isKept(evse)) && evse.authorization.isFree;
  return (
    evses.find(holds) ??
    evses
      .filter((evse) => evse.connected && waits(evse))
      .toSorted((left, right) => (left.changedAt < right.changedAt ? 1 : -1))[0] ??
    evses.find((evse) => isKept(evse) && waits(evse)) ??
    evses.find(waits) ??
    // Where nothing can begin there may be something to end.
    evses.find(({ authorization }) => authorization.idToken !== undefined) ??
    evses[0]
  );
}
