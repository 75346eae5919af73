import type { CompositeScheduleType } from '@northbound/client';
import type { StationView } from '@northbound/csms/views';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useConsole, useMayOperate } from '../app/console-context.ts';
import { type ScheduleStep, scheduleSteps } from '../model/schedule.ts';
import { Moment } from '../ui/moment.tsx';
import { errorText } from '../ui/notes.tsx';
import { Panel } from '../ui/panel.tsx';

const HOURS = [1, 4, 24];

/** What all profiles together come to, as the station reckons it. */
export function CompositeSchedule({ station }: { readonly station: StationView }) {
  const { client } = useConsole();
  const mayOperate = useMayOperate();
  const [evseId, setEvseId] = useState(station.evses[0]?.evseId ?? 0);
  const [hours, setHours] = useState(1);
  const ask = useMutation({
    mutationFn: async () => {
      const sent = await client.getCompositeScheduleCommand({
        id: station.id,
        body: { evseId, duration: hours * 3600 },
      });
      return sent.state === 'answered' ? sent : undefined;
    },
  });
  if (!mayOperate) return null;
  const schedule = ask.data?.answer.schedule;
  return (
    <Panel
      title="Composite schedule"
      actions={
        <>
          <label className="select-field">
            <span>EVSE</span>
            <select value={evseId} onChange={(event) => setEvseId(Number(event.target.value))}>
              {[0, ...station.evses.map((evse) => evse.evseId)].map((id) => (
                <option key={id} value={id}>
                  {id === 0 ? 'Whole station' : id}
                </option>
              ))}
            </select>
          </label>
          <label className="select-field">
            <span>For</span>
            <select value={hours} onChange={(event) => setHours(Number(event.target.value))}>
              {HOURS.map((each) => (
                <option key={each} value={each}>
                  {each} h
                </option>
              ))}
            </select>
          </label>
          <button
            type="button"
            className="button"
            disabled={ask.isPending}
            onClick={() => ask.mutate()}
          >
            Ask the station
          </button>
        </>
      }
    >
      <div className="panel-body" aria-live="polite">
        {ask.isError && <p className="problem-text">{errorText(ask.error)}</p>}
        {ask.data?.cause !== undefined && <p>{ask.data.cause}</p>}
        {schedule !== undefined && <Schedule schedule={schedule} />}
        {ask.isIdle && <p className="muted">What limit holds when, over all profiles.</p>}
      </div>
    </Panel>
  );
}

function Schedule({ schedule }: { readonly schedule: CompositeScheduleType }) {
  return (
    <table className="table table-compact">
      <thead>
        <tr>
          <th scope="col">From</th>
          <th scope="col">Limit</th>
          <th scope="col">Phases</th>
        </tr>
      </thead>
      <tbody>
        {scheduleSteps(schedule).map((step: ScheduleStep) => (
          <tr key={step.from}>
            <td>
              <Moment at={step.from} show="short" />
            </td>
            <td>{step.limit}</td>
            <td>{step.phases}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
