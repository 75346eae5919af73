import type { TransactionView } from '@northbound/csms/views';
import { useState } from 'react';
import { cacheKeys } from '../api/live-views.ts';
import { useConsole } from '../app/console-context.ts';
import { TextField } from '../ui/fields.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';

/** Closes a transaction whose end will not come, in the books only. */
export function CloseButton({ transaction }: { readonly transaction: TransactionView }) {
  const { client } = useConsole();
  const { id } = transaction;
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="button" onClick={() => setOpen(true)}>
        Close…
      </button>
      {open && (
        <FormDialog
          title="Close this transaction in the books?"
          action="Close it"
          onClose={() => setOpen(false)}
          refreshes={[
            cacheKeys.transaction(id),
            cacheKeys.transactionEvents(id),
            cacheKeys.transactionStory(id),
          ]}
          onSubmit={(form) =>
            client.closeTransaction({ id, body: { reason: form.text('reason') } })
          }
        >
          <p>
            For an end that will not come. The station is not told: to end the charging itself, stop
            it. Later events of it still complete the record.
          </p>
          <TextField
            name="reason"
            label="Why, for whoever reads its story"
            required
            maxLength={200}
          />
        </FormDialog>
      )}
    </>
  );
}
