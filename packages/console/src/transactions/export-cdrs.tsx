import type { Operations } from '@northbound/client';
import { useMutation } from '@tanstack/react-query';
import { useConsole } from '../app/console-context.ts';
import { errorText } from '../ui/notes.tsx';
import { saveText } from '../ui/save.ts';

type ExportQuery = Omit<Operations['exportCdrs']['takes'], 'format'>;
type Format = Operations['exportCdrs']['takes']['format'];

const TYPES: Readonly<Record<Format, string>> = { csv: 'text/csv', json: 'application/json' };

/** Downloads records as a table or as JSON. */
export function ExportLinks({ query }: { readonly query: ExportQuery }) {
  const { client } = useConsole();
  const save = useMutation({
    mutationFn: async (format: Format) => {
      const content: unknown = await client.exportCdrs({ ...query, format });
      // JSON comes parsed from the client.
      const text = typeof content === 'string' ? content : JSON.stringify(content);
      saveText(`cdrs.${format}`, TYPES[format], text);
    },
  });
  return (
    <>
      {save.isError && (
        <span className="problem-text" role="alert">
          {errorText(save.error)}
        </span>
      )}
      {(['csv', 'json'] as const).map((format) => (
        <button
          key={format}
          type="button"
          className="button"
          disabled={save.isPending}
          onClick={() => save.mutate(format)}
        >
          Export {format.toUpperCase()}
        </button>
      ))}
    </>
  );
}
