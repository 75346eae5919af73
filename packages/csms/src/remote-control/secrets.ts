import { isSecret, SECRET_NAMES } from '../device-model/address.ts';
import { isObject } from './command.ts';

/** What stands in the place of a secret, in records and in frames. */
const HIDDEN = '***';

/** Fields of network profiles (2.1 part 2, NetworkConnectionProfileType, APNType, VPNType), and of our own requests. */
const SECRET_FIELDS: ReadonlySet<string> = new Set([
  'basicAuthPassword',
  'apnPassword',
  'simPin',
  'password',
  'currentPassword',
  'newPassword',
  'privateKey',
  'secret',
]);

/** Keys of 1.6 that hold a secret, in small letters. */
const SECRET_KEYS: ReadonlySet<string> = new Set(['authorizationkey']);

/** Fields that tell a station where a file is fetched from or sent to. */
const FILE_PLACES: ReadonlySet<string> = new Set(['location', 'remoteLocation']);

/** Actions in whose requests secrets may stand. */
const ACTIONS_WITH_SECRETS = [
  'ChangeConfiguration',
  'GetDiagnostics',
  'GetLog',
  'PublishFirmware',
  'SetNetworkProfile',
  'SetVariables',
  'SignedUpdateFirmware',
  'UpdateFirmware',
] as const;

/** Actions in whose requests tokens of drivers stand, key codes among them; 1.6 has no types of tokens. */
const ACTIONS_WITH_TOKENS = [
  'CustomerInformation',
  'RequestBatterySwap',
  'RequestStartTransaction',
  'ReserveNow',
  'SendLocalList',
] as const;

/** What is done to the frames of an action before they are kept. */
const KEPT_AS: ReadonlyMap<string, (text: string) => string> = new Map([
  ...ACTIONS_WITH_SECRETS.map((action) => [action, withoutAnySecret] as const),
  ...ACTIONS_WITH_TOKENS.map((action) => [action, textWithoutSecrets] as const),
]);

/**
 * A request or an answer without the secrets in it: passwords and keys that a command sets, what opens a place for
 * files, and key codes (which never appear in a log: 2.1 part 2, C04.FR.04).
 */
export function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (!isObject(value)) return value;
  const hidden = hiddenFields(value);
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      hidden.includes(name) || SECRET_FIELDS.has(name)
        ? hiddenField(name, field)
        : fieldWithoutSecrets(name, field),
    ]),
  );
}

/** Of the attributes of a variable it is their values: what else is told of them is no secret. */
function hiddenField(name: string, field: unknown): unknown {
  if (name !== 'variableAttribute' || !Array.isArray(field)) return HIDDEN;
  return field.map((attribute) => {
    if (!isObject(attribute)) return HIDDEN;
    return 'value' in attribute ? { ...attribute, value: HIDDEN } : attribute;
  });
}

function fieldWithoutSecrets(name: string, field: unknown): unknown {
  if (typeof field !== 'string') return withoutSecrets(field);
  return FILE_PLACES.has(name)
    ? placeWithoutSecrets(field)
    : withoutPrivateKeys(urlWithoutUser(field));
}

/** Of PEM (RFC 7468), also when its end is missing. */
function withoutPrivateKeys(text: string): string {
  return text.replaceAll(
    /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
    HIDDEN,
  );
}

/** Who may come in stands before the host: `ftp://user:password@host/`. */
function urlWithoutUser(text: string): string {
  return text.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, `$1${HIDDEN}@`);
}

/** A link to our own files opens without a key, and a link that somebody else has signed has its signature as its query. */
function placeWithoutSecrets(url: string): string {
  return urlWithoutUser(url)
    .replace(/\/files\/[^/?#]+/, `/files/${HIDDEN}`)
    .replace(/\?[^#]*/, `?${HIDDEN}`);
}

/** The text of a frame of ours as it may be kept. On the way of every answer: one look at a table. */
export function frameWithoutSecrets(action: string | undefined, text: string): string {
  return (action === undefined ? undefined : KEPT_AS.get(action)?.(text)) ?? text;
}

function withoutAnySecret(text: string): string {
  const frame: unknown = JSON.parse(text);
  const kept = JSON.stringify(withoutSecrets(frame));
  return kept.includes(HIDDEN) ? kept : text;
}

/** The words without which no frame of a station has a secret in it: of a key code, and of a setting that it reports. */
const SECRET_WORDS = new RegExp(`"(?:keycode|${[...SECRET_NAMES].join('|')})"`, 'i');

/**
 * The text of a frame as it may be kept, when the only secrets in it are key codes and settings. On the way of every
 * message of a station: mostly two searches, and nothing else.
 */
export function textWithoutSecrets(text: string): string {
  const plain = text.includes('\\u') ? withPlainLetters(text) : text;
  if (!SECRET_WORDS.test(plain)) return text;
  try {
    return withoutAnySecret(text);
  } catch {
    // Whatever it is, the secret may stand in it.
    return plain.replaceAll(
      /("(?:idToken|value|attributeValue|actualValue)"\s*:\s*")(?:[^"\\]|\\.)*/g,
      `$1${HIDDEN}`,
    );
  }
}

/** JSON may write any letter as an escape (RFC 8259, 7): `"Key\u0043ode"` is the same word. */
function withPlainLetters(text: string): string {
  return text.replaceAll(/\\u00(4[1-9a-f]|5[0-9a]|6[1-9a-f]|7[0-9a])/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

const NONE: readonly string[] = [];

/** How messages of 2.1 call the value of a variable that they name: as set or read, of an event, and in a report. */
const VALUES_OF_VARIABLES = ['attributeValue', 'actualValue', 'variableAttribute'];

/** The fields of this object that what stands beside them makes secrets. */
function hiddenFields(value: Readonly<Record<string, unknown>>): readonly string[] {
  const { key, type, idTokenType, server, component, variable } = value;
  if (type === 'KeyCode' || idTokenType === 'KeyCode') return ['idToken'];
  // The key of a VPN stands beside its server; that of a setting of 1.6 names it.
  if (typeof key === 'string' && typeof server === 'string') return ['key'];
  if (typeof key === 'string' && SECRET_KEYS.has(key.toLowerCase())) return ['value'];
  if (typeof component === 'string' && typeof variable === 'string') {
    return isSecret({ component, variable, attributeType: 'Actual' }) ? ['value'] : NONE;
  }
  if (!isObject(component) || !isObject(variable)) return NONE;
  const address = {
    component: String(component.name),
    variable: String(variable.name),
    attributeType: 'Actual',
  } as const;
  return isSecret(address) ? VALUES_OF_VARIABLES : NONE;
}
