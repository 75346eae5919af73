import { isProblem } from '@northbound/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type FormReader, readForm } from '../model/form.ts';
import { Dialog } from './dialog.tsx';
import { errorText } from './notes.tsx';

export interface FormDialogProps<Result> {
  readonly title: string;
  /** What the button says that sends it. */
  readonly action: string;
  readonly onSubmit: (form: FormReader) => Promise<Result>;
  readonly onClose: () => void;
  /** Cached lists that the change makes old. */
  readonly refreshes: readonly (readonly unknown[])[];
  /** What is shown once it is done, such as a secret that is shown this once; without it the dialog closes. */
  readonly done?: (result: Result) => { readonly title: string; readonly content: ReactNode };
  /** For forms of many fields. */
  readonly wide?: boolean;
  /** Fills the form anew: offered when somebody else has changed what it is about. */
  readonly readAgain?: () => void;
  /** The fields. */
  readonly children: ReactNode;
}

/** A form in a dialog: sends, says what went wrong, and closes when it is done. */
export function FormDialog<Result>(props: FormDialogProps<Result>) {
  const { title, action, onSubmit, onClose, refreshes, done, wide, readAgain, children } = props;
  const cache = useQueryClient();
  const send = useMutation({
    mutationFn: onSubmit,
    onSuccess: async () => {
      await Promise.all(refreshes.map((queryKey) => cache.invalidateQueries({ queryKey })));
      if (done === undefined) onClose();
    },
  });
  if (done !== undefined && send.isSuccess) {
    const { title: doneTitle, content } = done(send.data);
    return (
      <Dialog key="done" title={doneTitle} onClose={onClose}>
        {content}
      </Dialog>
    );
  }
  return (
    <Dialog title={title} onClose={onClose} {...(wide && { wide })}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate(readForm(new FormData(event.currentTarget)));
        }}
      >
        {children}
        <div className="form-end">
          <span className="problem-text" role="alert">
            {send.isError ? errorText(send.error) : ''}
          </span>
          {readAgain !== undefined && isProblem(send.error, 'preconditionFailed') && (
            <button type="button" className="button" onClick={readAgain}>
              Read it again
            </button>
          )}
          <button type="submit" className="button button-primary" disabled={send.isPending}>
            {action}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** Something that is shown this once: marked by one click, and said to be so. */
export function Secret({ children }: { readonly children: string }) {
  return (
    <p className="secret">
      <code>{children}</code>
    </p>
  );
}
