import type { Alert } from '@northbound/client';
import { actorsText, severityTone } from '../model/alerts.ts';
import { severityWords } from '../model/severity.ts';
import { Fact } from '../ui/facts.tsx';
import { Moment } from '../ui/moment.tsx';

export function SeverityChip({ severity }: { readonly severity: number }) {
  return (
    <span className={`chip chip-${severityTone(severity)}`} title={`Severity ${severity}`}>
      <span className="chip-prefix">{severity}</span>
      {severityWords(severity)}
    </span>
  );
}

interface AlertProps {
  readonly alert: Alert;
}

export function AlertState({ alert }: AlertProps) {
  const { clearedAt, clearedBy, acknowledgedAt, acknowledgedBy } = alert;
  if (clearedAt !== undefined) {
    return (
      <span className="chip chip-ended" title={`Cleared by ${clearedBy}`}>
        over
      </span>
    );
  }
  if (acknowledgedAt !== undefined) {
    return (
      <span className="chip chip-reserved" title={`Noted by ${acknowledgedBy}`}>
        noted
      </span>
    );
  }
  return <span className="chip chip-faulted">open</span>;
}

/** What happened, who must act, what usually helps. */
export function AlertDetails({ alert }: AlertProps) {
  const { happened, actors, helps, component, variable, value, info, note } = alert;
  const { clearedAt, clearedBy, acknowledgedAt, acknowledgedBy } = alert;
  return (
    <div className="alert-details">
      <p>{happened}</p>
      {actors.length > 0 && (
        <p>
          <strong>Who must act:</strong> {actorsText(actors)}.
        </p>
      )}
      {helps.length > 0 && (
        <>
          <strong>What usually helps:</strong>
          <ol>
            {helps.map((help) => (
              <li key={help}>{help}</li>
            ))}
          </ol>
        </>
      )}
      <dl className="facts">
        <Fact name="Where">
          {component}.{variable}
          {value !== undefined && <code> = {value}</code>}
        </Fact>
        {info !== undefined && <Fact name="The station says">{info}</Fact>}
        <Fact name="Last said">
          <Moment at={alert.updatedAt} />
        </Fact>
        <Fact name="Model and firmware">
          {[alert.vendor, alert.model, alert.firmwareVersion].filter(Boolean).join(' ') || '–'}
        </Fact>
        {acknowledgedAt !== undefined && (
          <Fact name={`Noted by ${acknowledgedBy ?? ''}`}>
            <Moment at={acknowledgedAt} />
          </Fact>
        )}
        {clearedAt !== undefined && (
          <Fact name={`Over, says ${clearedBy ?? 'nobody'}`}>
            <Moment at={clearedAt} />
          </Fact>
        )}
        {note !== undefined && <Fact name="Note">{note}</Fact>}
      </dl>
    </div>
  );
}
