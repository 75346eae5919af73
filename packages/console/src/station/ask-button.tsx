import type { Operations } from '@northbound/client';
import { useConsole } from '../app/console-context.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { useReadAgain } from './use-station-parts.ts';

interface AskButtonProps {
  readonly stationId: string;
  /** The question; its answer comes in messages of its own. */
  readonly action: Operations['requestReport']['takes']['body']['action'];
  readonly payload: object;
}

/** Asks a station for a report; what comes is shown when it has come. */
export function AskButton({ stationId, action, payload }: AskButtonProps) {
  const { api } = useConsole();
  const readAgain = useReadAgain(stationId);
  return (
    <ActionButton
      onAct={async () => {
        await api.client.requestReport({ id: stationId, body: { action, payload } });
        await readAgain('report');
      }}
    >
      Ask the station
    </ActionButton>
  );
}
