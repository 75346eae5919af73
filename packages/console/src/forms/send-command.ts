import type { Client, QueuedCommand } from '@northbound/client';

export interface SendingOptions {
  readonly timeoutS?: number;
  /** Keep it for a station that is away, for so long. */
  readonly queueForS?: number;
}

interface AnsweredCommand {
  readonly commandId: number;
  readonly state: 'answered';
  readonly answer: unknown;
  readonly accepted: boolean;
  readonly cause?: string;
}

/** What became of a command that was sent. */
export type SentCommand = AnsweredCommand | QueuedCommand;

/**
 * Sends a command whose route was found in the API's description, where its request is not known to the compiler: the
 * CSMS checks it.
 *
 * @throws ApiProblem, or the error of `fetch`
 */
export async function sendCommand(
  client: Client,
  operationId: string,
  stationId: string,
  request: unknown,
  { timeoutS, queueForS }: SendingOptions,
): Promise<SentCommand> {
  const send: unknown = Reflect.get(client, operationId);
  if (typeof send !== 'function')
    throw new Error(`This page does not know ${operationId}: load it anew.`);
  const sent: SentCommand = await send({
    id: stationId,
    body: request,
    ...(timeoutS !== undefined && { timeoutS }),
    ...(queueForS !== undefined && { whenAway: 'queue', expiresInS: queueForS }),
  });
  return sent;
}
