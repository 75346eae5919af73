import type { Operations } from '@northbound/client';
import { useConsole } from '../app/console-context.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { partsKey } from './use-station-parts.ts';

interface AskButtonProps {
  readonly stationId: string;
  /** The question; its answer comes in messages of its own. */
  readonly action: Operations['requestReport']['takes']['body']['action'];
  readonly payload: object;
}

/** Asks a station for a report; what comes is shown when it has come. */
export function AskButton({ stationId, action, payload }: AskButtonProps) {
  const { client } = useConsole();
  return (
    <ActionButton
      onAct={() => client.requestReport({ id: stationId, body: { action, payload } })}
      refreshes={[partsKey(stationId, 'report')]}
    >
      Ask the station
    </ActionButton>
  );
}
