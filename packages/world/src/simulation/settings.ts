/** What a station was told to set a variable to, as far as its operator can know it. */
export class KnownSetting {
  readonly component: string;
  readonly variable: string;
  readonly values: readonly [string, ...string[]];
  /** What it may be: more than one as long as nobody knows whether a command came. */
  readonly #possible = new Set<string>();
  #isKnown = false;

  constructor(component: string, variable: string, values: readonly [string, ...string[]]) {
    this.component = component;
    this.variable = variable;
    this.values = values;
  }

  asked(value: string): void {
    this.#possible.add(value);
  }

  accepted(value: string): void {
    this.#possible.clear();
    this.#possible.add(value);
    this.#isKnown = true;
  }

  /** Whether nothing that was said forbids this value. */
  mayBe(value: string): boolean {
    return !this.#isKnown || this.#possible.has(value);
  }

  /** The largest that it may be, of numbers. @param initial what it was before anybody set it */
  most(initial = '0'): number {
    const values = this.#isKnown ? this.#possible : new Set([...this.#possible, initial]);
    return Math.max(...[...values].map(Number));
  }

  get expected(): string {
    return [...this.#possible].join(' or ');
  }
}

/** Settings that operators change while the world lives. */
export function changedSettings(): readonly [KnownSetting, ...KnownSetting[]] {
  return [
    new KnownSetting('SampledDataCtrlr', 'TxUpdatedInterval', ['60', '300', '900']),
    new KnownSetting('TxCtrlr', 'EVConnectionTimeOut', ['30', '60', '180']),
    new KnownSetting('OCPPCommCtrlr', 'WebSocketPingInterval', ['60', '120', '300']),
    new KnownSetting('OCPPCommCtrlr', 'ResetRetries', ['0', '1', '3']),
  ];
}
