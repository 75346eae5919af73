import type { Ocpp21 } from '@northbound/protocol';
import type { Evse } from '../evse/evse.ts';
import { sameIdToken } from './id-token.ts';

/**
 * Which EVSE a token is meant for when nobody says: where it is authorized already, else where a
 * vehicle waits for somebody, else a free one. The last one plugged in is first.
 */
export function chooseEvse(evses: readonly Evse[], idToken: Ocpp21.IdTokenType): Evse | undefined {
  const holds = ({ authorization }: Evse) =>
    authorization.idToken !== undefined && sameIdToken(authorization.idToken, idToken);
  const waits = (evse: Evse) => evse.usable && evse.authorization.state === 'None';
  return (
    evses.find(holds) ??
    evses
      .filter((evse) => evse.connected && waits(evse))
      .toSorted((left, right) => (left.changedAt < right.changedAt ? 1 : -1))[0] ??
    evses.find(waits) ??
    evses[0]
  );
}
