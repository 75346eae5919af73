/** The least a JSON-over-WebSocket server can do: `ws`, one parse, one stringify, no rules. */
import { createServer } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { answerParent, type Numbers, type Settings } from '../src/harness/child.ts';
import { answers, isMessage } from '../src/payloads.ts';
import { portOf } from '../src/servers/port.ts';

answerParent({ listen });

async function listen(settings: Settings): Promise<Numbers> {
  const http = createServer();
  const server = new WebSocketServer({
    server: http,
    perMessageDeflate: settings.deflate === true,
  });
  server.on('connection', (socket: WebSocket) => {
    socket.on('message', (data: Buffer) => {
      const [, id, action] = JSON.parse(data.toString());
      if (isMessage(action)) one(socket, JSON.stringify([3, id, answers[action]()]));
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return { port: portOf(http.address()) };
}
function one(ws: any, text: string) {
  const n = Buffer.byteLength(text);
  const b = Buffer.allocUnsafe(n + 2);
  b[0]=0x81; b[1]=n; b.utf8Write(text, 2);
  ws._socket.write(b);
}
