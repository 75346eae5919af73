import type { Ocpp21 } from '@northbound/protocol';
import { SPACE } from './spaces.ts';

type Event = Ocpp21.TransactionEventRequest;

/** Where transaction events stand, by what may become of them when memory runs low. */
export const EVENT_SPACES = [
  SPACE.keptEvents,
  SPACE.thinnableEvents,
  SPACE.updatedEvents,
  SPACE.sampledEvents,
] as const;

export type EventSpace = (typeof EVENT_SPACES)[number];

/** What may be dropped for an event of a space, the least valuable first. */
export const SHED_FOR: Readonly<Record<EventSpace, readonly EventSpace[]>> = {
  [SPACE.keptEvents]: [SPACE.sampledEvents, SPACE.updatedEvents],
  [SPACE.thinnableEvents]: [SPACE.sampledEvents, SPACE.updatedEvents],
  [SPACE.updatedEvents]: [SPACE.sampledEvents, SPACE.updatedEvents],
  [SPACE.sampledEvents]: [SPACE.sampledEvents],
};

/** 2.1 part 2, E12.FR.04: never dropped. */
const LIMITS: ReadonlySet<string> = new Set<Ocpp21.TriggerReasonEnumType>([
  'LimitSet',
  'CostLimitReached',
  'EnergyLimitReached',
  'TimeLimitReached',
  'SoCLimitReached',
]);

/** J02.FR.12: dropped before others. */
const SAMPLES: ReadonlySet<string> = new Set<Ocpp21.TriggerReasonEnumType>([
  'MeterValueClock',
  'MeterValuePeriodic',
]);

/** Fields that are told once in a transaction. */
const TOLD_ONCE = ['evse', 'idToken', 'reservationId', 'costDetails'] as const;
const INFO_OF_SAMPLES: ReadonlySet<string> = new Set([
  'transactionId',
  'chargingState',
  'timeSpentCharging',
]);

/** Samples of an Ended that stand between its first and its last. */
const INTERMEDIATE: ReadonlySet<string> = new Set<Ocpp21.ReadingContextEnumType>([
  'Sample.Periodic',
  'Sample.Clock',
]);

/** What may become of an event (2.1 part 2, E04.FR.07, E12.FR.04, J02.FR.12). */
export function spaceOf(event: Event): EventSpace {
  switch (event.eventType) {
    case 'Started':
      return SPACE.keptEvents;
    case 'Ended':
      return intermediate(event).length === 0 ? SPACE.keptEvents : SPACE.thinnableEvents;
    case 'Updated':
      if (LIMITS.has(event.triggerReason)) return SPACE.keptEvents;
      if (event.transactionInfo.transactionLimit !== undefined) return SPACE.keptEvents;
      if (tellsOnce(event)) return SPACE.keptEvents;
      return isSample(event) ? SPACE.sampledEvents : SPACE.updatedEvents;
  }
}

/**
 * An Ended without the first, third, fifth … of its intermediate samples (E06.FR.13), never without the first or the
 * last one, nor what a transaction or an interruption began and ended with.
 * @returns undefined when none may go
 */
export function thinSamples(event: Event): { event: Event; samples: number } | undefined {
  const dropped = new Set(intermediate(event).filter((_, order) => order % 2 === 0));
  if (event.meterValue === undefined || dropped.size === 0) return undefined;
  const meterValue = event.meterValue.filter((_, index) => !dropped.has(index));
  return { event: { ...event, meterValue }, samples: dropped.size };
}

/**
 * Who charges, where, and for which reservation stands in no other event: without it a transaction
 * cannot be billed, and in 1.6 it never begins. A token that stops says nothing that Ended does not.
 */
function tellsOnce({ triggerReason, ...event }: Event): boolean {
  const tells = TOLD_ONCE.some((field) => event[field] !== undefined);
  return tells && triggerReason !== 'StopAuthorized';
}

function isSample(event: Event): boolean {
  return (
    SAMPLES.has(event.triggerReason) &&
    Object.keys(event.transactionInfo).every((field) => INFO_OF_SAMPLES.has(field))
  );
}

/** Where the samples stand that may go. */
function intermediate({ eventType, meterValue }: Event): number[] {
  if (eventType !== 'Ended' || meterValue === undefined) return [];
  return [...meterValue.keys()].slice(1, -1).filter((index) =>
    meterValue[index]?.sampledValue.every(
      // A sample without a context is a periodic one.
      ({ context = 'Sample.Periodic' }) => INTERMEDIATE.has(context),
    ),
  );
}
