/** The peer `ocpp-rpc`, with validation on and everything else as it comes. */
import { RPCServer } from 'ocpp-rpc';
import { answerParent, type Numbers } from '../harness/child.ts';
import { answers, SUBPROTOCOL } from '../payloads.ts';
import { portOf } from './port.ts';

answerParent({ listen });

async function listen(): Promise<Numbers> {
  const server = new RPCServer({ protocols: [SUBPROTOCOL], strictMode: true });
  server.on('client', (client) => {
    for (const [action, answer] of Object.entries(answers))
      client.handle(action, async () => answer());
  });
  const http = await server.listen(0, '127.0.0.1');
  return { port: portOf(http.address()) };
}
