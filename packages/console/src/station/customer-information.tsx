import { useConsole } from '../app/console-context.ts';
import { type FormReader, given } from '../model/form.ts';
import { TOKEN_TYPES } from '../model/tokens.ts';
import { CheckField, SelectField, TextField } from '../ui/fields.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Read } from '../ui/panel.tsx';
import { partsKey, usePart } from './use-station-parts.ts';

interface CustomerInformationProps {
  readonly stationId: string;
  readonly report: number;
}

/** What the station holds of a customer, put together from its messages. */
export function CustomerInformation({ stationId, report }: CustomerInformationProps) {
  const { client } = useConsole();
  const information = usePart({
    stationId,
    kind: 'report',
    name: `customer ${report}`,
    read: () => client.getCustomerInformation({ id: stationId, report }),
  });
  return (
    <Read what="the answer" query={information}>
      {({ text, completedAt }) => (
        <>
          <pre className="json">{text === '' ? 'Nothing.' : text}</pre>
          {completedAt === undefined && <p className="muted">More is to come.</p>}
        </>
      )}
    </Read>
  );
}

interface CustomerDialogProps {
  readonly stationId: string;
  readonly onClose: () => void;
}

/** Asks a station what it holds of a customer, has it forget that, or both. */
export function CustomerDialog({ stationId, onClose }: CustomerDialogProps) {
  const { client } = useConsole();
  return (
    <FormDialog
      title="Ask about a customer"
      action="Ask"
      onClose={onClose}
      refreshes={[partsKey(stationId, 'report')]}
      onSubmit={(form) =>
        client.requestReport({
          id: stationId,
          body: { action: 'CustomerInformation', payload: readCustomer(form) },
        })
      }
    >
      <p>
        One of the two names the customer. What the station tells comes in messages of its own and
        stands among the reports.
      </p>
      <TextField name="idToken" label="Token" maxLength={255} />
      <SelectField name="type" label="Type of the token" choices={TOKEN_TYPES} />
      <TextField
        name="customerIdentifier"
        label="Or a customer's identifier"
        maxLength={64}
        hint="As the operator and the vendor have agreed on"
      />
      <CheckField name="report" label="Tell what it holds" initial />
      <CheckField name="clear" label="Forget it" hint="It cannot be brought back." />
    </FormDialog>
  );
}

function readCustomer(form: FormReader) {
  const idToken = form.optional('idToken');
  return {
    report: form.flag('report'),
    clear: form.flag('clear'),
    ...given({
      idToken: idToken === undefined ? undefined : { idToken, type: form.text('type') },
      customerIdentifier: form.optional('customerIdentifier'),
    }),
  };
}
