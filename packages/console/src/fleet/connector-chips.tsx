import type { EvseView } from '@northbound/csms/views';
import { connectorState, countStates } from '../model/fleet.ts';
import { StateChip } from '../ui/chips.tsx';

/** As many chips as fit a row: beyond these the states are counted. */
const MOST_CHIPS = 2;

/** Each connector's state; of a large station how many connectors are in each state. */
export function ConnectorChips({ evses }: { readonly evses: readonly EvseView[] }) {
  const connectors = evses.flatMap((evse) =>
    evse.connectors.map((connector) => ({
      name:
        evse.connectors.length > 1 ? `${evse.evseId}.${connector.connectorId}` : `${evse.evseId}`,
      state: connectorState(evse, connector),
      reported: connector.reportedStatus,
    })),
  );
  if (connectors.length === 0) return <span className="muted">not reported yet</span>;
  if (connectors.length > MOST_CHIPS) {
    return (
      <span className="chips">
        {countStates(connectors.map(({ state }) => state)).map(([state, quantity]) => (
          <StateChip key={state} state={state} suffix={`×${quantity}`} />
        ))}
      </span>
    );
  }
  return (
    <span className="chips">
      {connectors.map(({ name, state, reported }) => (
        <StateChip
          key={name}
          state={state}
          prefix={connectors.length > 1 ? name : undefined}
          title={reported && `Reported as ${reported}`}
        />
      ))}
    </span>
  );
}
