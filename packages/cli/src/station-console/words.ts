/** A line that cannot be read; the message tells why. */
export class LineError extends Error {}

const WHOLE = /^\d{1,3}$/;

/** The words of a line after its first, taken one by one. */
export class Words {
  readonly #words: readonly string[];
  readonly #evseCount: number;
  #next = 0;

  constructor(words: readonly string[], evseCount: number) {
    this.#words = words;
    this.#evseCount = evseCount;
  }

  /** @throws LineError, as all that follow */
  text(name: string): string {
    const word = this.optionalText();
    if (word === undefined) throw new LineError(`${name} is missing`);
    return word;
  }

  optionalText(): string | undefined {
    const word = this.#words[this.#next];
    this.#next += 1;
    return word;
  }

  /** 0 or more. */
  number(name: string): number {
    const word = this.text(name);
    const number = Number(word);
    if (!(number >= 0)) throw new LineError(`${name} is a number, not ${word.slice(0, 20)}`);
    return number;
  }

  choice<Choice extends string>(choices: readonly Choice[]): Choice {
    const word = this.text(choices.join(' or ')).toLowerCase();
    const found = choices.find((choice) => choice.toLowerCase() === word);
    if (found === undefined) throw new LineError(`${choices.join(' or ')}, not ${word}`);
    return found;
  }

  /** The first one when it is not said. */
  evse(): number {
    return this.optionalEvse() ?? 1;
  }

  optionalEvse(): number | undefined {
    return this.#evseFrom(1);
  }

  /** 0, the station, when it is not said. */
  evseOrStation(): number {
    return this.#evseFrom(0) ?? 0;
  }

  /** Nothing is left over. */
  end(): void {
    if (this.#next < this.#words.length) throw new LineError('too many words');
  }

  #evseFrom(least: number): number | undefined {
    const word = this.optionalText();
    if (word === undefined) return undefined;
    const evseId = WHOLE.test(word) ? Number(word) : -1;
    if (evseId < least || evseId > this.#evseCount) {
      throw new LineError(
        `there is no EVSE ${word.slice(0, 20)}; this station has ${this.#evseCount}`,
      );
    }
    return evseId;
  }
}
