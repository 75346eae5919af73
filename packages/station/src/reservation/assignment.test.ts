import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import { canServe, type Demand, fits, type Offer, reservedOffers } from './assignment.ts';

const TYPES = ['cType2', 'cCCS2', 'cG105'] as const;

const OFFERS = fc
  .array(fc.subarray([...TYPES], { minLength: 1 }), { maxLength: 4 })
  .map((evses) =>
    evses.map((connectorTypes, index): Offer => ({ evseId: index + 1, connectorTypes })),
  );

const DEMANDS = fc.array(
  fc.oneof(
    fc.constant<Demand>({}),
    fc.constantFrom(...TYPES).map((connectorType): Demand => ({ connectorType })),
    fc.integer({ min: 1, max: 4 }).map((evseId): Demand => ({ evseId })),
  ),
  { maxLength: 4 },
);

/** Tries everything. */
function canServePlainly(demands: readonly Demand[], offers: readonly Offer[]): boolean {
  const [first, ...rest] = demands;
  if (first === undefined) return true;
  return offers.some(
    (offer) =>
      fits(first, offer) &&
      canServePlainly(
        rest,
        offers.filter((other) => other !== offer),
      ),
  );
}

test('a matching is found exactly when there is one', () => {
  fc.assert(
    fc.property(DEMANDS, OFFERS, (demands, offers) => {
      assert.equal(canServe(demands, offers), canServePlainly(demands, offers));
    }),
    runs(300),
  );
});

test('strangers may take whatever is not reserved, one at a time, and all are served still', () => {
  fc.assert(
    fc.property(DEMANDS, OFFERS, fc.nat(), (demands, offers, choice) => {
      fc.pre(canServe(demands, offers));
      let left: readonly Offer[] = offers;
      for (;;) {
        const reserved = reservedOffers(demands, left);
        const open = left.filter((offer) => !reserved.includes(offer));
        const taken = open[choice % Math.max(open.length, 1)];
        if (taken === undefined) break;
        left = left.filter((offer) => offer !== taken);
        assert.ok(canServe(demands, left));
      }
      assert.equal(left.length, demands.length);
    }),
    runs(300),
  );
});
