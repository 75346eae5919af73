import type { Database, Statement } from '../store/database.ts';
import type { LedgerSettings } from './views.ts';

const DAY_S = 86_400;

/** What holds until an operator says otherwise. */
const USUAL: LedgerSettings = {
  askAfterS: 60,
  gapsLostAfterS: 7 * DAY_S,
  rebootGraceS: 900,
  silentAfterS: 3 * DAY_S,
  sealAfterS: 30,
};

/** The settings of the ledger, as they are stored. */
export class Settings {
  readonly #database: Database;
  #current: LedgerSettings;

  private constructor(database: Database, current: LedgerSettings) {
    this.#database = database;
    this.#current = current;
  }

  static async load(database: Database): Promise<Settings> {
    const [row] = await database.read<{ readonly settings: string }>({
      sql: 'SELECT settings FROM ledger_settings WHERE id = 1',
      params: [],
    });
    return new Settings(database, { ...USUAL, ...(row && JSON.parse(row.settings)) });
  }

  get current(): LedgerSettings {
    return this.#current;
  }

  async put(settings: LedgerSettings): Promise<LedgerSettings> {
    await this.#database.write([save(settings)]);
    this.#current = settings;
    return settings;
  }
}

function save(settings: LedgerSettings): Statement {
  return {
    sql: `INSERT INTO ledger_settings (id, settings) VALUES (1, ?)
      ON CONFLICT (id) DO UPDATE SET settings = excluded.settings`,
    params: [JSON.stringify(settings)],
  };
}
