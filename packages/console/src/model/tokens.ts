import type { TokenView } from '@northbound/csms/views';
import { type FormReader, given } from './form.ts';

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

/** The form's fields; what was left empty is absent. */
export function readTokenForm(form: FormReader): TokenView {
  return {
    idToken: form.text('idToken'),
    type: form.optional('type') ?? 'Central',
    status: 'Accepted',
    ...given({
      groupIdToken: form.optional('groupIdToken'),
      expiresAt: form.moment('expiresAt'),
      note: form.optional('note'),
      personalMessage: form.optional('personalMessage'),
      allowedAt: form.words('allowedAt')?.map((stationId) => ({ stationId })),
    }),
  };
}
