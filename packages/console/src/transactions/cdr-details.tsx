import type { Cdr, CdrVerification } from '@northbound/client';
import { useMutation } from '@tanstack/react-query';
import { useConsole } from '../app/console-context.ts';
import { prettyJson } from '../model/pretty-json.ts';
import { Fact } from '../ui/facts.tsx';
import { JsonView } from '../ui/json-view.tsx';
import { Moment } from '../ui/moment.tsx';
import { errorText } from '../ui/notes.tsx';
import { ExportLinks } from './export-cdrs.tsx';

/** A record with its seal, which can be checked against the ledger. */
export function CdrDetails({ cdr }: { readonly cdr: Cdr }) {
  const { client } = useConsole();
  const { number, hash, previousHash, sealedAt, content } = cdr;
  const verify = useMutation({ mutationFn: () => client.verifyCdr({ number }) });
  return (
    <div className="cdr-details">
      <dl className="facts">
        <Fact name="Sealed">
          <Moment at={sealedAt} />
        </Fact>
        <Fact name="Hash">
          <code>{hash}</code>
        </Fact>
        <Fact name="Hash before it">
          <code>{previousHash}</code>
        </Fact>
      </dl>
      <p className="row-actions">
        <button
          type="button"
          className="button"
          disabled={verify.isPending}
          onClick={() => verify.mutate()}
        >
          Verify
        </button>
        <ExportLinks query={{ transaction: content.transaction }} />
        <span role="status">{verify.data !== undefined && <Verified {...verify.data} />}</span>
        {verify.isError && <span className="problem-text">{errorText(verify.error)}</span>}
      </p>
      <JsonView text={prettyJson(content)} />
    </div>
  );
}

function Verified({ contentMatches, hashMatches, olderRules }: CdrVerification) {
  const isGood = contentMatches && hashMatches;
  if (olderRules && hashMatches) {
    return (
      <span className="chip chip-unavailable">
        the hash fits; it was sealed by older rules, by which the ledger is no longer read
      </span>
    );
  }
  return (
    <span className={`chip chip-${isGood ? 'available' : 'faulted'}`}>
      {isGood
        ? 'verified: the ledger gives the same bytes, the hash fits'
        : [
            contentMatches ? '' : 'the ledger gives other bytes',
            hashMatches ? '' : 'the hash does not fit',
          ]
            .filter(Boolean)
            .join(', ')}
    </span>
  );
}
