import type { Request, Version } from '@northbound/protocol';
import { CommandError } from '../command-error.ts';
import type { Database } from '../store/database.ts';
import { epochMsOf, timestampOf } from '../timestamps.ts';
import type { Page, Timestamp } from '../views.ts';
import { isRequest, isResponse, type Protocols } from './command.ts';
import { findCommand, selectCommands } from './command-sql.ts';
import { commandView } from './command-view.ts';
import type { CommandAnswer, CommandName, CommandState, Sending } from './sending.ts';
import type { CommandView } from './views.ts';

export interface CommandListFilter {
  readonly stationId?: string;
  readonly state?: CommandState;
  readonly command?: string;
  readonly by?: string;
  readonly campaignId?: number;
  readonly from?: Timestamp;
  readonly to?: Timestamp;
  readonly cursor?: string;
  readonly limit: number;
}

/** What a station answered to a command, in the words of 2.1. */
export interface AnsweredCommand<C extends CommandName> {
  /** Of its record; a later one has a higher number. */
  readonly commandId: number;
  /** What the station spoke. */
  readonly version: Version;
  readonly answeredAt: Timestamp;
  readonly request: Request<'2.1', C>;
  readonly answer: CommandAnswer<C>;
}

/** Of a station and a command, the records that are looked through for what it said last. */
const LOOKED_THROUGH = 100;

/** The records of commands, for those who ask what became of them. */
export class CommandBook {
  readonly #database: Database;
  readonly #sending: Pick<Sending, 'cancel'>;
  readonly #protocols: Protocols;

  constructor(database: Database, sending: Pick<Sending, 'cancel'>, protocols: Protocols) {
    this.#database = database;
    this.#sending = sending;
    this.#protocols = protocols;
  }

  /** A request in the words of 2.1; undefined when it is none. */
  valid<C extends CommandName>(command: C, request: unknown): Request<'2.1', C> | undefined {
    return isRequest(this.#protocols, '2.1', command, request) ? request : undefined;
  }

  /** Answers to the last ones of a command, newest first; without raw calls in words of 1.6. */
  async answers<C extends CommandName>(
    stationId: string,
    command: C,
    limit = LOOKED_THROUGH,
  ): Promise<readonly AnsweredCommand<C>[]> {
    const protocols = this.#protocols;
    const filter = { stationId, command, limit };
    const { items } = await selectCommands(this.#database, filter);
    return items.flatMap(({ id: commandId, request, answer, settledAtMs, messages: [first] }) => {
      if (settledAtMs === undefined || first === undefined) return [];
      if (!isRequest(protocols, '2.1', command, request)) return [];
      if (!isResponse(protocols, '2.1', command, answer)) return [];
      const answeredAt = timestampOf(settledAtMs);
      return [{ commandId, version: first.version, answeredAt, request, answer }];
    });
  }

  /** Newest first. @throws CommandError `invalidCursor` */
  async list({ from, to, ...filter }: CommandListFilter): Promise<Page<CommandView>> {
    const { items, ...more } = await selectCommands(this.#database, {
      ...filter,
      ...(from === undefined ? {} : { fromMs: epochMsOf(from) }),
      ...(to === undefined ? {} : { toMs: epochMsOf(to) }),
    });
    return { items: items.map(commandView), ...more };
  }

  /** @throws CommandError `notFound` */
  async find(id: number): Promise<CommandView> {
    const record = await findCommand(this.#database, id);
    if (record === undefined) throw new CommandError('notFound', `There is no command ${id}.`);
    return commandView(record);
  }

  /** @throws CommandError `notFound`; `conflict` when it does not wait any more */
  async cancel(id: number): Promise<CommandView> {
    const before = await this.find(id);
    if (await this.#sending.cancel(id)) return this.find(id);
    throw new CommandError('conflict', `Command ${id} does not wait: it is ${before.state}.`);
  }
}
