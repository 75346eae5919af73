import type { Variable, VariableHistoryEntry } from '@northbound/client';
import { useState } from 'react';
import { useConsole, useMayOperate } from '../app/console-context.ts';
import { addressOf, variablePath } from '../model/twin-tree.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { Moment } from '../ui/moment.tsx';
import { PartList } from './part-list.tsx';
import { partsKey } from './use-station-parts.ts';
import { ValueInput } from './value-input.tsx';

/** One attribute: what it is, what it is and should be set to, and how it came to be so. */
export function VariableDetails({ variable }: { readonly variable: Variable }) {
  const { client } = useConsole();
  const mayOperate = useMayOperate();
  const address = addressOf(variable);
  const id = variable.stationId;
  return (
    <div className="twin-details">
      <section className="card panel" aria-label="Variable">
        <header className="card-header">
          <h2>{variablePath(variable)}</h2>
          {variable.drift && <span className="chip chip-suspended">Drift</span>}
        </header>
        <div className="panel-body">
          <VariableFacts variable={variable} />
          {mayOperate && variable.mutability !== 'ReadOnly' && !variable.constant && (
            <DesiredForm variable={variable} />
          )}
        </div>
      </section>
      <PartList<VariableHistoryEntry>
        stationId={id}
        kind="deviceModel"
        name={`history ${JSON.stringify(address)}`}
        title="History"
        empty="Nothing has changed yet"
        read={(page) => client.listVariableHistory({ id, ...address, ...page })}
        rowKey={({ at, kind, value }) => `${at} ${kind} ${value}`}
        columns={[
          { name: 'When', cell: ({ at }) => <Moment at={at} show="short" /> },
          { name: 'What', cell: ({ kind }) => kind },
          { name: 'Value', cell: ({ value }) => value ?? '' },
          { name: 'Detail', cell: ({ detail }) => detail ?? '' },
        ]}
      />
    </div>
  );
}

function VariableFacts({ variable }: { readonly variable: Variable }) {
  const { characteristics, desired, value, configurationKey } = variable;
  const unit = characteristics?.unit === undefined ? '' : ` ${characteristics.unit}`;
  const limits = [characteristics?.minLimit, characteristics?.maxLimit];
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Reported', value === undefined ? undefined : `${value}${unit}`],
    ['Desired', desired && `${desired.value}${unit}`],
    ['By', desired?.by],
    ['What came of it', desired?.statusText],
    ['Why', desired?.reason],
    ['Attribute', variable.attributeType],
    ['Key of 1.6', configurationKey],
    ['Type', characteristics?.dataType],
    ['Access', variable.mutability],
    ['Limits', limits.some((limit) => limit !== undefined) ? limitWords(limits, unit) : undefined],
    ['Values', characteristics?.valuesList],
  ];
  return (
    <dl className="facts">
      {facts.map(
        ([name, words]) =>
          words !== undefined && (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="fact-long">{words}</dd>
            </div>
          ),
      )}
      <div>
        <dt>{variable.goneAt === undefined ? 'Reported at' : 'Gone since'}</dt>
        <dd>
          <Moment at={variable.goneAt ?? variable.reportedAt} show="short" />
        </dd>
      </div>
    </dl>
  );
}

function limitWords([least, most]: readonly (number | undefined)[], unit: string): string {
  if (least === undefined) return `at most ${most}${unit}`;
  return most === undefined ? `at least ${least}${unit}` : `${least} to ${most}${unit}`;
}

function DesiredForm({ variable }: { readonly variable: Variable }) {
  const { client } = useConsole();
  const [value, setValue] = useState(variable.desired?.value ?? variable.value ?? '');
  const id = variable.stationId;
  const address = addressOf(variable);
  return (
    <div className="toolbar">
      <ValueInput variable={variable} value={value} onChange={setValue} />
      <ActionButton
        tone="primary"
        disabled={value === ''}
        onAct={() => client.desireValues({ id, body: { values: [{ ...address, value }] } })}
        refreshes={[partsKey(variable.stationId, 'deviceModel')]}
      >
        Set
      </ActionButton>
      {variable.desired !== undefined && (
        <ActionButton
          onAct={() => client.releaseValues({ id, body: { variables: [address] } })}
          refreshes={[partsKey(variable.stationId, 'deviceModel')]}
        >
          Release
        </ActionButton>
      )}
    </div>
  );
}
