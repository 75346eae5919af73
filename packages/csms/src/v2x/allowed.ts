import type { AnsweredCommand } from '../remote-control/command-book.ts';
import type { TransactionView } from '../views.ts';
import type { AllowedEnergyTransferView } from './views.ts';

/**
 * Of each transaction under way the last command that its station accepted.
 *
 * @param answers newest first
 */
export function allowedEnergyTransfers(
  answers: readonly AnsweredCommand<'NotifyAllowedEnergyTransfer'>[],
  active: readonly TransactionView[],
): AllowedEnergyTransferView[] {
  const accepted = answers.filter(({ answer }) => answer.status === 'Accepted');
  return active.flatMap(({ id, transactionId, evseId }) => {
    const last = accepted.find(({ request }) => request.transactionId === transactionId);
    if (last === undefined) return [];
    return [
      {
        transactionId,
        transaction: id,
        ...(evseId === undefined ? {} : { evseId }),
        allowedEnergyTransfer: last.request.allowedEnergyTransfer,
        since: last.answeredAt,
      },
    ];
  });
}
