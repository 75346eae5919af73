import type {
  ApiKeyView,
  CommandOutcome,
  FrameView,
  MeterValueView,
  Page,
  Role,
  StationView,
  TokenView,
  TransactionEventView,
  TransactionView,
} from '@northbound/csms/views';
import { type Problem, readProblem } from '../model/problem.ts';

export const API_ROOT = '/api/v1';

/** The API said no. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.problem = problem;
  }
}

/** Who the key belongs to. */
export interface Me {
  readonly name: string;
  readonly role: Role;
}

export interface TransactionQuery {
  readonly stationId?: string;
  readonly active?: boolean;
  readonly idToken?: string;
  readonly cursor?: string;
  readonly limit: number;
}

interface RemoteStart {
  readonly evseId?: number;
  readonly idToken: string;
  readonly idTokenType?: string;
}

/** The only time a key is shown. */
interface NewKey extends ApiKeyView {
  readonly key: string;
}

type Answered = Extract<CommandOutcome, { outcome: 'answered' }>;

/** The CSMS's API with one key. Every method rejects with {@link ApiError}, or TypeError when nothing answers. */
export interface Api {
  me(): Promise<Me>;
  stations(page: { cursor?: string; limit: number }): Promise<Page<StationView>>;
  station(stationId: string): Promise<StationView>;
  frames(stationId: string, page: { before?: number; limit: number }): Promise<Page<FrameView>>;
  transactions(query: TransactionQuery): Promise<Page<TransactionView>>;
  transaction(id: number): Promise<TransactionView>;
  transactionEvents(id: number): Promise<readonly TransactionEventView[]>;
  transactionMeterValues(id: number): Promise<readonly MeterValueView[]>;
  tokens(page: { cursor?: string; limit: number }): Promise<Page<TokenView>>;
  putToken(token: TokenView): Promise<TokenView>;
  deleteToken(token: TokenView): Promise<void>;
  call(stationId: string, action: string, payload: string, timeoutS?: number): Promise<Answered>;
  remoteStart(stationId: string, start: RemoteStart): Promise<Answered>;
  remoteStop(transactionId: number): Promise<Answered>;
  /** Registers a station, or changes its password. */
  putStation(stationId: string, change: { password?: string }): Promise<StationView>;
  deleteStation(stationId: string): Promise<void>;
  keys(): Promise<readonly ApiKeyView[]>;
  makeKey(wanted: { name: string; role: Role }): Promise<NewKey>;
  revokeKey(keyId: string): Promise<void>;
}

export function createApi(key: string): Api {
  async function request(method: string, path: string, body?: string): Promise<Response> {
    const response = await fetch(API_ROOT + path, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body }),
    });
    if (!response.ok) {
      throw new ApiError(readProblem(response.status, response.statusText, await response.text()));
    }
    return response;
  }

  /** The page and the API are built from the same views and shipped as one: what it answers is what they say. */
  async function json<T>(method: string, path: string, body?: string): Promise<T> {
    const response = await request(method, path, body);
    return response.json();
  }

  const get = <T>(path: string): Promise<T> => json('GET', path);
  const list = async <T>(path: string): Promise<readonly T[]> => {
    const { items } = await get<{ items: readonly T[] }>(path);
    return items;
  };

  return {
    me: () => get('/me'),
    stations: (page) => get(`/stations${search(page)}`),
    station: (stationId) => get(`/stations/${encodeURIComponent(stationId)}`),
    frames: (stationId, page) =>
      get(`/stations/${encodeURIComponent(stationId)}/frames${search(page)}`),
    transactions: (query) => get(`/transactions${search(query)}`),
    transaction: (id) => get(`/transactions/${id}`),
    transactionEvents: (id) => list(`/transactions/${id}/events`),
    transactionMeterValues: (id) => list(`/transactions/${id}/meter-values`),
    tokens: (page) => get(`/tokens${search(page)}`),
    putToken: ({ idToken, type, ...fields }) =>
      json('PUT', tokenPath(idToken, type), JSON.stringify(fields)),
    deleteToken: async ({ idToken, type }) => {
      await request('DELETE', tokenPath(idToken, type));
    },
    call: (stationId, action, payload, timeoutS) =>
      json(
        'POST',
        `/stations/${encodeURIComponent(stationId)}/calls/${encodeURIComponent(action)}${search({ timeoutS })}`,
        payload,
      ),
    remoteStart: (stationId, start) =>
      json(
        'POST',
        `/stations/${encodeURIComponent(stationId)}/remote-start`,
        JSON.stringify(start),
      ),
    remoteStop: (transactionId) => json('POST', `/transactions/${transactionId}/remote-stop`),
    putStation: (stationId, change) =>
      json('PUT', `/stations/${encodeURIComponent(stationId)}`, JSON.stringify(change)),
    deleteStation: async (stationId) => {
      await request('DELETE', `/stations/${encodeURIComponent(stationId)}`);
    },
    keys: () => list('/keys'),
    makeKey: (wanted) => json('POST', '/keys', JSON.stringify(wanted)),
    revokeKey: async (keyId) => {
      await request('DELETE', `/keys/${encodeURIComponent(keyId)}`);
    },
  };
}

function tokenPath(idToken: string, type: string): string {
  return `/tokens/${encodeURIComponent(type)}/${encodeURIComponent(idToken)}`;
}

function search(parameters: object): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text === '' ? '' : `?${text}`;
}
