import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import { Dice, seededRandom } from '@northbound/rpc/testing';
import fc from 'fast-check';
import { drawPlan, SOAK_KINDS, soakFaultText, soakMomentText } from './plan.ts';

const KINDS = fc.subarray([...SOAK_KINDS], { minLength: 1 });

test('a seed draws one plan, with as many kills as were asked for, and nothing that was not', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 120 }), KINDS, (seed, kills, kinds) => {
      const draw = () => drawPlan(new Dice(seededRandom(seed)), { kills, fleets: 2, kinds });
      const faults = draw().flat();
      assert.deepEqual(draw().flat(), faults);
      const strikes = faults.filter(({ kind }) => kind.startsWith('kill'));
      assert.equal(strikes.length, kinds.includes('kill') ? kills : 0);
      assert.ok(faults.length >= kills);
      for (const fault of faults) {
        assert.ok(kinds.some((kind) => fault.kind.startsWith(kind)));
        assert.match(`${soakMomentText(fault)}: ${soakFaultText(fault)}`, /^after \d+ .*: \w+ /);
      }
    }),
    runs(),
  );
});
