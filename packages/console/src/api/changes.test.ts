import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiProblem } from '@northbound/client';
import { changeWhatIs, makeNew } from './changes.ts';

const PROBLEM = { type: 'urn:northbound:problem:preconditionFailed', title: 'No', status: 412 };

/** A counter that somebody else raises before each of the first writes. */
function rivalled(rivals: number) {
  let count = 0;
  const tags = new WeakMap<object, string>();
  return {
    count: () => count,
    etagOf: (answer: object) => tags.get(answer),
    read: async () => {
      const answer = { count };
      tags.set(answer, `"${count}"`);
      return answer;
    },
    write: async (wished: number, ifMatch: string | undefined) => {
      if (rivals > 0) {
        rivals -= 1;
        count += 10;
      }
      if (ifMatch !== `"${count}"`) throw new ApiProblem(412, PROBLEM);
      count = wished;
      return count;
    },
  };
}

test('a change is made to what is there when it is made', async () => {
  const counter = rivalled(3);
  const changed = await changeWhatIs(counter, counter.read, ({ count }, { ifMatch }) =>
    counter.write(count + 1, ifMatch),
  );
  assert.equal(changed, 31);
  assert.equal(counter.count(), 31);
});

test('who is never fast enough is told so', async () => {
  const counter = rivalled(1000);
  await assert.rejects(
    changeWhatIs(counter, counter.read, ({ count }, { ifMatch }) =>
      counter.write(count + 1, ifMatch),
    ),
    { code: 'preconditionFailed' },
  );
});

test('what is there already is not made again, and people read so', async () => {
  const asked = await makeNew('The token A', async (options) => options);
  assert.deepEqual(asked, { ifNoneMatch: '*' });
  await assert.rejects(
    makeNew('The token A', () => Promise.reject(new ApiProblem(412, PROBLEM))),
    { message: 'The token A is there already, and stays as it is.' },
  );
  const other = new ApiProblem(409, { ...PROBLEM, type: 'urn:northbound:problem:conflict' });
  await assert.rejects(
    makeNew('The token A', () => Promise.reject(other)),
    other,
  );
});
