import type { Ocpp21 } from '@northbound/protocol';
import type { Random } from '@northbound/rpc';
import type { MeterReading } from '../../metering/reading.ts';
import { randomUuid } from '../../random-uuid.ts';
import type { QueuedEvent, RunningTransaction } from '../storage.ts';

/** One step of a transaction, as the storage gets it. */
export interface Step {
  readonly message: QueuedEvent;
  readonly after: RunningTransaction | undefined;
}

const START_MS = Date.UTC(2026, 0, 1);
const TOKEN = { idToken: 'AA11BB22', type: 'ISO14443' } as const;

/** A charging session, step by step, with events as the station makes them. */
export class Session {
  readonly transactionId: string;
  readonly #random: Random;
  readonly #evseId: number;
  #running: RunningTransaction | undefined;
  #seqNo = 0;
  #registerWh = 1_000_000;
  #samples: Ocpp21.MeterValueType[] = [];

  constructor(random: Random, evseId = 1) {
    this.#random = random;
    this.#evseId = evseId;
    this.transactionId = randomUuid(random);
  }

  started(): Step {
    const info = { chargingState: 'EVConnected' } as const;
    const begin = { timestamp: this.#timestamp(), reading: this.#reading() };
    this.#running = {
      transactionId: this.transactionId,
      evseId: this.#evseId,
      nextSeqNo: 0,
      chargingState: 'EVConnected',
      connectorId: 1,
      idToken: TOKEN,
      begin,
    };
    return this.#step('Started', 'CablePluggedIn', info, {
      evse: { id: this.#evseId, connectorId: 1 },
      idToken: TOKEN,
      meterValue: [this.#meterValue('Transaction.Begin')],
    });
  }

  charging(): Step {
    return this.#step('Updated', 'ChargingStateChanged', { chargingState: 'Charging' });
  }

  sampled(): Step {
    this.#registerWh += 183.4;
    return this.#step(
      'Updated',
      'MeterValuePeriodic',
      {},
      {
        meterValue: [this.#meterValue('Sample.Periodic')],
      },
    );
  }

  limit(): Step {
    return this.#step('Updated', 'EnergyLimitReached', { chargingState: 'SuspendedEVSE' });
  }

  /** @param samples how many it carries between its first and its last */
  ended(samples = 0): Step {
    const first = this.#meterValue('Transaction.Begin');
    this.#samples = Array.from({ length: samples }, () => this.#meterValue('Sample.Periodic'));
    return this.#step(
      'Ended',
      'EVCommunicationLost',
      { stoppedReason: 'EVDisconnected' },
      {
        meterValue: [first, ...this.#samples, this.#meterValue('Transaction.End')],
      },
    );
  }

  #step(
    eventType: Ocpp21.TransactionEventEnumType,
    triggerReason: Ocpp21.TriggerReasonEnumType,
    info: Omit<Ocpp21.TransactionType, 'transactionId'>,
    more: Partial<Ocpp21.TransactionEventRequest> = {},
  ): Step {
    const seqNo = this.#seqNo++;
    const event: Ocpp21.TransactionEventRequest = {
      eventType,
      timestamp: this.#timestamp(),
      triggerReason,
      seqNo,
      offline: true,
      transactionInfo: { transactionId: this.transactionId, ...info },
      ...more,
    };
    if (this.#running !== undefined) this.#running = { ...this.#running, nextSeqNo: seqNo + 1 };
    const messageId = randomUuid(this.#random);
    return {
      message: {
        messageId,
        event,
        cause: 'meterPeriodic',
        registerWh: this.#registerWh,
        attempts: 0,
      },
      after: eventType === 'Ended' ? undefined : this.#running,
    };
  }

  #timestamp(): string {
    return new Date(START_MS + this.#seqNo * 60_000 + this.#evseId).toISOString();
  }

  #meterValue(context: Ocpp21.ReadingContextEnumType): Ocpp21.MeterValueType {
    const { registerWh, powerW, currentA, voltageV } = this.#reading();
    const phases = ['L1', 'L2', 'L3'] as const;
    return {
      timestamp: this.#timestamp(),
      sampledValue: [
        {
          value: registerWh,
          measurand: 'Energy.Active.Import.Register',
          context,
          unitOfMeasure: { unit: 'Wh' },
        },
        { value: powerW, measurand: 'Power.Active.Import', context, unitOfMeasure: { unit: 'W' } },
        ...phases.map((phase, index) => ({
          value: currentA[index] ?? 0,
          measurand: 'Current.Import' as const,
          context,
          phase,
          unitOfMeasure: { unit: 'A' },
        })),
        ...phases.map((phase, index) => ({
          value: voltageV[index] ?? 0,
          measurand: 'Voltage' as const,
          context,
          phase,
          unitOfMeasure: { unit: 'V' },
        })),
      ],
    };
  }

  #reading(): MeterReading {
    const currentA = [16, 15.9, 16.1].map((base) => round(base + this.#random.next()));
    const voltageV = [230, 231, 229].map((base) => round(base + this.#random.next()));
    const powerW = round(currentA.reduce((sum, a, i) => sum + a * (voltageV[i] ?? 0), 0));
    return { registerWh: this.#registerWh, powerW, currentA, voltageV };
  }
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
