import { CommandError } from '../command-error.ts';
import type { Core } from '../core.ts';
import type { Groups } from '../stations/groups.ts';
import type { Station } from '../stations/station.ts';
import { timestampOf } from '../timestamps.ts';
import { addressOf, keyOf } from './address.ts';
import { checkWish, release, type Wish, wish } from './desired.ts';
import type { Draft } from './draft.ts';
import { isAnythingTemplated } from './sql.ts';
import { fits } from './template-filter.ts';
import { loadTemplates, removeTemplate, saveTemplate, type Template } from './template-sql.ts';
import type { Twin } from './twin.ts';
import type { TemplateInput, TemplateView } from './views.ts';

/** Desired values for all stations of a kind, those that appear later included. */
export class Templates {
  readonly #core: Core;
  readonly #twin: Twin;
  readonly #groups: Groups;
  readonly #templates: Map<number, Template>;
  /** What each station was compared with last: the same templates need no second look. */
  readonly #seen = new Map<string, string>();
  #revision = 0;

  private constructor(core: Core, twin: Twin, groups: Groups, templates: readonly Template[]) {
    this.#core = core;
    this.#twin = twin;
    this.#groups = groups;
    this.#templates = new Map(templates.map((template) => [template.id, template]));
    core.signals.on('removed', ({ station }) => this.#seen.delete(station.id));
  }

  static async load(core: Core, twin: Twin, groups: Groups): Promise<Templates> {
    const templates = new Templates(core, twin, groups, await loadTemplates(core.database));
    // The CSMS may have stopped before it took back from all stations what the last template had wanted.
    if (templates.isEmpty && (await isAnythingTemplated(core.database))) templates.#revision = 1;
    return templates;
  }

  list(): TemplateView[] {
    return [...this.#templates.values()].map((template) => this.#view(template));
  }

  /** @throws CommandError `notFound` */
  get(id: number): TemplateView {
    return this.#view(this.#known(id));
  }

  /** @throws CommandError `invalidValue` when it wants a secret, `conflict` when it wants one attribute twice */
  async create(input: TemplateInput): Promise<TemplateView> {
    const nowMs = this.#core.clock.epochMs();
    const id = this.#core.ids.next('twin_templates');
    return this.#put({ ...input, id, createdAtMs: nowMs, updatedAtMs: nowMs });
  }

  /** @throws CommandError `notFound`, and as `create` does */
  async replace(id: number, input: TemplateInput): Promise<TemplateView> {
    const { createdAtMs } = this.#known(id);
    return this.#put({ ...input, id, createdAtMs, updatedAtMs: this.#core.clock.epochMs() });
  }

  /** @throws CommandError `notFound` */
  async remove(id: number): Promise<void> {
    const known = this.#known(id);
    const { database, ids } = this.#core;
    await database.write([removeTemplate(id), ids.kept('twin_templates')]);
    this.#templates.delete(id);
    this.#changed([known]);
  }

  /**
   * Gives a station what its templates want, and takes back what they do not want any more. What an operator set for
   * this station alone goes before.
   */
  async refresh(station: Station): Promise<void> {
    if (this.#seen.get(station.id) !== this.#fingerprint(station)) await this.reapply(station);
  }

  /** The same, also when nothing has changed but the station's own values. */
  async reapply(station: Station): Promise<void> {
    const seen = this.#fingerprint(station);
    const wishes = this.#wishes(station);
    await this.#twin.change(station.id, (draft) => {
      reconcile(draft, wishes);
      return undefined;
    });
    this.#seen.set(station.id, seen);
  }

  /** Without templates, now and before, there is nothing to compare. */
  get isEmpty(): boolean {
    return this.#templates.size === 0 && this.#revision === 0;
  }

  async #put(template: Template): Promise<TemplateView> {
    const keys = template.values.map((value) => keyOf(addressOf(value)));
    if (new Set(keys).size < keys.length) {
      throw new CommandError('conflict', 'The template wants two values for one attribute.');
    }
    for (const value of template.values) checkWish({ address: addressOf(value) });
    const before = this.#templates.get(template.id);
    await this.#core.database.write([saveTemplate(template)]);
    this.#templates.set(template.id, template);
    this.#changed(before === undefined ? [template] : [before, template]);
    return this.#view(template);
  }

  /** @param templates as they were and as they are: whom either fits has something to compare */
  #changed(templates: readonly Template[]): void {
    this.#revision += 1;
    const stations = this.#core.stations.all().filter((station) => {
      const groups = this.#groups.of(station.id);
      return templates.some(({ filter }) => fits(filter, station, groups));
    });
    this.#core.signals.emit('templatesChanged', { stations });
  }

  #known(id: number): Template {
    const template = this.#templates.get(id);
    if (template === undefined) throw new CommandError('notFound', `There is no template ${id}.`);
    return template;
  }

  /** By key: the wish of the template that wins. */
  #wishes(station: Station): Map<string, Wish> {
    const groups = this.#groups.of(station.id);
    const fitting = [...this.#templates.values()]
      .filter(({ filter }) => fits(filter, station, groups))
      .sort((a, b) => a.priority - b.priority || a.id - b.id);
    const wishes = new Map<string, Wish>();
    for (const { id, name, values } of fitting) {
      for (const input of values) {
        const { value, ...rest } = input;
        const address = addressOf(rest);
        wishes.set(keyOf(address), { address, value, by: name, templateId: id });
      }
    }
    return wishes;
  }

  #fingerprint(station: Station): string {
    const { vendor, model, firmwareVersion, version } = station.record;
    const groups = this.#groups.of(station.id);
    return JSON.stringify([this.#revision, vendor, model, firmwareVersion, version, groups]);
  }

  #view({ createdAtMs, updatedAtMs, ...template }: Template): TemplateView {
    const stations = this.#core.stations
      .all()
      .filter((station) => fits(template.filter, station, this.#groups.of(station.id)));
    return {
      ...template,
      createdAt: timestampOf(createdAtMs),
      updatedAt: timestampOf(updatedAtMs),
      stations: stations.length,
    };
  }
}

function reconcile(draft: Draft, wishes: ReadonlyMap<string, Wish>): void {
  for (const variable of [...draft.values()]) {
    const { key, desired } = variable;
    if (desired?.templateId === undefined || wishes.has(key)) continue;
    release(draft, key, desired.by);
  }
  for (const [key, wanted] of wishes) {
    const desired = draft.get(key)?.desired;
    const isOperators = desired !== undefined && desired.templateId === undefined;
    if (isOperators) continue;
    if (desired?.templateId === wanted.templateId && desired?.value === wanted.value) continue;
    wish(draft, wanted);
  }
}
