import type { TokenView } from '@northbound/csms/views';

/** `IdTokenEnumStringType` of 2.1, most usual first. */
export const TOKEN_TYPES: readonly string[] = [
  'Central',
  'ISO14443',
  'ISO15693',
  'eMAID',
  'KeyCode',
  'Local',
  'MacAddress',
  'EVCCID',
  'VIN',
  'DirectPayment',
  'NoAuthorization',
];

export function filterTokens(tokens: readonly TokenView[], search: string): readonly TokenView[] {
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return tokens;
  return tokens.filter(({ idToken, type, groupIdToken, note, status }) =>
    [idToken, type, groupIdToken, note, status].join('\n').toLowerCase().includes(wanted),
  );
}

/** The form's fields; what was left empty is absent. `datetime-local` is a moment in the reader's time zone. */
export function readTokenForm(form: FormData): TokenView {
  const field = (name: string): string | undefined => {
    const value = form.get(name);
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
  };
  const groupIdToken = field('groupIdToken');
  const expires = field('expiresAt');
  const note = field('note');
  return {
    idToken: field('idToken') ?? '',
    type: field('type') ?? 'Central',
    status: 'Accepted',
    ...(groupIdToken === undefined ? {} : { groupIdToken }),
    ...(expires === undefined ? {} : { expiresAt: new Date(expires).toISOString() }),
    ...(note === undefined ? {} : { note }),
  };
}
