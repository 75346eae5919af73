import type { Csms, Database } from '@northbound/csms';
import { checkListed, type ListEntry } from '../checkers/listed.ts';
import type { Violation } from '../checkers/violation.ts';

/** Compares, when everything is quiet, the local list of a station with what the CSMS believes that it holds. */
export async function checkLocalList(
  { blocks }: Csms,
  store: Pick<Database, 'read'>,
  machine: { readonly identity: string; listEntries(): readonly ListEntry[] },
): Promise<Violation[]> {
  const { identity } = machine;
  const state = await blocks.localLists.state(identity);
  if (state === undefined) return [];
  const asked = await blocks.outbox.send(
    identity,
    'GetLocalListVersion',
    {},
    { by: 'checker', queueForS: 600 },
  );
  const [contents] = await store.read<{ readonly entries: string }>({
    sql: 'SELECT entries FROM local_list_contents WHERE list = ? AND version = ?',
    params: [state.list, state.heldVersion ?? state.version],
  });
  const believed: readonly { readonly idTokenInfo?: ListEntry }[] = JSON.parse(
    contents?.entries ?? '[]',
  );
  return checkListed(identity, state, {
    version: asked.state === 'answered' ? asked.answer.versionNumber : undefined,
    held: machine.listEntries(),
    believed: believed.map(({ idTokenInfo = {} }) => idTokenInfo),
  });
}
