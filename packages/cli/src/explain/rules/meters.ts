import { BoundedMap } from '../bounded-map.ts';
import type { Finding, Observed, RequestMessage, SessionRule } from '../model.ts';
import { field, listField, numberField, textField, timeField } from '../payload.ts';
import { place } from '../places.ts';

/** Registers of one station that are remembered: EVSEs × measurands × phases. */
const MAX_REGISTERS = 2000;
const MAX_TRANSACTIONS = 500;

/** `meterStop` is a whole number: samples of the same meter may be more exact. */
const ROUNDING_WH = 1;

const DEFAULT_MEASURAND = 'Energy.Active.Import.Register';

/** Factor to Wh (or varh, VAh) of the units of a register. */
const UNIT_FACTORS: ReadonlyMap<string, number> = new Map([
  ['Wh', 1],
  ['kWh', 1000],
  ['varh', 1],
  ['kvarh', 1000],
]);

interface Reading {
  readonly path: string;
  /** Place, measurand, phase and location of the register. */
  readonly register: string;
  readonly valueWh: number;
  readonly timeMs: number | undefined;
}

interface LastReading {
  readonly valueWh: number;
  readonly timeMs: number | undefined;
  readonly line: number;
}

/** Energy registers only count up. */
export function meterRule(): SessionRule {
  const last = new BoundedMap<string, LastReading>(MAX_REGISTERS);
  /** Where a transaction runs: later messages about it name the transaction only. */
  const places = new BoundedMap<string, number>(MAX_TRANSACTIONS);

  function compare(reading: Reading, observed: Observed): Finding[] {
    const before = last.get(reading.register);
    const isOlder =
      before?.timeMs !== undefined &&
      reading.timeMs !== undefined &&
      reading.timeMs < before.timeMs;
    if (isOlder) return [];
    const { valueWh, timeMs } = reading;
    last.set(reading.register, { valueWh, timeMs, line: observed.line });
    if (before === undefined || valueWh > before.valueWh - ROUNDING_WH) return [];
    return [
      {
        rule: 'meter-backwards',
        severity: 'warning',
        message: `${reading.path}: the register reads ${valueWh} Wh, less than the ${before.valueWh} Wh of line ${before.line}; an energy register only counts up.`,
        path: reading.path,
        place: place(observed.version, '1.6 §4.7', 'J02'),
      },
    ];
  }

  return {
    see(observed) {
      const { message, call } = observed;
      if (message.kind === 'CALL') {
        return readingsOf(message, places).flatMap((reading) => compare(reading, observed));
      }
      if (message.kind === 'CALLRESULT' && call?.message.action === 'StartTransaction') {
        const connectorId = numberField(call.message.payload, 'connectorId');
        const transactionId = numberField(message.payload, 'transactionId');
        if (connectorId !== undefined) places.set(`${transactionId}`, connectorId);
      }
      return [];
    },
  };
}

function readingsOf(
  { action, payload }: RequestMessage,
  places: BoundedMap<string, number>,
): Reading[] {
  switch (action) {
    case 'MeterValues': {
      const where = numberField(payload, 'connectorId') ?? numberField(payload, 'evseId');
      return meterValueReadings(listField(payload, 'meterValue'), '$.meterValue', where);
    }
    case 'StartTransaction':
      return register(payload, 'meterStart', numberField(payload, 'connectorId'));
    case 'StopTransaction': {
      const where = places.get(`${numberField(payload, 'transactionId')}`);
      return [
        ...meterValueReadings(listField(payload, 'transactionData'), '$.transactionData', where),
        ...register(payload, 'meterStop', where),
      ];
    }
    case 'TransactionEvent': {
      const transactionId = `${textField(payload, 'transactionInfo', 'transactionId')}`;
      const where = numberField(payload, 'evse', 'id') ?? places.get(transactionId);
      if (where !== undefined) places.set(transactionId, where);
      return meterValueReadings(listField(payload, 'meterValue'), '$.meterValue', where);
    }
    default:
      return [];
  }
}

/** `meterStart` and `meterStop` of 1.6 are whole Wh of the main register. */
function register(payload: unknown, name: string, where: number | undefined): Reading[] {
  const valueWh = numberField(payload, name);
  if (valueWh === undefined || where === undefined) return [];
  const timeMs = timeField(payload, 'timestamp');
  return [{ path: `$.${name}`, register: registerKey(where, undefined), valueWh, timeMs }];
}

function meterValueReadings(
  meterValues: readonly unknown[],
  path: string,
  where: number | undefined,
): Reading[] {
  if (where === undefined) return [];
  return meterValues.flatMap((meterValue, index) =>
    listField(meterValue, 'sampledValue').flatMap((sample, sampleIndex) => {
      const measurand = textField(sample, 'measurand') ?? DEFAULT_MEASURAND;
      if (!measurand.endsWith('.Register') || field(sample, 'format') === 'SignedData') return [];
      const valueWh = sampledWh(sample);
      if (valueWh === undefined) return [];
      return [
        {
          path: `${path}[${index}].sampledValue[${sampleIndex}].value`,
          register: registerKey(where, sample),
          valueWh,
          timeMs: timeField(meterValue, 'timestamp'),
        },
      ];
    }),
  );
}

function registerKey(where: number, sample: unknown): string {
  return [
    where,
    textField(sample, 'measurand') ?? DEFAULT_MEASURAND,
    textField(sample, 'phase') ?? '',
    textField(sample, 'location') ?? 'Outlet',
  ].join('|');
}

/** The value in Wh; 1.6 writes numbers as text, 2.x units with a power of ten beside them. */
function sampledWh(sample: unknown): number | undefined {
  const text = textField(sample, 'value');
  const value = text === undefined ? numberField(sample, 'value') : Number.parseFloat(text);
  const unit = textField(sample, 'unit') ?? textField(sample, 'unitOfMeasure', 'unit') ?? 'Wh';
  const factor = UNIT_FACTORS.get(unit);
  if (value === undefined || Number.isNaN(value) || factor === undefined) return undefined;
  return value * factor * 10 ** (numberField(sample, 'unitOfMeasure', 'multiplier') ?? 0);
}
