import type { Operations } from '@northbound/client';
import { useMutation } from '@tanstack/react-query';
import { useConsole } from '../app/console-context.ts';
import { SEVERITY_CHOICES } from '../model/severity.ts';
import { errorText } from '../ui/notes.tsx';
import { usePart, useReadAgain } from './use-station-parts.ts';

type Base = Operations['putMonitoringBase']['takes']['body']['base'];

const BASES: readonly Base[] = ['All', 'FactoryDefault', 'HardWiredOnly'];

/** Which monitors are active, and how severe an event must be to be told. */
export function MonitoringLevel({ stationId }: { readonly stationId: string }) {
  const { client } = useConsole();
  const readAgain = useReadAgain(stationId);
  const monitoring = usePart({
    stationId,
    kind: 'modelReport',
    name: 'monitoring',
    read: () => client.getMonitors({ id: stationId }),
  });
  const put = useMutation({
    mutationFn: async (change: () => Promise<unknown>) => {
      await change();
      await readAgain('modelReport');
    },
  });
  function setBase(text: string): void {
    const base = BASES.find((each) => each === text);
    if (base === undefined) return;
    put.mutate(() => client.putMonitoringBase({ id: stationId, body: { base } }));
  }
  function setLevel(text: string): void {
    if (text === '') return;
    const severity = Number(text);
    put.mutate(() => client.putMonitoringLevel({ id: stationId, body: { severity } }));
  }
  return (
    <>
      {put.isError && (
        <span className="problem-text" role="alert">
          {errorText(put.error)}
        </span>
      )}
      <label className="select-field">
        <span>Active</span>
        <select
          value={monitoring.data?.base ?? ''}
          onChange={(event) => setBase(event.target.value)}
        >
          <option value="">not set here</option>
          {BASES.map((base) => (
            <option key={base}>{base}</option>
          ))}
        </select>
      </label>
      <label className="select-field">
        <span>Tell up to</span>
        <select
          value={monitoring.data?.level ?? ''}
          onChange={(event) => setLevel(event.target.value)}
        >
          <option value="">not set here</option>
          {SEVERITY_CHOICES.map(([severity, words]) => (
            <option key={severity} value={severity}>
              {words}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}
