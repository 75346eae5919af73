import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '@northbound/rpc/testing';
import { startBench } from '../testing/bench.ts';
import { SocketClock } from '../testing/independent-csms.ts';
import { eventsWhen } from '../testing/monitoring.ts';
import { eventsOf, started, startSession } from '../testing/sessions.ts';
import { CHECK_MS, LOOP_DEADLINE_MS, TASK_DEADLINE_MS, Watchdog } from './watchdog.ts';
import type { WatchdogTimer } from './watchdog-timer.ts';

/** A timer of its own beside the application's clock. */
class VirtualWatchdogTimer implements WatchdogTimer {
  readonly clock = new VirtualClock();
  bitten = false;
  #deadlineMs = 0;
  #bite: () => void = () => undefined;
  #timer = this.clock.after(0, () => undefined);

  start(deadlineMs: number, bite: () => void): void {
    this.#deadlineMs = deadlineMs;
    this.#bite = bite;
    this.feed();
  }

  feed(): void {
    this.#timer.cancel();
    this.#timer = this.clock.after(this.#deadlineMs, this.#bite);
  }

  stop(): void {
    this.#timer.cancel();
  }

  hasBitten(): boolean {
    return this.bitten;
  }

  acknowledge(): void {
    this.bitten = false;
  }
}

/** An application that can hang: what it asked the clock for does not come. */
class HangingClock extends SocketClock {
  hangs = false;

  override after(delayMs: number, run: () => void) {
    return super.after(delayMs, () => {
      if (!this.hangs) run();
    });
  }
}

for (const version of ['1.6', '2.0.1', '2.1'] as const) {
  test(`${version}: an application hangs while its socket answers pings; the watchdog resets it`, async () => {
    const clock = new HangingClock();
    const watchdog = new VirtualWatchdogTimer();
    await using made = await startBench(version, {
      clock,
      ports: { watchdog },
      // Slow enough that a busy machine answers before the next one, which would end the connection.
      pingIntervalMs: 400,
    });
    await startSession(made);
    const { csms, station } = made;
    await made.answered();
    for (let round = 0; round < 10; round++) {
      await clock.advance(CHECK_MS);
      await watchdog.clock.advance(CHECK_MS);
      await made.answered();
    }
    assert.equal(csms.all('BootNotification').length, 1);

    // A reset leaves nothing of what hung.
    station.subscribe(({ type }) => {
      if (type === 'watchdog') clock.hangs = false;
    });
    clock.hangs = true;
    await csms.pong();
    const boots = csms.connected();
    const died = csms.closed();
    await watchdog.clock.advance(LOOP_DEADLINE_MS - CHECK_MS);
    await csms.pong();
    assert.equal(station.state().connected, true);
    await watchdog.clock.advance(CHECK_MS);
    await Promise.all([died, boots]);

    const boot = await csms.next('BootNotification');
    if (version === '1.6') {
      const { payload } = await csms.next(
        'StatusNotification',
        ({ errorCode }) => errorCode === 'InternalError',
      );
      assert.equal(payload.connectorId, 0);
      assert.equal(payload.info, 'Watchdog: loop missed its deadline');
    } else {
      assert.equal(boot.payload.reason, 'Watchdog');
      const [failed, over] = await eventsWhen(made, 2);
      assert.equal(failed?.techInfo, 'Watchdog: loop missed its deadline');
      assert.equal(over?.cleared, true);
      assert.equal(over?.cause, failed?.eventId);
    }
    assert.equal(eventsOf(made).at(-1)?.transactionInfo.stoppedReason, 'Reboot');
  });
}

test('the register of the timer tells of a bite that nobody could write down', async () => {
  const watchdog = new VirtualWatchdogTimer();
  watchdog.bitten = true;
  await using made = await startBench('2.1', { ports: { watchdog } });
  const { payload } = await made.csms.next('BootNotification');
  assert.equal(payload.reason, 'Watchdog');
  assert.equal(watchdog.bitten, false);
  await eventsWhen(made, 2);
});

test('a piece of work that never ends is a reset, the others are not', async () => {
  await using made = await startBench('2.1');
  await started(made);
  const clock = new VirtualClock();
  const told: unknown[] = [];
  const core = {
    ...coreOf(made.storage, clock),
    tell: (news: unknown) => void told.push(news),
  };
  let resets = 0;
  const timer = new VirtualWatchdogTimer();
  const watchdog = new Watchdog(core, timer, () => {
    resets += 1;
  });
  watchdog.begin();
  assert.equal(await watchdog.supervised('quick', Promise.resolve(1)), 1);
  await assert.rejects(watchdog.supervised('failing', Promise.reject(new Error('no'))));
  void watchdog.supervised('delivery', new Promise(() => undefined));
  await clock.advance(TASK_DEADLINE_MS);
  assert.equal(resets, 0);
  await clock.advance(2 * CHECK_MS);
  assert.equal(resets, 1);
  assert.deepEqual(told, [{ type: 'watchdog', task: 'delivery' }]);
});

test('a message that may wait long for its answer is no work that hangs', async () => {
  await using made = await startBench('2.1');
  const clock = new VirtualClock();
  let resets = 0;
  const watchdog = new Watchdog(
    { ...coreOf(made.storage, clock), messageTimeoutMs: 900_000, tell: () => undefined },
    new VirtualWatchdogTimer(),
    () => {
      resets += 1;
    },
  );
  watchdog.begin();
  void watchdog.supervised('delivery', new Promise(() => undefined));
  await clock.advance(2 * 900_000);
  assert.equal(resets, 0);
  await clock.advance(900_000 + 2 * CHECK_MS);
  assert.equal(resets, 1);
});

function coreOf(
  storage: { readonly values: { set(key: string, value: string): boolean } },
  clock: VirtualClock,
) {
  return {
    storage,
    messageTimeoutMs: 30_000,
    clock: { monotonicMs: () => clock.monotonicMs(), timestamp: () => '2026-01-01T00:00:00.000Z' },
    after: (delayMs: number, run: () => void) => clock.after(delayMs, run),
  };
}
