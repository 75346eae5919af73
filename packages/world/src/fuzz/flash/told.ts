import type { Truth } from './truth.ts';

/** Registers are told in Wh or finer. */
const ROUNDING_WH = 1;

/** A transaction message of any version, as far as it can be checked. */
export interface Told {
  readonly step: 'begins' | 'goesOn' | 'ends';
  /** The register of the energy meter; absent where it says none. */
  readonly registerWh: number | undefined;
  /** What is not true of it; undefined when nothing is. @param mostWh what the largest meter shows */
  problem(truth: Truth, mostWh: number): string | undefined;
}

interface Message {
  readonly action: string;
  readonly payload: unknown;
}

/** Of each message what it tells. */
export function toldOf(messages: readonly Message[]): readonly Told[] {
  return messages.map((message) =>
    message.action === 'TransactionEvent' ? told2(message) : told16(message),
  );
}

function told16({ action, payload }: Message): Told {
  const begins = action === 'StartTransaction';
  const registerWh = number(read(payload, begins ? 'meterStart' : 'meterStop'));
  return {
    step: begins ? 'begins' : 'ends',
    registerWh,
    problem: (_, mostWh) => invented(registerWh, mostWh, payload),
  };
}

const STEPS = { Started: 'begins', Updated: 'goesOn', Ended: 'ends' } as const;

function told2({ payload }: Message): Told {
  const type = read(payload, 'eventType');
  const step = type === 'Started' || type === 'Ended' ? STEPS[type] : STEPS.Updated;
  const transactionId = String(read(read(payload, 'transactionInfo'), 'transactionId'));
  const registerWh = registerOf(payload);
  return {
    step,
    registerWh,
    problem(truth, mostWh) {
      if (!truth.transactionIds.has(transactionId)) {
        return `tells of a transaction that never was: ${JSON.stringify(payload)}`;
      }
      return invented(registerWh, mostWh, payload);
    },
  };
}

function invented(
  registerWh: number | undefined,
  mostWh: number,
  payload: unknown,
): string | undefined {
  if (registerWh === undefined || (registerWh >= 0 && registerWh <= mostWh + ROUNDING_WH)) {
    return undefined;
  }
  return `tells energy that no meter has counted: ${JSON.stringify(payload)}`;
}

/** The last register that an event tells, in Wh. */
function registerOf(payload: unknown): number | undefined {
  const values = read(payload, 'meterValue');
  if (!Array.isArray(values)) return undefined;
  let registerWh: number | undefined;
  for (const value of values) {
    const samples = read(value, 'sampledValue');
    if (!Array.isArray(samples)) continue;
    for (const sample of samples) {
      const measurand = read(sample, 'measurand');
      const isRegister = measurand === undefined || measurand === 'Energy.Active.Import.Register';
      if (isRegister && read(sample, 'phase') === undefined) {
        registerWh = inWh(number(read(sample, 'value')), read(sample, 'unitOfMeasure'));
      }
    }
  }
  return registerWh;
}

function inWh(value: number | undefined, unitOfMeasure: unknown): number | undefined {
  const isKilo = read(unitOfMeasure, 'unit') === 'kWh';
  const multiplier = number(read(unitOfMeasure, 'multiplier')) ?? 0;
  return value === undefined ? undefined : value * 10 ** multiplier * (isKilo ? 1000 : 1);
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function read(holder: unknown, name: string): unknown {
  return typeof holder === 'object' && holder !== null ? Reflect.get(holder, name) : undefined;
}
