import { CommandError } from '../command-error.ts';
import type { Core } from '../core.ts';
import type { Station } from '../stations/station.ts';
import { type AddressInput, addressOf, keyOf } from './address.ts';
import type { Applier } from './apply.ts';
import { checkWish, release, wish } from './desired.ts';
import { structureOf } from './structure.ts';
import type { Templates } from './templates.ts';
import type { Twin } from './twin.ts';
import { unknownVariable } from './variable.ts';
import { variableView } from './view.ts';
import type { DesiredInput, StructureView, VariableView } from './views.ts';

export interface DeviceModelParts {
  readonly core: Core;
  readonly twin: Twin;
  readonly templates: Templates;
  readonly applier: Applier;
}

/** What operators do with the twin of one station. */
export class DeviceModel {
  readonly #parts: DeviceModelParts;

  constructor(parts: DeviceModelParts) {
    this.#parts = parts;
  }

  /** @throws CommandError `unknownStation` */
  known(stationId: string): Station {
    return this.#parts.core.stations.known(stationId);
  }

  async structure(stationId: string): Promise<StructureView[]> {
    const station = this.known(stationId);
    return structureOf(station, await this.#parts.twin.variables(stationId));
  }

  /**
   * Wants values of one station, and sends them when it can.
   *
   * @throws CommandError `unknownStation`; `invalidValue` for a secret
   */
  async desire(
    stationId: string,
    inputs: readonly DesiredInput[],
    by: string,
  ): Promise<VariableView[]> {
    this.known(stationId);
    const wishes = inputs.map(({ value, ...address }) => ({
      address: addressOf(address),
      value,
      by,
    }));
    for (const each of wishes) checkWish(each);
    await this.#parts.twin.change(stationId, (draft) => {
      for (const each of wishes) wish(draft, each);
      return undefined;
    });
    await this.#parts.applier.apply(stationId);
    return this.#views(stationId, inputs);
  }

  /**
   * The values that are wanted, or are there where none is, in the form of a wish: for who is about to change them.
   *
   * @throws CommandError `unknownStation`
   */
  async present(
    stationId: string,
    inputs: readonly AddressInput[],
  ): Promise<readonly Partial<DesiredInput>[]> {
    this.known(stationId);
    const views = await this.#views(stationId, inputs);
    return inputs.map((input, index) => {
      const { desired, value: reported } = views[index] ?? {};
      const value = desired?.value ?? reported;
      return { ...input, ...(value !== undefined && { value }) };
    });
  }

  /** @throws CommandError `unknownStation` */
  async release(
    stationId: string,
    variables: readonly AddressInput[],
    by: string,
  ): Promise<VariableView[]> {
    const station = this.known(stationId);
    await this.#parts.twin.change(stationId, (draft) => {
      for (const each of variables) release(draft, keyOf(addressOf(each)), by);
      return undefined;
    });
    await this.#parts.templates.reapply(station);
    await this.#parts.applier.apply(stationId);
    return this.#views(stationId, variables);
  }

  /** @throws CommandError `unknownStation`; `conflict` when it is not connected */
  async applyAgain(stationId: string): Promise<void> {
    if (this.known(stationId).connection === undefined) {
      throw new CommandError(
        'conflict',
        `${stationId} is not connected: it is done when it returns.`,
      );
    }
    await this.#parts.applier.applyAgain(stationId);
  }

  async #views(stationId: string, inputs: readonly AddressInput[]): Promise<VariableView[]> {
    const known = await this.#parts.twin.variables(stationId);
    const byKey = new Map(known.map((variable) => [variable.key, variable]));
    return inputs.map((input) => {
      const address = addressOf(input);
      return variableView(stationId, byKey.get(keyOf(address)) ?? unknownVariable(address));
    });
  }
}
