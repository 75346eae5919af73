import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import type {
  CsmsEvent,
  FrameView,
  MeterValueView,
  Role,
  StationView,
  TokenView,
  TransactionEventView,
  TransactionView,
} from '@northbound/csms/views';

/** What the fake answers with; tests change it as they go. */
export interface FakeData {
  stations: StationView[];
  frames: FrameView[];
  transactions: TransactionView[];
  events: TransactionEventView[];
  meterValues: MeterValueView[];
  tokens: TokenView[];
  /** Answers a raw call or a remote start or stop. */
  onCommand: (path: string, body: unknown) => { readonly status: number; readonly body: object };
}

export interface FakeCsms extends AsyncDisposable {
  readonly url: string;
  readonly data: FakeData;
  /** Sends an event to everybody who follows the stream and asked for its type. */
  emit(event: CsmsEvent): void;
  /** How many event streams are open. */
  openStreams(): number;
  /** Cuts all event streams, as a lost connection does. */
  cutStreams(): void;
  /** Cuts them, and remembers nothing of what was sent before. */
  restart(): void;
}

const DIST = join(import.meta.dirname, '../../dist');
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
const ROLES: Readonly<Record<string, Role>> = {
  'key-admin': 'admin',
  'key-operator': 'operator',
  'key-viewer': 'viewer',
};

/** The API's answers without a CSMS behind them, for states that a real one reaches only with effort. */
export async function startFakeCsms(data: FakeData): Promise<FakeCsms> {
  const streams = new Map<ServerResponse, readonly string[]>();
  let lastEventId = 0;
  let sent: { readonly id: number; readonly type: string; readonly text: string }[] = [];

  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://fake');
    if (!url.pathname.startsWith('/api/v1/')) return serveFile(url.pathname, response);
    const role = ROLES[request.headers.authorization?.replace('Bearer ', '') ?? ''];
    if (role === undefined) return problem(response, 401, 'unauthorized', 'A valid key is needed');
    const path = url.pathname.slice('/api/v1'.length);
    if (path === '/events') return follow(url, request, response);
    const isRead = request.method === 'GET';
    const found = isRead ? read(path, url.searchParams, role) : await write(path, request);
    if (found === undefined) return problem(response, 404, 'notFound', 'There is nothing here');
    if (found.status === 204) return void response.writeHead(204).end();
    const type = found.status >= 400 ? 'application/problem+json' : 'application/json';
    response.writeHead(found.status, { 'content-type': type }).end(JSON.stringify(found.body));
  }

  function read(path: string, query: URLSearchParams, role: Role) {
    const ok = (body: object) => ({ status: 200, body });
    const [, list, id, part] = path.split('/').map(decodeURIComponent);
    if (path === '/me') return ok({ kind: 'key', name: 'tests', role });
    if (path === '/groups') return ok({ items: [] });
    if (list === 'tokens' && id === undefined) return ok({ items: data.tokens });
    if (list === 'tokens') {
      const token = data.tokens.find(({ idToken, type }) => type === id && idToken === part);
      return token && ok(token);
    }
    if (list === 'stations') {
      if (id === undefined) return ok(page(data.stations, query));
      const station = data.stations.find((each) => each.id === id);
      if (part === undefined) return station && ok(station);
      if (part === 'frames') return ok(framesBefore(query));
      if (part !== undefined) return partOf(id, part);
    }
    if (path === '/alerts' || path === '/campaigns') return ok({ items: [] });
    if (list === 'transactions') {
      const stationId = query.get('stationId');
      const items = data.transactions.filter((each) => !stationId || each.stationId === stationId);
      if (id === undefined) return ok({ items });
      const transaction = data.transactions.find((each) => each.id === Number(id));
      if (part === undefined) return transaction && ok(transaction);
      if (part === 'events') return ok({ items: data.events });
      if (part === 'meter-values') return ok({ items: data.meterValues });
    }
    return undefined;
  }

  /** What the page of a healthy station reads beside it. */
  function partOf(stationId: string, part: string) {
    const light = { light: 'green', reasons: [] };
    const parts: Readonly<Record<string, object>> = {
      availability: [],
      groups: { groups: ['Depot'] },
      health: {
        stationId,
        link: light,
        application: light,
        function: light,
        evidence: { connections: 1, clockDriftS: 0.2 },
      },
      structure: { items: [] },
      registration: { stationId, registration: 'Accepted', next: 'Accepted', waitsFor: [] },
    };
    const body = parts[part];
    return body && { status: 200, body };
  }

  function framesBefore(query: URLSearchParams) {
    const before = Number(query.get('before') ?? Number.POSITIVE_INFINITY);
    const limit = Number(query.get('limit'));
    const older = data.frames.filter(({ id }) => id < before).sort((a, b) => b.id - a.id);
    const items = older.slice(0, limit);
    return older.length > limit ? { items, nextCursor: String(items.at(-1)?.id) } : { items };
  }

  async function write(path: string, request: IncomingMessage) {
    const text = Buffer.concat(await request.toArray()).toString();
    const body = text === '' ? undefined : JSON.parse(text);
    const [, list, type, idToken] = path.split('/').map(decodeURIComponent);
    if (list !== 'tokens') return data.onCommand(path, body);
    data.tokens = data.tokens.filter((each) => each.idToken !== idToken || each.type !== type);
    if (request.method === 'DELETE') return { status: 204, body: {} };
    const token = { ...body, idToken, type };
    data.tokens = [token, ...data.tokens];
    return { status: 200, body: token };
  }

  function follow(url: URL, request: IncomingMessage, response: ServerResponse): void {
    const typesOf = (name: string) => url.searchParams.get(name)?.split(',') ?? [];
    const types = [...typesOf('types'), ...typesOf('alsoTypes')];
    const after = Number(request.headers['last-event-id'] ?? lastEventId);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(': welcome\n\n');
    if (after < lastEventId - sent.length) response.write('event: gap\ndata: {}\n\n');
    for (const { id, type, text } of sent)
      if (id > after && type !== 'frame' && types.includes(type)) response.write(text);
    streams.set(response, types);
    response.on('close', () => streams.delete(response));
  }

  function cutStreams(): void {
    for (const response of streams.keys()) response.destroy();
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');

  return {
    url: `http://127.0.0.1:${address.port}/`,
    data,
    emit(event) {
      lastEventId += 1;
      const { type } = event;
      const text = `event: ${type}\nid: ${lastEventId}\ndata: ${JSON.stringify(event)}\n\n`;
      sent.push({ id: lastEventId, type, text });
      for (const [response, types] of streams) if (types.includes(type)) response.write(text);
    },
    openStreams: () => streams.size,
    cutStreams,
    restart() {
      sent = [];
      // Whoever saw the last event has missed some, too.
      lastEventId += 1;
      cutStreams();
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function page<Item>(items: readonly Item[], query: URLSearchParams) {
  const start = Number(query.get('cursor') ?? 0);
  const end = start + Number(query.get('limit'));
  const shown = items.slice(start, end);
  return end < items.length ? { items: shown, nextCursor: String(end) } : { items: shown };
}

function problem(response: ServerResponse, status: number, code: string, title: string): void {
  response.writeHead(status, { 'content-type': 'application/problem+json' });
  response.end(JSON.stringify({ type: `urn:northbound:problem:${code}`, title, status }));
}

async function serveFile(path: string, response: ServerResponse): Promise<void> {
  const file = normalize(path === '/' ? '/index.html' : path);
  const content = await readFile(join(DIST, file));
  response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
  response.end(content);
}
