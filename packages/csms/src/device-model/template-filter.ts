import { isLike } from '../stations/like.ts';
import type { Station } from '../stations/station.ts';

/** Which stations a template is for: all that it says must fit. `*` stands for any text. */
export interface TemplateFilter {
  readonly vendor?: string;
  readonly model?: string;
  readonly firmwareVersion?: string;
  readonly version?: '1.6' | '2.0.1' | '2.1';
  readonly group?: string;
}

/** What a station must have told of itself before a filter can be asked. */
export function fits(
  filter: TemplateFilter,
  { record }: Station,
  groups: readonly string[],
): boolean {
  return (
    isLike(filter.vendor, record.vendor) &&
    isLike(filter.model, record.model) &&
    isLike(filter.firmwareVersion, record.firmwareVersion) &&
    (filter.version === undefined || filter.version === record.version) &&
    (filter.group === undefined || groups.includes(filter.group))
  );
}
