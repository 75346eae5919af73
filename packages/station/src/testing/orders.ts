/** What may happen to an EVSE, once or again. */
export const STEPS = [
  'plug',
  'unplug',
  'token',
  'stranger',
  'remoteStart',
  'remoteStop',
  'unlock',
  'fault',
  'wait',
] as const;

/** Where the parking bay has a sensor. */
export const STEPS_WITH_BAY = [...STEPS, 'arrive', 'depart'] as const;

export type Step = (typeof STEPS_WITH_BAY)[number];

/** Orders of a length in which nobody plugs in twice, nor leaves where nobody is. */
export function orders(length: number, steps: readonly Step[]): Step[][] {
  if (length === 0) return [[]];
  return orders(length - 1, steps).flatMap((order) =>
    steps.filter((step) => isPossible(order, step)).map((step) => [...order, step]),
  );
}

function isPossible(order: readonly Step[], step: Step): boolean {
  for (const [end, begin] of [
    ['unplug', 'plug'],
    ['depart', 'arrive'],
  ] as const) {
    if (step === end) return isOpen(order, begin, end);
    if (step === begin) return !isOpen(order, begin, end);
  }
  return true;
}

/** Whether one thing was done, and the other not since. */
export function isOpen(order: readonly Step[], begin: Step, end: Step): boolean {
  return order.findLast((step) => step === begin || step === end) === begin;
}
