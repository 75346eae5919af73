import { type Client, createClient } from '@northbound/client';
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

/** The CSMS's API with one key. Every method rejects with ApiProblem, or TypeError when nothing answers. */
export interface Api {
  /** Every operation of the API. */
  readonly client: Client;
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
  const client = createClient({ key });
  return {
    client,
    me: () => client.getMe(),
    stations: (page) => client.listStations(page),
    station: (id) => client.getStation({ id }),
    frames: (id, page) => client.listFrames({ id, ...page }),
    transactions: (query) => client.listTransactions(query),
    transaction: (id) => client.getTransaction({ id }),
    transactionEvents: async (id) => (await client.listTransactionEvents({ id })).items,
    transactionMeterValues: async (id) => (await client.listTransactionMeterValues({ id })).items,
    tokens: (page) => client.listTokens(page),
    putToken: ({ idToken, type, ...body }) => client.putToken({ idToken, type, body }),
    deleteToken: ({ idToken, type }) => client.deleteToken({ idToken, type }),
    call: (id, action, payload, timeoutS) =>
      client.callStation({
        id,
        action,
        body: JSON.parse(payload),
        ...(timeoutS !== undefined && { timeoutS }),
      }),
    remoteStart: (id, body) => client.remoteStart({ id, body }),
    remoteStop: (id) => client.remoteStop({ id }),
    putStation: (id, body) => client.putStation({ id, body }),
    deleteStation: (id) => client.deleteStation({ id }),
    keys: async () => (await client.listKeys()).items,
    makeKey: (body) => client.createKey({ body }),
    revokeKey: (id) => client.revokeKey({ id }),
  };
}
