import {
  type Client,
  createClient,
  everyPage,
  type Me,
  type RequestOptions,
} from '@northbound/client';
import type {
  CommandOutcome,
  FrameView,
  MeterValueView,
  Page,
  StationView,
  TokenView,
  TransactionView,
} from '@northbound/csms/views';
import type { FrameFilter } from '../model/frames.ts';
import type { Credentials } from './session.ts';

export interface TransactionQuery {
  readonly stationId?: string;
  readonly active?: boolean;
  readonly idToken?: string;
  readonly trouble?: 'gaps' | 'doubts' | 'any';
  readonly from?: string;
  readonly to?: string;
  readonly cursor?: string;
  readonly limit: number;
}

interface RemoteStart {
  readonly evseId?: number;
  readonly idToken: string;
  readonly idTokenType?: string;
}

type Answered = Extract<CommandOutcome, { outcome: 'answered' }>;

/** The CSMS's API as one caller. Every method rejects with ApiProblem, or TypeError when nothing answers. */
export interface Api {
  /** Every operation of the API. */
  readonly client: Client;
  stations(page: { cursor?: string; limit: number }): Promise<Page<StationView>>;
  station(stationId: string): Promise<StationView>;
  frames(
    stationId: string,
    page: FrameFilter & { before?: number; limit: number },
  ): Promise<Page<FrameView>>;
  transactions(query: TransactionQuery): Promise<Page<TransactionView>>;
  transaction(id: number): Promise<TransactionView>;
  transactionMeterValues(id: number): Promise<readonly MeterValueView[]>;
  tokens(page: { cursor?: string; limit: number }): Promise<Page<TokenView>>;
  putToken(token: TokenView, options?: RequestOptions): Promise<TokenView>;
  deleteToken(token: TokenView): Promise<void>;
  call(stationId: string, action: string, payload: string, timeoutS?: number): Promise<Answered>;
  remoteStart(stationId: string, start: RemoteStart): Promise<Answered>;
  remoteStop(transactionId: number): Promise<Answered>;
  deleteStation(stationId: string): Promise<void>;
}

/** @param onOver called when the way in is no longer good, whatever was asked for */
export function createApi({ key, csrfToken }: Credentials, onOver: () => void): Api {
  const client = createClient({
    ...(key === undefined ? { csrfToken: () => csrfToken } : { key }),
    fetch: async (input, init) => {
      const response = await fetch(input, init);
      if (response.status === 401) onOver();
      return response;
    },
  });
  return {
    client,
    stations: (page) => client.listStations(page),
    station: (id) => client.getStation({ id }),
    frames: (id, page) => client.listFrames({ id, ...page }),
    transactions: (query) => client.listTransactions(query),
    transaction: (id) => client.getTransaction({ id }),
    transactionMeterValues: (id) => readMeterValues(client, id),
    tokens: (page) => client.listTokens(page),
    putToken: ({ idToken, type, ...body }, options) =>
      client.putToken({ idToken, type, body }, options),
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
    deleteStation: (id) => client.deleteStation({ id }),
  };
}

/** What a curve is drawn of at most: more points than a screen has. */
const MOST_METER_VALUES = 50_000;
const METER_VALUES_A_PAGE = 1000;

async function readMeterValues(client: Client, id: number): Promise<readonly MeterValueView[]> {
  const pages = everyPage((page) =>
    client.listTransactionMeterValues({ id, limit: METER_VALUES_A_PAGE, ...page }),
  );
  const values: MeterValueView[] = [];
  for await (const value of pages) {
    values.push(value);
    if (values.length >= MOST_METER_VALUES) break;
  }
  return values;
}

export type { Me };
