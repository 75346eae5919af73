import type { MeterKey } from '@northbound/client';
import { useState } from 'react';
import { useConsole, useIsAdmin } from '../app/console-context.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { AreaField, TextField } from '../ui/fields.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { PartList } from './part-list.tsx';
import { partsKey } from './use-station-parts.ts';

/** The keys with which signed meter values are verified: what comes with the data proves nothing. */
export function MeterKeys({ stationId }: { readonly stationId: string }) {
  const { client } = useConsole();
  const isAdmin = useIsAdmin();
  const [adding, setAdding] = useState(false);
  return (
    <>
      <PartList<MeterKey>
        stationId={stationId}
        kind="other"
        name="meter keys"
        title="Keys of meters"
        empty="No key: signed meter values cannot be verified"
        read={() => client.listMeterKeys({ id: stationId })}
        rowKey={({ evseId, publicKey }) => `${evseId} ${publicKey}`}
        columns={[
          { name: 'Of', cell: ({ evseId }) => meterWords(evseId) },
          {
            name: 'Public key',
            cell: ({ publicKey }) => <code className="wrap">{publicKey}</code>,
          },
        ]}
        {...(isAdmin && {
          actions: ({ evseId }: MeterKey) => (
            <ActionButton
              label={`Delete the keys of ${meterWords(evseId)}`}
              onAct={() => client.deleteMeterKeys({ id: stationId, evseId })}
              refreshes={[partsKey(stationId, 'other')]}
            >
              Delete
            </ActionButton>
          ),
        })}
        toolbar={
          isAdmin && (
            <button type="button" className="button" onClick={() => setAdding(true)}>
              Add a key…
            </button>
          )
        }
      />
      {adding && (
        <FormDialog
          title="Add the key of a meter"
          action="Add"
          onClose={() => setAdding(false)}
          refreshes={[partsKey(stationId, 'other')]}
          onSubmit={(form) =>
            client.putMeterKey({
              id: stationId,
              evseId: form.number('evseId') ?? 0,
              body: { publicKey: form.text('publicKey') },
            })
          }
        >
          <TextField
            name="evseId"
            label="EVSE"
            type="number"
            min={0}
            required
            initial={1}
            hint="0 for every meter of the station"
          />
          <AreaField
            name="publicKey"
            label="Public key"
            required
            hint="As printed on the meter: oca:base16:asn1:…, base16 or base64 of its SubjectPublicKeyInfo, or PEM"
          />
        </FormDialog>
      )}
    </>
  );
}

function meterWords(evseId: number): string {
  return evseId === 0 ? 'every meter' : `EVSE ${evseId}`;
}
