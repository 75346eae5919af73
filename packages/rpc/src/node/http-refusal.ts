import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

const CHALLENGE = 'WWW-Authenticate: Basic realm="OCPP", charset="UTF-8"\r\n';

/** Answers an upgrade request with a status in place of a WebSocket, and ends the connection. */
export function refuseUpgrade(socket: Duplex, status: number): void {
  socket.once('finish', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n` +
      `${status === 401 ? CHALLENGE : ''}Connection: close\r\nContent-Length: 0\r\n\r\n`,
  );
}
