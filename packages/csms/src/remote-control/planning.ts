import type { Request, Response, Version } from '@northbound/protocol';
import { CommandError } from '../command-error.ts';
import type { MessageLimits } from '../device-model/chunks.ts';
import type { Station } from '../stations/station.ts';
import { isCommandName, isRequest, isResponse, type Protocols } from './command.ts';
import { DIALECT_16 } from './dialects/ocpp16.ts';
import { type Plan, type Step, unsupported } from './plan.ts';
import { whyForbidden } from './rules.ts';
import type { CallName, CommandAnswer, CommandName } from './sending.ts';
import { limitedBy, SPLITTINGS, whyTooLong } from './splitting.ts';

/** Asks the station's device model what fits into one message of this action. */
export type LimitsOf = (stationId: string, command: CommandName) => Promise<MessageLimits>;

/** Turns commands into what goes over the wire to one station. */
export class Planner {
  readonly #protocols: Protocols;
  readonly #limitsOf: LimitsOf;

  constructor(protocols: Protocols, limitsOf: LimitsOf) {
    this.#protocols = protocols;
    this.#limitsOf = limitsOf;
  }

  /**
   * Holds a request against 2.1 and what it forbids; what the station's version makes of it is for `plan`.
   *
   * @throws CommandError `invalidPayload`, `forbiddenByStandard`
   */
  check<C extends CommandName>(
    command: C,
    request: unknown,
    version: Version | undefined,
  ): Request<'2.1', C> {
    if (!isRequest(this.#protocols, '2.1', command, request)) {
      const violations = this.#protocols['2.1'].request(command)?.explain(request) ?? [];
      throw new CommandError('invalidPayload', `This is no ${command} request.`, violations);
    }
    const forbidden = whyForbidden(command, request, version);
    if (forbidden !== undefined) throw new CommandError('forbiddenByStandard', forbidden);
    return request;
  }

  /** @throws CommandError as `check` does; `notSupportedByVersion`, `invalidPayload` for what only this version forbids */
  async plan<C extends CommandName>(
    station: Station,
    version: Version,
    command: C,
    request: unknown,
  ): Promise<Plan<CommandAnswer<C>>> {
    const checked = this.check(command, request, version);
    const limited = limitedBy(command);
    const limits = limited === undefined ? {} : await this.#limitsOf(station.id, limited);
    const tooLong = whyTooLong(command, checked, limits);
    if (tooLong !== undefined) throw new CommandError('forbiddenByStandard', tooLong);
    const plan =
      version === '1.6'
        ? this.#plan16(station, command, checked, limits)
        : this.#plan2(version, command, checked, limits);
    for (const step of plan.steps) this.#checkStep(step);
    return plan;
  }

  /** One CALL in the words of one version. @throws CommandError as `plan` does */
  callPlan<V extends Version, A extends CallName<V>>(
    spoken: Version,
    version: V,
    action: A,
    payload: Request<V, A>,
  ): Plan<Response<V, A>> {
    if (spoken !== version)
      return unsupported(`The station speaks OCPP ${spoken}, and this is for ${version}.`);
    const step: Step<Response<V, A>> = {
      version,
      action,
      payload,
      read: (answer, protocols) =>
        isResponse(protocols, version, action, answer) ? answer : undefined,
    };
    this.#checkStep(step);
    this.#checkRules(version, action, payload);
    return { steps: [step] };
  }

  /**
   * One CALL of which nothing is known yet.
   *
   * @throws CommandError `unknownAction`, `wrongDirection`, `invalidPayload`
   */
  rawPlan(version: Version, action: string, payload: unknown): Plan<unknown> {
    const info = this.#protocols[version].actions.get(action);
    if (info === undefined)
      throw new CommandError('unknownAction', `OCPP ${version} has no action "${action}".`);
    if (info.from === 'ChargingStation')
      throw new CommandError('wrongDirection', `${action} is sent by charging stations only.`);
    this.#checkPayload(version, action, payload);
    this.#checkRules(version, action, payload);
    return { steps: [{ version, action, payload, read: (answer) => answer }] };
  }

  #plan16<C extends CommandName>(
    station: Station,
    command: C,
    request: Request<'2.1', C>,
    limits: MessageLimits,
  ): Plan<CommandAnswer<C>> {
    const translate = DIALECT_16[command];
    if (translate === undefined) return unsupported(`OCPP 1.6 has nothing for ${command}.`);
    return translate(request, { station, limits });
  }

  /** 2.0.1 says everything in the words of 2.1, and less of it. */
  #plan2<C extends CommandName>(
    version: '2.0.1' | '2.1',
    command: C,
    request: Request<'2.1', C>,
    limits: MessageLimits,
  ): Plan<CommandAnswer<C>> {
    if (!this.#protocols[version].actions.has(command))
      return unsupported(`OCPP ${version} has nothing for ${command}.`);
    const splitting = SPLITTINGS[command];
    const stepOf = (payload: Request<'2.1', C>): Step<CommandAnswer<C>> => ({
      version,
      action: command,
      payload,
      read: (answer, protocols) =>
        isResponse(protocols, '2.1', command, answer) ? answer : undefined,
    });
    if (splitting === undefined) return { steps: [stepOf(request)] };
    const [first = request, ...others] = splitting.pieces(request, limits);
    return { steps: [stepOf(first), ...others.map(stepOf)], merge: splitting.merge };
  }

  #checkStep({ version, action, payload, otherwise }: Step<unknown>): void {
    this.#checkPayload(version, action, payload);
    if (otherwise !== undefined) this.#checkStep(otherwise);
  }

  /** The rules are written for 2.1; what 2.0.1 says is said so too. @throws CommandError `forbiddenByStandard` */
  #checkRules(version: Version, action: string, payload: unknown): void {
    if (version === '1.6' || !isCommandName(action)) return;
    if (!isRequest(this.#protocols, '2.1', action, payload)) return;
    const forbidden = whyForbidden(action, payload, version);
    if (forbidden !== undefined) throw new CommandError('forbiddenByStandard', forbidden);
  }

  /** @throws CommandError `invalidPayload` */
  #checkPayload(version: Version, action: string, payload: unknown): void {
    const validator = this.#protocols[version].request(action);
    if (validator?.is(payload)) return;
    const violations = validator?.explain(payload) ?? [];
    const message = `OCPP ${version} does not allow this ${action}.`;
    throw new CommandError('invalidPayload', message, violations);
  }
}
