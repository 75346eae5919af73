import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { Version } from '@northbound/protocol';
import { credentialsIn } from '../server/credentials.ts';
import { type ClientCertificate, chooseVersion, type Handshake } from '../server/handshake.ts';
import { identityIn, isIdentityOf } from '../server/identity.ts';
import type { Origin } from '../server/options.ts';

type HandshakeProblem =
  | { readonly kind: 'elsewhere' }
  | {
      readonly kind: 'refused';
      readonly status: 400 | 401;
      readonly identity: string | undefined;
      readonly problem: string;
    };

export type ReadHandshake =
  | { readonly kind: 'handshake'; readonly handshake: Handshake }
  | HandshakeProblem;

/** Reads from an upgrade request who knocks. */
export function readHandshake(
  request: IncomingMessage,
  path: string,
  versions: ReadonlySet<Version>,
  origin: Origin,
): ReadHandshake {
  const found = identityIn(request.url ?? '', path);
  if (found.kind === 'elsewhere') return found;
  if (found.kind === 'malformed') {
    const problem = 'its path ends with no identity that can be read';
    return { kind: 'refused', status: 400, identity: undefined, problem };
  }
  const { identity } = found;
  const subprotocols = subprotocolsOf(request);
  const version = chooseVersion(subprotocols, versions);
  if (!isIdentityOf(version, identity)) {
    const problem = 'its identity is none that OCPP allows';
    return { kind: 'refused', status: 400, identity, problem };
  }
  const credentials = credentialsIn(request.headers.authorization, identity);
  if (credentials.kind === 'wrong') {
    const problem = 'its Authorization is no Basic one with its identity as the user name';
    return { kind: 'refused', status: 401, identity, problem };
  }
  const { socket } = request;
  const clientCertificate = socket instanceof TLSSocket ? certificateOf(socket) : undefined;
  return {
    kind: 'handshake',
    handshake: {
      identity,
      subprotocols,
      version,
      ...origin,
      ...(credentials.kind === 'basic' ? { password: credentials.password } : {}),
      ...(clientCertificate === undefined ? {} : { clientCertificate }),
    },
  };
}

/** The other end of the socket. */
export function directOrigin({ socket }: IncomingMessage): Origin {
  return { remoteAddress: socket.remoteAddress ?? '', secure: socket instanceof TLSSocket };
}

function subprotocolsOf(request: IncomingMessage): readonly string[] {
  const header = request.headers['sec-websocket-protocol'];
  return header === undefined ? [] : header.split(',').map((name) => name.trim());
}

/** Only a certificate whose chain was verified: an application that looks for one may trust it. */
function certificateOf(socket: TLSSocket): ClientCertificate | undefined {
  if (!socket.authorized) return undefined;
  const certificate = socket.getPeerCertificate();
  if (certificate.raw === undefined) return undefined;
  return {
    commonName: single(certificate.subject.CN),
    organization: single(certificate.subject.O),
    serialNumber: certificate.serialNumber,
    fingerprint256: certificate.fingerprint256,
    der: certificate.raw,
  };
}

/** A name that stands more than once is no name to rely on. */
const single = (name: string | string[] | undefined): string | undefined =>
  typeof name === 'string' ? name : undefined;
