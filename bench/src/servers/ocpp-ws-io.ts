/** The peer `ocpp-ws-io`, with validation on, logging off and everything else as it comes. */
import { OCPPServer } from 'ocpp-ws-io';
import { answerParent, type Numbers } from '../harness/child.ts';
import { answers, SUBPROTOCOL } from '../payloads.ts';
import { portOf } from './port.ts';

answerParent({ listen });

async function listen(): Promise<Numbers> {
  const server = new OCPPServer({ protocols: [SUBPROTOCOL], strictMode: true, logging: false });
  server.auth((context) => context.accept());
  server.on('client', (client) => {
    client.handle(SUBPROTOCOL, 'BootNotification', answers.BootNotification);
    client.handle(SUBPROTOCOL, 'Heartbeat', answers.Heartbeat);
    client.handle(SUBPROTOCOL, 'TransactionEvent', answers.TransactionEvent);
  });
  const http = await server.listen(0, '127.0.0.1');
  return { port: portOf(http.address()) };
}
