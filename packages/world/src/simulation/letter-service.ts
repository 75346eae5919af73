import type { PersonParts } from './person.ts';

const MIN = 60_000;
const H = 60 * MIN;

/** Somebody behind the CSMS who now and then has a station send again what it gave up after a few attempts. */
export class LetterService {
  readonly #parts: PersonParts;
  #isOver = false;

  constructor(parts: PersonParts) {
    this.#parts = parts;
  }

  begin(): void {
    const { clock, dice } = this.#parts;
    clock.after(dice.between(3 * H, 20 * H), () => {
      if (this.#isOver) return;
      this.#resend();
      this.begin();
    });
  }

  end(): void {
    this.#isOver = true;
  }

  /** Nothing goes wrong any more: it goes on until nothing is left. */
  finish(): void {
    const { clock, machine } = this.#parts;
    clock.after(15 * MIN, () => {
      if (machine.lettersOfTransactions === 0) return;
      this.#resend();
      this.finish();
    });
  }

  #resend(): void {
    const { csms, happened, machine } = this.#parts;
    happened('CSMS', `has dead letters sent again by ${machine.identity}`);
    const request = { vendorId: 'org.northbound', messageId: 'ResendDeadLetters' };
    // It says Rejected when there is none.
    csms.csms?.blocks.outbox
      .send(machine.identity, 'DataTransfer', request, { by: 'operator' })
      .catch(() => undefined);
  }
}
