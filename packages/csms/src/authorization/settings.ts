import type { Core } from '../core.ts';
import type { Statement } from '../store/database.ts';
import type { AuthorizationSettingsView, AuthorizationWebhookView } from './views.ts';

/** With the secret, which no view shows. */
export interface WebhookSettings extends Omit<AuthorizationWebhookView, 'hasSecret'> {
  readonly secret?: string;
}

export interface AuthorizationSettings {
  readonly cacheLifetimeS?: number;
  readonly webhook?: WebhookSettings;
}

/** How drivers are authorized: kept in memory, for every Authorize reads it. */
export class SettingsStore {
  readonly #core: Core;
  #settings: AuthorizationSettings;

  private constructor(core: Core, settings: AuthorizationSettings) {
    this.#core = core;
    this.#settings = settings;
  }

  static async load(core: Core): Promise<SettingsStore> {
    const [row] = await core.database.read<{ readonly settings: string }>({
      sql: 'SELECT settings FROM authorization_settings WHERE id = 1',
      params: [],
    });
    return new SettingsStore(core, row === undefined ? {} : JSON.parse(row.settings));
  }

  get current(): AuthorizationSettings {
    return this.#settings;
  }

  get view(): AuthorizationSettingsView {
    const { webhook, ...rest } = this.#settings;
    if (webhook === undefined) return rest;
    const { secret, ...shown } = webhook;
    return { ...rest, webhook: { ...shown, hasSecret: secret !== undefined } };
  }

  /** A webhook without a secret keeps the one it had. */
  async put(settings: AuthorizationSettings): Promise<void> {
    const { webhook } = settings;
    const known = this.#settings.webhook?.secret;
    const keepsSecret =
      webhook !== undefined && webhook.secret === undefined && known !== undefined;
    const next = keepsSecret ? { ...settings, webhook: { ...webhook, secret: known } } : settings;
    await this.#core.database.write([saveSettings(next)]);
    this.#settings = next;
  }
}

function saveSettings(settings: AuthorizationSettings): Statement {
  return {
    sql: `INSERT INTO authorization_settings (id, settings) VALUES (1, ?)
      ON CONFLICT (id) DO UPDATE SET settings = excluded.settings`,
    params: [JSON.stringify(settings)],
  };
}
