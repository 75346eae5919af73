import type { AnsweredCommand } from '../remote-control/command-book.ts';
import type { StationTariffsView } from './views.ts';

/** Questions about EVSE 0 are about all of them (2.1 part 2, GetTariffsRequest). */
const ALL_EVSES = 0;

/**
 * Of each EVSE that was asked about the last answer; what is older than an answer about all is out of date.
 *
 * @param answers newest first
 */
export function stationTariffs(
  answers: readonly AnsweredCommand<'GetTariffs'>[],
): StationTariffsView[] {
  const found = new Map<number, StationTariffsView>();
  for (const { answeredAt, request, answer } of answers) {
    if (answer.status === 'Rejected') continue;
    const { evseId } = request;
    if (found.has(evseId)) continue;
    const tariffs = (answer.tariffAssignments ?? []).map(
      ({ customData: _custom, ...tariff }) => tariff,
    );
    found.set(evseId, { evseId, reportedAt: answeredAt, tariffs });
    if (evseId === ALL_EVSES) break;
  }
  return [...found.values()];
}
