import { normalise } from '../metering/domain.ts';
import type { DecisionEntry } from './decisions.ts';
import type { TransactionEvent } from './domain.ts';

/** What an event proves, one thing each: where it says nothing, it proves nothing. */
const PROOFS: readonly ((event: TransactionEvent) => string | undefined)[] = [
  ({ eventType, triggerReason }) => `${eventType}: ${triggerReason}`,
  ({ idToken, eventType }) =>
    idToken &&
    `the token ${idToken.idToken} (${idToken.type}) ${eventType === 'Ended' ? 'stopped it' : 'was presented'}`,
  ({ evse }) =>
    evse &&
    `it is at EVSE ${evse.id}${evse.connectorId === undefined ? '' : `, connector ${evse.connectorId}`}`,
  ({ reservationId }) =>
    reservationId === undefined ? undefined : `it uses reservation ${reservationId}`,
  ({ transactionInfo: { remoteStartId } }) =>
    remoteStartId === undefined ? undefined : `it was asked for by remote start ${remoteStartId}`,
  ({ transactionInfo: { chargingState } }) => chargingState && `charging state ${chargingState}`,
  ({ transactionInfo: { stoppedReason }, eventType }) =>
    eventType === 'Ended'
      ? `stopped for ${stoppedReason ?? 'Local, as it gives no reason'}`
      : undefined,
  ({ offline }) => (offline === true ? 'it happened while the station was offline' : undefined),
];

export function proofsOf(event: TransactionEvent): string[] {
  const proofs = PROOFS.map((proof) => proof(event)).filter((proof) => proof !== undefined);
  for (const { timestamp, sampledValue } of event.meterValue ?? []) {
    const values = sampledValue.map((sample) => {
      const { value, unit } = normalise(sample);
      const { measurand = 'energy register', phase, context } = sample;
      const about = [phase, context].filter((word) => word !== undefined).join(', ');
      return `${measurand}${about === '' ? '' : ` (${about})`} ${value} ${unit}`.trim();
    });
    proofs.push(`measured at ${timestamp}: ${values.join('; ')}`);
  }
  return proofs;
}

/** The same of what this CSMS found out or decided. */
export function proofsOfDecision({ decision, reason }: DecisionEntry): string[] {
  switch (decision.kind) {
    case 'asked':
    case 'refused':
      return [reason];
    case 'closed':
      return [`it is over (${decision.rule}): ${reason}`];
    case 'lost': {
      const numbers = decision.seqNos.map(([from, to]) =>
        from === to ? from : `${from} to ${to}`,
      );
      const missing = [...(decision.start ? ['its start'] : []), ...numbers].join(', ');
      return [`declared lost: ${missing}: ${reason}`];
    }
  }
}
