/**
 * A fleet that comes back at once: every station connects, boots and tells the status of its two connectors, all of
 * them in the same moment. Plain `ws` clients.
 */
import { WebSocket } from 'ws';
import {
  answerParent,
  type Numbers,
  numberSetting,
  type Settings,
  textSetting,
} from '../harness/child.ts';
import { bootNotification, SUBPROTOCOL } from '../payloads.ts';

/** What a station does when it is back, one after the other. */
const messages: readonly (readonly [string, object])[] = [
  ['BootNotification', bootNotification],
  ...[1, 2].map(
    (id) =>
      [
        'StatusNotification',
        { timestamp: '', connectorStatus: 'Available', evseId: id, connectorId: 1 },
      ] as const,
  ),
];

const latenciesMs: number[] = [];
const sockets: WebSocket[] = [];

answerParent({ storm });

async function storm(settings: Settings): Promise<Numbers> {
  const stations = numberSetting(settings, 'stations');
  const url = textSetting(settings, 'url');
  const startMs = performance.now();
  const outcomes = await Promise.all(
    Array.from({ length: stations }, (_, i) => comeBack(`${url}/CS-${i}`)),
  );
  const tookS = (performance.now() - startMs) / 1000;
  for (const socket of sockets) socket.terminate();
  latenciesMs.sort((a, b) => a - b);
  return {
    tookS,
    accepted: outcomes.filter((outcome) => outcome === 'accepted').length,
    refused: outcomes.filter((outcome) => outcome === 'refused').length,
    slowestMs: latenciesMs.at(-1) ?? Number.POSITIVE_INFINITY,
    medianMs: latenciesMs[latenciesMs.length >> 1] ?? Number.POSITIVE_INFINITY,
  };
}

/** Resolves when the station has all its answers; each counts from the moment it asked. */
function comeBack(url: string): Promise<'accepted' | 'refused'> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url, [SUBPROTOCOL], {
      perMessageDeflate: false,
      skipUTF8Validation: true,
      handshakeTimeout: 60_000,
    });
    sockets.push(socket);
    let next = 0;
    let askedMs = 0;
    const ask = (): void => {
      const [action, payload] = messages[next] ?? ['', {}];
      askedMs = performance.now();
      const stamped =
        action === 'StatusNotification'
          ? { ...payload, timestamp: new Date().toISOString() }
          : payload;
      socket.send(JSON.stringify([2, `${next}`, action, stamped]));
    };
    socket.on('error', () => resolve('refused'));
    socket.on('close', () => resolve('refused'));
    socket.on('open', ask);
    socket.on('message', (data: Buffer) => {
      latenciesMs.push(performance.now() - askedMs);
      if (!isAccepted(data.toString(), next)) return resolve('refused');
      next += 1;
      if (next < messages.length) ask();
      else resolve('accepted');
    });
  });
}

function isAccepted(frame: string, message: number): boolean {
  const [type, , payload]: unknown[] = JSON.parse(frame);
  if (type !== 3 || typeof payload !== 'object' || payload === null) return false;
  return message > 0 || ('status' in payload && payload.status === 'Accepted');
}
