import type { Ocpp21 } from '@northbound/protocol';
import { cachedToken, uncacheToken } from '../authorization/cache.ts';
import { sameIdToken } from '../authorization/id-token.ts';
import type { Core } from '../core.ts';
import { listedToken } from '../local-list/local-list.ts';
import type { DiagnosticsLog } from './log.ts';

/** `data` of NotifyCustomerInformation is at most 512 long; a character is up to two UTF-16 units. */
const PAGE_CHARACTERS = 256;

/** Where a station has its records. */
interface Records {
  readonly core: Core;
  readonly log: DiagnosticsLog;
}

/** A part of the station that knows something of customers. */
interface CustomerRecords {
  /** In lines for people. */
  about(records: Records, idToken: Ocpp21.IdTokenType): readonly string[];
  /** Forgets what may be forgotten: not the local list (N10.FR.03), not what is still to be billed. */
  forget(records: Records, idToken: Ocpp21.IdTokenType): void;
}

/** CustomerInformation: report and clear (2.1 part 2, N09 and N10). */
export class CustomerInformation implements Records {
  readonly core: Core;
  readonly log: DiagnosticsLog;

  constructor(core: Core, log: DiagnosticsLog) {
    this.core = core;
    this.log = log;
  }

  answer(request: Ocpp21.CustomerInformationRequest): Ocpp21.CustomerInformationResponse {
    const { idToken, customerCertificate, customerIdentifier, report, clear } = request;
    const references = [idToken, customerCertificate, customerIdentifier].filter(
      (reference) => reference !== undefined,
    );
    // N09.FR.09
    if (references.length !== 1) return { status: 'Invalid' };
    // N09.FR.07, N10.FR.07
    if (!report && !clear) return { status: 'Rejected' };
    // N09.FR.03, N10.FR.05: before the boot is accepted the report may not be sent (B02.FR.02).
    if (this.core.csms === undefined) return { status: 'Rejected' };
    // The station keeps no customers by certificate or by names of the vendor.
    const lines =
      idToken === undefined ? [] : CUSTOMER_RECORDS.flatMap((part) => part.about(this, idToken));
    if (clear && idToken !== undefined)
      for (const part of CUSTOMER_RECORDS) part.forget(this, idToken);
    const data = dataOf(lines, report);
    // The answer leaves first.
    this.core.after(0, () => void this.#send(request.requestId, pages(data)));
    return { status: 'Accepted' };
  }

  async #send(requestId: number, parts: readonly string[]): Promise<void> {
    const generatedAt = this.core.clock.timestamp();
    for (const [seqNo, data] of parts.entries()) {
      const tbc = seqNo + 1 < parts.length;
      const page = { requestId, generatedAt, seqNo, tbc, data };
      const outcome = await this.core.csms?.notifyCustomerInformation(page);
      if (outcome?.outcome !== 'answered') return;
    }
  }
}

/** N09.FR.05, .06, N10.FR.06: what is known, that nothing is, or that it was cleared. */
function dataOf(lines: readonly string[], report: boolean): string {
  if (lines.length === 0) return 'No data found.';
  return report ? lines.join('\n') : 'The data was cleared.';
}

/** A page must not end inside a character. */
function pages(data: string): string[] {
  const characters = [...data];
  const result: string[] = [];
  for (let at = 0; at < characters.length; at += PAGE_CHARACTERS) {
    result.push(characters.slice(at, at + PAGE_CHARACTERS).join(''));
  }
  return result;
}

/** The authorization cache, and the local list, which only the CSMS may change (N10.FR.02). */
const TOKEN_RECORDS: CustomerRecords = {
  about({ core }, idToken) {
    const cached = cachedToken(core, idToken);
    const listed = listedToken(core, idToken);
    return [
      ...(cached === undefined ? [] : [`authorization cache: ${cached.status}`]),
      ...(listed === undefined ? [] : [`local list: ${listed.status}`]),
    ];
  },
  forget: ({ core }, idToken) => uncacheToken(core, idToken),
};

/** Those that are still to be used. */
const RESERVATION_RECORDS: CustomerRecords = {
  about: ({ core }, idToken) =>
    core.reservations
      .of(idToken)
      .map(
        ({ id, expiresAtMs }) => `reservation ${id} until ${new Date(expiresAtMs).toISOString()}`,
      ),
  forget: ({ core }, idToken) => core.reservations.forget(idToken),
};

/** What runs and what the CSMS has not confirmed yet. It is billed, so it is reported and not cleared. */
const TRANSACTION_RECORDS: CustomerRecords = {
  about({ core: { evses, storage } }, idToken) {
    const isTheirs = (other: Ocpp21.IdTokenType | undefined) =>
      other !== undefined && sameIdToken(other, idToken);
    const running = evses.flatMap(({ id, transaction }) =>
      transaction.running !== undefined && isTheirs(transaction.running.idToken)
        ? [`transaction ${transaction.running.transactionId} at EVSE ${id} is running`]
        : [],
    );
    const waiting = [...storage.queue.messages()]
      .filter(({ event }) => isTheirs(event.idToken))
      .map(({ event }) => `${textOf(event)} waits for the CSMS`);
    const givenUp = storage.deadLetters
      .list()
      .flatMap(({ message }) => ('event' in message ? [message.event] : []))
      .filter((event) => isTheirs(event.idToken))
      .map((event) => `${textOf(event)} was given up`);
    return [...running, ...waiting, ...givenUp];
  },
  forget: () => undefined,
};

const LOG_RECORDS: CustomerRecords = {
  about: ({ log }, { idToken }) => log.about(idToken),
  forget: ({ log }, { idToken }) => log.forget(idToken),
};

const CUSTOMER_RECORDS = [TRANSACTION_RECORDS, TOKEN_RECORDS, RESERVATION_RECORDS, LOG_RECORDS];

function textOf({ eventType, timestamp, transactionInfo }: Ocpp21.TransactionEventRequest): string {
  return `transaction ${transactionInfo.transactionId}: ${eventType} of ${timestamp}`;
}
