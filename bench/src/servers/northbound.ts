/** Our server, strict as it comes: validation both ways, flow limits, ping. It accepts permessage-deflate when offered. */
import { ocpp201 } from '@northbound/protocol/ocpp201';
import { createRpcServer } from '@northbound/rpc';
import { answerParent, type Numbers } from '../harness/child.ts';
import { answers } from '../payloads.ts';

answerParent({ listen });

async function listen(): Promise<Numbers> {
  const server = createRpcServer({
    versions: { '2.0.1': { protocol: ocpp201, handlers: answers } },
    authorize: () => ({ accept: true, context: undefined }),
  });
  const { port } = await server.listen(0, '127.0.0.1');
  return { port };
}
