import { isSecret } from '../device-model/address.ts';
import { isObject } from './command.ts';

/** What stands in the place of a secret, in records and in frames. */
const HIDDEN = '***';

/** Fields of network profiles (2.1 part 2, NetworkConnectionProfileType, APNType, VPNType). */
const SECRET_FIELDS: ReadonlySet<string> = new Set([
  'basicAuthPassword',
  'apnPassword',
  'password',
]);

/** Keys of 1.6 that hold a secret, in small letters. */
const SECRET_KEYS: ReadonlySet<string> = new Set(['authorizationkey']);

/** Actions in whose requests secrets may stand. */
const ACTIONS_WITH_SECRETS: ReadonlySet<string> = new Set([
  'ChangeConfiguration',
  'SetNetworkProfile',
  'SetVariables',
]);

/**
 * A request or an answer without the secrets in it: passwords and keys that a command sets, and key codes (which never
 * appear in a log: 2.1 part 2, C04.FR.04).
 */
export function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (!isObject(value)) return value;
  const hidden = hiddenField(value);
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      typeof field === 'string' && (name === hidden || SECRET_FIELDS.has(name))
        ? HIDDEN
        : withoutSecrets(field),
    ]),
  );
}

/** The text of a CALL of ours as it may be kept. */
export function frameWithoutSecrets(action: string | undefined, text: string): string {
  if (action === undefined || !ACTIONS_WITH_SECRETS.has(action)) return text;
  const frame: unknown = JSON.parse(text);
  const kept = JSON.stringify(withoutSecrets(frame));
  return kept.includes(HIDDEN) ? kept : text;
}

/** The text of a frame of a station as it may be kept. On the way of every message: mostly one search, and nothing else. */
export function receivedWithoutKeyCodes(text: string): string {
  if (!text.includes('"KeyCode"')) return text;
  try {
    return JSON.stringify(withoutSecrets(JSON.parse(text)));
  } catch {
    // Whatever it is, the code may stand in it.
    return text.replaceAll(/("idToken"\s*:\s*")[^"]*/g, `$1${HIDDEN}`);
  }
}

/** The field of this object that what stands beside it makes a secret. */
function hiddenField(value: Readonly<Record<string, unknown>>): string | undefined {
  const { key, type, server, component, variable } = value;
  if (type === 'KeyCode') return 'idToken';
  // The key of a VPN stands beside its server; that of a setting of 1.6 names it.
  if (typeof key === 'string' && typeof server === 'string') return 'key';
  if (typeof key === 'string' && SECRET_KEYS.has(key.toLowerCase())) return 'value';
  if (!isObject(component) || !isObject(variable)) return undefined;
  const address = {
    component: String(component.name),
    variable: String(variable.name),
    attributeType: 'Actual',
  } as const;
  return isSecret(address) ? 'attributeValue' : undefined;
}
