import type { Ocpp21 } from '@northbound/protocol';

/**
 * One attribute of one variable of the device model. A configuration key of 1.6 that no variable of 2.x took the place
 * of has no component: its name is ''.
 */
export interface VariableAddress {
  readonly component: string;
  readonly componentInstance?: string;
  readonly evseId?: number;
  readonly connectorId?: number;
  readonly variable: string;
  readonly variableInstance?: string;
  readonly attributeType: Ocpp21.AttributeEnumType;
}

/** An address as an operator writes it: `Actual` goes without saying. */
export type AddressInput = Omit<VariableAddress, 'attributeType'> &
  Partial<Pick<VariableAddress, 'attributeType'>>;

/** How the messages of 2.x name a variable. */
export interface WireAddress {
  readonly component: Ocpp21.ComponentType;
  readonly variable: Ocpp21.VariableType;
}

/** Some variables: all of a component where none is named. What is left out stands for all (B08.FR.20 to FR.25). */
export interface VariableSelector {
  readonly component: string;
  readonly componentInstance?: string;
  readonly evseId?: number;
  readonly connectorId?: number;
  readonly variable?: string;
  readonly variableInstance?: string;
}

export function selectorToWire({
  variable,
  ...rest
}: VariableSelector): Pick<WireAddress, 'component'> & Partial<Pick<WireAddress, 'variable'>> {
  const wire = addressToWire({ ...rest, variable: variable ?? '' });
  return variable === undefined ? { component: wire.component } : wire;
}

export function addressOf(input: AddressInput): VariableAddress {
  return { ...input, attributeType: input.attributeType ?? 'Actual' };
}

/** The same text for the same attribute: names of 2.x are compared without case (part 1, 4.1). */
export function keyOf(address: VariableAddress): string {
  const { component, componentInstance = '', evseId = 0, connectorId = 0 } = address;
  const { variable, variableInstance = '', attributeType } = address;
  return JSON.stringify([
    component.toLowerCase(),
    componentInstance.toLowerCase(),
    evseId,
    connectorId,
    variable.toLowerCase(),
    variableInstance.toLowerCase(),
    attributeType,
  ]);
}

export function addressFromWire(
  { component, variable }: WireAddress,
  attributeType: Ocpp21.AttributeEnumType = 'Actual',
): VariableAddress {
  const { evse } = component;
  return {
    component: component.name,
    ...(component.instance === undefined ? {} : { componentInstance: component.instance }),
    ...(evse === undefined ? {} : { evseId: evse.id }),
    ...(evse?.connectorId === undefined ? {} : { connectorId: evse.connectorId }),
    variable: variable.name,
    ...(variable.instance === undefined ? {} : { variableInstance: variable.instance }),
    attributeType,
  };
}

/** The parts that 2.0.1 and 2.1 share. */
export function addressToWire(address: Omit<VariableAddress, 'attributeType'>): WireAddress {
  const { component, componentInstance, evseId, connectorId, variable, variableInstance } = address;
  return {
    component: {
      name: component,
      ...(componentInstance === undefined ? {} : { instance: componentInstance }),
      ...(evseId === undefined
        ? {}
        : { evse: { id: evseId, ...(connectorId === undefined ? {} : { connectorId }) } }),
    },
    variable: {
      name: variable,
      ...(variableInstance === undefined ? {} : { instance: variableInstance }),
    },
  };
}

/** What a twin, which everybody reads, must not hold: set by commands of its own (2.1 part 2 appendix, chapter 3). */
const SECRETS: ReadonlySet<string> = new Set([
  'securityctrlr.basicauthpassword',
  'networkconfiguration.basicauthpassword',
  'networkconfiguration.apnpassword',
  'networkconfiguration.simpin',
  'networkconfiguration.vpnkey',
  'networkconfiguration.vpnpassword',
  'webpaymentsctrlr.sharedsecret',
  '.authorizationkey',
]);

/** What their variables are called, in small letters. */
export const SECRET_NAMES: ReadonlySet<string> = new Set(
  [...SECRETS].map((secret) => secret.split('.')[1] ?? secret),
);

export function isSecret({ component, variable }: VariableAddress): boolean {
  return SECRETS.has(`${component}.${variable}`.toLowerCase());
}

/** As people write it: `EVSE#1.Power`, `SmartChargingCtrlr.Entries[ChargingProfiles]`, `Connector#1/2.Available`. */
export function addressText(address: VariableAddress): string {
  const { component, componentInstance, evseId, connectorId, variable, variableInstance } = address;
  const place = evseId === undefined ? '' : `#${evseId}`;
  const connector = connectorId === undefined ? '' : `/${connectorId}`;
  const owner = `${component}${instanceText(componentInstance)}${place}${connector}`;
  const name = `${variable}${instanceText(variableInstance)}`;
  const attribute = address.attributeType === 'Actual' ? '' : ` (${address.attributeType})`;
  return `${owner === '' ? name : `${owner}.${name}`}${attribute}`;
}

function instanceText(instance: string | undefined): string {
  return instance === undefined ? '' : `[${instance}]`;
}
