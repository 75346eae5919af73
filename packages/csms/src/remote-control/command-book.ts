import { CommandError } from '../command-error.ts';
import type { Database } from '../store/database.ts';
import { epochMsOf } from '../timestamps.ts';
import type { Page, Timestamp } from '../views.ts';
import { findCommand, selectCommands } from './command-sql.ts';
import { commandView } from './command-view.ts';
import type { CommandState, Sending } from './sending.ts';
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

/** The records of commands, for those who ask what became of them. */
export class CommandBook {
  readonly #database: Database;
  readonly #sending: Pick<Sending, 'cancel'>;

  constructor(database: Database, sending: Pick<Sending, 'cancel'>) {
    this.#database = database;
    this.#sending = sending;
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
