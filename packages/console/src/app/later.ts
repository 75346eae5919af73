import { type ComponentType, lazy } from 'react';

/** Code of the page that did not come. */
export class NotLoaded extends Error {
  /** Has it asked for anew when it is wanted next. */
  readonly forget: () => void;

  constructor(forget: () => void) {
    super('This page cannot be loaded: the CSMS does not answer, or it is newer than this page.');
    this.forget = forget;
  }
}

/** A part of the page that may still have to come. */
export interface Later<Props> {
  readonly Part: ComponentType<Props>;
}

/**
 * A part of the console that is loaded when it is first wanted: the first page seen waits for no other.
 *
 * @param load gives the part of a module
 */
export function later<Props>(load: () => Promise<ComponentType<Props>>): Later<Props> {
  const attempt = () =>
    lazy(async () => {
      try {
        return { default: await load() };
      } catch {
        throw new NotLoaded(() => {
          wanted.Part = attempt();
        });
      }
    });
  const wanted: { Part: ComponentType<Props> } = { Part: attempt() };
  return wanted;
}
