/** A CSMS that is nothing but `ws`: it says yes to whatever a station calls. */
import { createServer } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { answerParent, type Numbers, type Settings, textSetting } from '../harness/child.ts';
import { portOf } from './port.ts';

const sockets = new Map<string, WebSocket>();
let calls = 0;
let reportedVariables = 0;

answerParent({ listen, countCalls, askForReport });

async function listen(): Promise<Numbers> {
  const http = createServer();
  const server = new WebSocketServer({ server: http, perMessageDeflate: false });
  server.on('connection', (socket: WebSocket, { url = '' }) => {
    sockets.set(url.slice(url.lastIndexOf('/') + 1), socket);
    socket.on('message', (data: Buffer) => {
      const [kind, id, action, payload] = JSON.parse(data.toString());
      if (kind !== 2) return;
      calls += 1;
      if (action === 'NotifyReport') reportedVariables += payload.reportData.length;
      socket.send(JSON.stringify([3, id, answerTo(action)]));
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return { port: portOf(http.address()) };
}

/** CALLs answered so far. */
function countCalls(): Numbers {
  return { calls, reportedVariables };
}

/** Asks a station for everything in its device model. */
function askForReport(settings: Settings): Numbers {
  const identity = textSetting(settings, 'identity');
  const payload = { requestId: 1, reportBase: 'FullInventory' };
  const socket = sockets.get(identity);
  if (socket === undefined) throw new Error(`${identity} is not connected`);
  socket.send(JSON.stringify([2, 'report', 'GetBaseReport', payload]));
  return {};
}

function answerTo(action: string): object {
  const currentTime = new Date().toISOString();
  if (action === 'BootNotification') return { status: 'Accepted', interval: 300, currentTime };
  if (action === 'Heartbeat') return { currentTime };
  return {};
}
