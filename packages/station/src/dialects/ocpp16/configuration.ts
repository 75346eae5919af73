import type { Ocpp16 } from '@northbound/protocol';
import { CONFIGURATION_KEYS_16, type ConfigurationKey } from '@northbound/protocol/tables';
import { RpcError } from '@northbound/rpc';
import type { Core } from '../../core.ts';
import { ITEMS_PER_MESSAGE } from '../../device-model/rows.ts';
import { variableName } from '../../device-model/schema.ts';
import type { SetOutcome } from '../../device-model/variables.ts';
import { STORAGE_COMPONENT } from '../../diagnostics/storage-rows.ts';
import { bytesOf } from '../../provisioning/passwords.ts';
import { rateUnits } from '../../smart-charging/facts.ts';

/** Keys of 1.6 that no variable of 2.1 stands for: what they say follows from the station. */
const DERIVED: ReadonlyMap<string, (core: Core) => string> = new Map([
  ['ChargingScheduleAllowedChargingRateUnit', (core: Core) => rateUnits(core).map(unit16).join()],
  ['ConnectorPhaseRotation', ({ evses }: Core) => phaseRotations(evses.flatMap(connectorsOf))],
  ['NumberOfConnectors', ({ evses }: Core) => String(evses.flatMap(connectorsOf).length)],
  [
    'SupportedFeatureProfiles',
    ({ fileTransferProtocols }: Core) =>
      `Core,${fileTransferProtocols.length > 0 ? 'FirmwareManagement,' : ''}LocalAuthListManagement,RemoteTrigger,Reservation,SmartCharging`,
  ],
]);

/** Keys of the security whitepaper that lead to a new connection: what they ask for is checked there. */
const SECURITY: ReadonlyMap<string, (core: Core, value: string) => SetOutcome> = new Map([
  [
    'AuthorizationKey',
    ({ network }: Core, value: string): SetOutcome =>
      /^([0-9A-Fa-f]{2}){16,20}$/.test(value)
        ? network.changePassword(value, bytesOf(value))
        : {
            status: 'Rejected',
            reasonCode: 'InvalidValue',
            problem: 'is no key of 16 to 20 bytes',
          },
  ],
  [
    'SecurityProfile',
    ({ network }: Core, value: string): SetOutcome =>
      /^[1-3]$/.test(value)
        ? network.upgrade(Number(value))
        : { status: 'Rejected', reasonCode: 'InvalidValue', problem: 'is no security profile' },
  ],
]);

/** Keys are CiString50: their case means nothing. */
const SPELLED = new Map(
  [...DERIVED.keys(), ...SECURITY.keys(), ...CONFIGURATION_KEYS_16.keys()].map((key) => [
    key.toLowerCase(),
    key,
  ]),
);

const spelled = (key: string) => SPELLED.get(key.toLowerCase()) ?? key;

/** GetConfiguration (1.6 edition 2, 5.8): the device model through the table of keys. */
export function getConfiguration(
  core: Core,
  { key }: Ocpp16.GetConfigurationRequest,
): Ocpp16.GetConfigurationResponse {
  if (key !== undefined && key.length > ITEMS_PER_MESSAGE) {
    throw new RpcError(
      'OccurrenceConstraintViolation',
      `${key.length} keys are more than GetConfigurationMaxKeys allows: ${ITEMS_PER_MESSAGE}`,
    );
  }
  const asked = key === undefined || key.length === 0 ? allKeys() : key;
  const configurationKey: Ocpp16.KeyValue[] = [];
  const unknownKey: string[] = [];
  for (const name of asked) {
    const found = read(core, name);
    if (found !== undefined) configurationKey.push(found);
    else if (key !== undefined && key.length > 0) unknownKey.push(name);
  }
  return { configurationKey, ...(unknownKey.length > 0 && { unknownKey }) };
}

/** ChangeConfiguration (1.6 edition 2, 5.3). */
export function changeConfiguration(
  core: Core,
  { key: asked, value }: Ocpp16.ChangeConfigurationRequest,
  changed: () => void,
): Ocpp16.ChangeConfigurationResponse {
  const key = spelled(asked);
  if (DERIVED.has(key)) return { status: 'Rejected' };
  const security = SECURITY.get(key);
  if (security !== undefined) return { status: security(core, value).status };
  if (ownVariable(core, key) !== undefined) return { status: 'Rejected' };
  const row = CONFIGURATION_KEYS_16.get(key);
  const index = row && indexOf(core, row);
  if (row === undefined || index === undefined) return { status: 'NotSupported' };
  if (row.access === 'R' || row.variable?.characteristic !== undefined) {
    return { status: 'Rejected' };
  }
  const { status } = core.variables.set(
    index,
    row.type === 'boolean' ? value.toLowerCase() : value,
  );
  if (status !== 'Rejected') changed();
  return { status };
}

const allKeys = () => [...CONFIGURATION_KEYS_16.keys()];

/** Under the name that it was asked by. */
function read(core: Core, asked: string): Ocpp16.KeyValue | undefined {
  const found = readSpelled(core, spelled(asked));
  return found && { ...found, key: asked };
}

function readSpelled(core: Core, key: string): Ocpp16.KeyValue | undefined {
  const derived = DERIVED.get(key);
  if (derived !== undefined) return { key, readonly: true, value: derived(core) };
  const own = ownVariable(core, key);
  if (own !== undefined) return { key, readonly: true, value: core.variables.read(own) };
  const row = CONFIGURATION_KEYS_16.get(key);
  const index = row && indexOf(core, row);
  if (row === undefined || index === undefined || row.access === 'W') return undefined;
  const spec = core.variables.schema.specs[index];
  if (row.variable?.characteristic === 'maxLimit') {
    return spec?.maxLimit === undefined
      ? undefined
      : { key, readonly: true, value: String(spec.maxLimit) };
  }
  const isFixed = !SECURITY.has(key) && spec?.mutability === 'ReadOnly';
  const readonly = row.access === 'R' || isFixed;
  return { key, readonly, value: core.variables.read(index) };
}

/** What the station says of its storage, by its name in 2.1: `StorageCtrlr.Entries[Transactions]`. */
function ownVariable({ variables }: Core, key: string): number | undefined {
  const name = key.toLowerCase();
  const isOwn = name.startsWith(`${STORAGE_COMPONENT.toLowerCase()}.`);
  return isOwn ? variables.schema.indexByName.get(name) : undefined;
}

function indexOf({ variables }: Core, { variable }: ConfigurationKey): number | undefined {
  if (variable === undefined) return undefined;
  const name = variableName(variable.component, 0, 0, variable.variable, variable.instance);
  return variables.schema.indexByName.get(name);
}

function connectorsOf({ config }: Core['evses'][number]) {
  return config.connectors;
}

function unit16(unit: 'A' | 'W'): string {
  return unit === 'A' ? 'Current' : 'Power';
}

/** Nobody told the station how it was wired. */
function phaseRotations(connectors: readonly unknown[]): string {
  return [0, ...connectors.map((_, index) => index + 1)].map((id) => `${id}.Unknown`).join(',');
}
