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

interface TokenFilter {
  /** Part of the token, its type, group, note or status; capitals or not. */
  readonly search?: string | undefined;
  /** Whole; capitals or not, as group ids are compared (2.1 part 2, IdTokenType). */
  readonly group?: string | undefined;
}

export function filterTokens(
  tokens: readonly TokenView[],
  { search, group }: TokenFilter,
): readonly TokenView[] {
  const wanted = search?.toLowerCase();
  const wantedGroup = group?.toLowerCase();
  return tokens.filter(
    ({ idToken, type, groupIdToken, note, status }) =>
      (wantedGroup === undefined || groupIdToken?.toLowerCase() === wantedGroup) &&
      (wanted === undefined ||
        [idToken, type, groupIdToken, note, status].join('\n').toLowerCase().includes(wanted)),
  );
}

/**
 * The form's fields; what was left empty is absent.
 *
 * @param known what is changed, when it is not a new one: the form does not ask for everything
 */
export function readTokenForm(form: FormReader, known?: TokenView): TokenView {
  const placeOf = (stationId: string) =>
    known?.allowedAt?.find((place) => place.stationId === stationId) ?? { stationId };
  return {
    idToken: known?.idToken ?? form.text('idToken'),
    type: known?.type ?? form.optional('type') ?? 'Central',
    status: known?.status ?? 'Accepted',
    ...given({
      groupIdToken: form.optional('groupIdToken'),
      expiresAt: form.moment('expiresAt', known?.expiresAt),
      note: form.optional('note'),
      language: form.optional('language'),
      personalMessage: form.optional('personalMessage'),
      allowedAt: form.ids('allowedAt')?.map(placeOf),
    }),
  };
}

/** What puts a token as it is to be. */
export function putting({ idToken, type, ...body }: TokenView) {
  return { idToken, type, body };
}
