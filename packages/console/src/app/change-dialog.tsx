import type { RequestOptions } from '@northbound/client';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useId } from 'react';
import type { FormReader } from '../model/form.ts';
import { Dialog } from '../ui/dialog.tsx';
import { FormDialog, type FormDialogProps } from '../ui/form-dialog.tsx';
import { Failure, Loading } from '../ui/notes.tsx';
import { useConsole } from './console-context.ts';

interface ChangeDialogProps<Thing, Result>
  extends Omit<FormDialogProps<Result>, 'onSubmit' | 'readAgain' | 'children'> {
  readonly read: () => Promise<Thing>;
  /** @param options what the change carries, so that it changes nothing but what was read */
  readonly onSubmit: (form: FormReader, thing: Thing, options: RequestOptions) => Promise<Result>;
  /** The fields, filled from what was read. */
  readonly children: (thing: Thing) => ReactNode;
}

/**
 * A form that changes a thing. It is read when the form opens, for what the page shows of it may be old, and only what
 * was read is changed: when somebody else was faster the form says so.
 */
export function ChangeDialog<Thing extends object, Result>(
  props: ChangeDialogProps<Thing, Result>,
) {
  const { read, onSubmit, children, ...dialog } = props;
  const { client } = useConsole();
  const known = useQuery({
    queryKey: ['toChange', useId()],
    queryFn: async () => {
      const thing = await read();
      return { thing, ifMatch: client.etagOf(thing) };
    },
    // Read anew behind the form's back, it would take the change of another for one that was seen.
    staleTime: 'static',
    gcTime: 0,
  });
  const { data, isError, error, refetch, dataUpdatedAt } = known;
  if (isError || data === undefined) {
    return (
      <Dialog title={dialog.title} onClose={dialog.onClose}>
        {isError ? (
          <Failure error={error} retry={() => void refetch()} />
        ) : (
          <Loading what="it as it is now" />
        )}
      </Dialog>
    );
  }
  const { thing, ifMatch } = data;
  return (
    <FormDialog
      key={dataUpdatedAt}
      {...dialog}
      onSubmit={(form) => onSubmit(form, thing, { ifMatch })}
      readAgain={() => void refetch()}
    >
      {children(thing)}
    </FormDialog>
  );
}
