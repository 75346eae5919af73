/**
 * The load: stations that are nothing but `ws` clients with ready-made frames. Every server meets the same ones, and
 * they share no code with ours.
 */
import { WebSocket } from 'ws';
import {
  answerParent,
  type Numbers,
  numberSetting,
  type Settings,
  textSetting,
} from '../harness/child.ts';
import {
  bootNotification,
  isMessage,
  type Message,
  SUBPROTOCOL,
  transactionEvent,
} from '../payloads.ts';

interface Station {
  readonly socket: WebSocket;
  readonly transactionId: string;
  nextSeqNo: number;
  nextMessageId: number;
}

const CALL_RESULT = '3'.charCodeAt(0);
/** Handshakes under way at once. */
const CONNECTING_AT_ONCE = 50;

const stations: Station[] = [];

answerParent({ connect, call, pace, disconnect });

/** Connects stations, with permessage-deflate offered or not. */
async function connect(settings: Settings): Promise<Numbers> {
  const connections = numberSetting(settings, 'connections');
  const url = textSetting(settings, 'url');
  const prefix = textSetting(settings, 'prefix');
  const deflate = settings.deflate === true;
  let next = 0;
  const connectSome = async (): Promise<void> => {
    while (next < connections) {
      const identity = `${prefix}${next++}`;
      stations.push(await connectStation(`${url}/${identity}`, identity, deflate));
    }
  };
  await Promise.all(Array.from({ length: CONNECTING_AT_ONCE }, connectSome));
  const deflating = stations.filter(({ socket }) => socket.extensions !== '').length;
  return { connections: stations.length, deflating };
}

function connectStation(url: string, identity: string, deflate: boolean): Promise<Station> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, [SUBPROTOCOL], {
      perMessageDeflate: deflate ? { threshold: 0 } : false,
      skipUTF8Validation: true,
    });
    socket.on('error', reject);
    socket.on('open', () =>
      resolve({ socket, transactionId: `tx-${identity}`, nextSeqNo: 0, nextMessageId: 1 }),
    );
  });
}

/** Each station makes `each` calls, one after the other: the next goes out when the answer is in. */
async function call(settings: Settings): Promise<Numbers> {
  const each = numberSetting(settings, 'each');
  const message = textSetting(settings, 'message');
  if (!isMessage(message)) throw new Error(`no message ${message}`);
  const cpuBefore = process.cpuUsage();
  const startMs = performance.now();
  await Promise.all(stations.map((station) => callRepeatedly(station, message, each)));
  const { user, system } = process.cpuUsage(cpuBefore);
  return {
    calls: each * stations.length,
    elapsedMs: performance.now() - startMs,
    cpuUs: user + system,
  };
}

function callRepeatedly(station: Station, message: Message, times: number): Promise<void> {
  const { socket } = station;
  return new Promise((resolve, reject) => {
    let left = times;
    const finish = (settle: () => void): void => {
      socket.removeAllListeners('message');
      socket.removeAllListeners('close');
      settle();
    };
    socket.on('close', (code: number) => finish(() => reject(new Error(`closed with ${code}`))));
    socket.on('message', (data: Buffer) => {
      // A measurement in which calls fail is none.
      if (data[1] !== CALL_RESULT) return finish(() => reject(new Error(`answered ${data}`)));
      left -= 1;
      if (left === 0) finish(resolve);
      else socket.send(nextFrame(station, message));
    });
    socket.send(nextFrame(station, message));
  });
}

/**
 * Calls go out when they are due, whether or not the ones before are answered, in turn from every station. The time
 * counts from when a call was due: a server that stalls is not spared the calls that it kept from being sent.
 */
async function pace(settings: Settings): Promise<Numbers> {
  const message = textSetting(settings, 'message');
  if (!isMessage(message)) throw new Error(`no message ${message}`);
  const everyMs = 1000 / numberSetting(settings, 'callsPerS');
  const calls = Math.floor(numberSetting(settings, 'durationMs') / everyMs);
  const latenciesMs: number[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const dueMs = new Map<WebSocket, number[]>();
  for (const { socket } of stations) {
    const due: number[] = [];
    dueMs.set(socket, due);
    socket.on('message', (data: Buffer) => {
      if (data[1] !== CALL_RESULT) reject(new Error(`answered ${data}`));
      latenciesMs.push(performance.now() - (due.shift() ?? 0));
      if (latenciesMs.length === calls) resolve();
    });
  }
  const startMs = performance.now();
  let sent = 0;
  const sendDue = (): void => {
    for (; sent < calls && startMs + sent * everyMs <= performance.now(); sent++) {
      const station = stations[sent % stations.length];
      if (station === undefined) continue;
      dueMs.get(station.socket)?.push(startMs + sent * everyMs);
      station.socket.send(nextFrame(station, message));
    }
    if (sent < calls) setTimeout(sendDue, 1);
  };
  sendDue();
  await promise;
  for (const { socket } of stations) socket.removeAllListeners('message');
  latenciesMs.sort((a, b) => a - b);
  const at = (part: number) => latenciesMs[Math.floor(part * (latenciesMs.length - 1))] ?? 0;
  return { p50Ms: at(0.5), p99Ms: at(0.99) };
}

function nextFrame(station: Station, message: Message): string {
  return `[2,"${station.nextMessageId++}","${message}",${payloadText(station, message)}]`;
}

function payloadText(station: Station, message: Message): string {
  if (message === 'Heartbeat') return '{}';
  if (message === 'BootNotification') return JSON.stringify(bootNotification);
  const timestamp = new Date().toISOString();
  return JSON.stringify(transactionEvent(station.transactionId, station.nextSeqNo++, timestamp));
}

async function disconnect(): Promise<Numbers> {
  const closed = stations.map(
    ({ socket }) =>
      new Promise((resolve) => {
        socket.removeAllListeners('close');
        socket.once('close', resolve);
        socket.close(1000);
      }),
  );
  await Promise.all(closed);
  return { disconnected: stations.splice(0).length };
}
