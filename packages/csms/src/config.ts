import { type CsmsSettings, DEFAULT_SETTINGS } from './csms.ts';
import type { AdmissionPolicy } from './gateway/admission.ts';
import type { TlsTexts } from './node/http.ts';
import type { RegistrationPolicy } from './provisioning/domain.ts';

export interface CsmsConfig {
  /** `127.0.0.1` when absent. */
  readonly host?: string;
  /** 8080 when absent; 0 takes a free one. */
  readonly port?: number;
  /** `northbound.db` when absent; `:memory:` keeps nothing. */
  readonly databaseFile?: string;
  /** `known` when absent: a station that nobody registered gets 404. */
  readonly admission?: AdmissionPolicy;
  /** `info` when absent. */
  readonly logLevel?: 'silent' | 'fatal' | 'error' | 'warn' | 'info' | 'debug';
  /** What stations are told to wait between heartbeats; 300 when absent. */
  readonly heartbeatIntervalS?: number;
  /** What a station gets that boots for the first time; `accept` when absent. */
  readonly registration?: RegistrationPolicy;
  /** What a station that is Pending or Rejected waits before it boots again; 60 when absent. */
  readonly bootRetryIntervalS?: number;
  /** Whether new stations, and those with new firmware, are asked for their device models; true when absent. */
  readonly readsDeviceModels?: boolean;
  /** What is forgiven in messages that break their schema; `none` when absent, and each use is noted on its frame. */
  readonly tolerance?: 'all' | 'none';
  /** Whether the page is served too; true when absent. */
  readonly console?: boolean;
  /** Where files of stations are kept; beside the data file when absent, and nowhere for long with `:memory:`. */
  readonly filesDirectory?: string;
  /** How stations reach this CSMS, for the links it sends them; its own address when absent. */
  readonly publicUrl?: string;
  /** PEM texts; with them the one port speaks wss and https. */
  readonly tls?: TlsTexts;
  /** Addresses and networks of reverse proxies whose `X-Forwarded-For` the API believes; none when absent. */
  readonly trustedProxies?: readonly string[];
  /**
   * Where traces go, over OTLP/HTTP; when absent what `OTEL_EXPORTER_OTLP_ENDPOINT` and its like say, and without them
   * nothing is traced.
   */
  readonly tracesEndpoint?: string;
}

/** Addresses to listen on that nobody can connect to, as they stand in a URL. */
const ANY_ADDRESS: ReadonlySet<string> = new Set(['0.0.0.0', '[::]']);

/** What the CSMS inside wants to know of it. */
export function settingsOf({
  admission = DEFAULT_SETTINGS.admission,
  heartbeatIntervalS = DEFAULT_SETTINGS.heartbeatIntervalS,
  registration = DEFAULT_SETTINGS.registration,
  bootRetryIntervalS = DEFAULT_SETTINGS.bootRetryIntervalS,
  readsDeviceModels = DEFAULT_SETTINGS.readsDeviceModels,
}: CsmsConfig): CsmsSettings {
  return {
    ...DEFAULT_SETTINGS,
    admission,
    heartbeatIntervalS,
    registration,
    bootRetryIntervalS,
    readsDeviceModels,
  };
}

/** Where files are kept when nobody says otherwise. */
export function filesBeside(databaseFile: string): string {
  return `${databaseFile}-files`;
}

/** @param host an address of IPv6 stands in brackets in a URL (RFC 3986, 3.2.2) */
export function urlOf(scheme: 'http' | 'https', host: string, port: number): string {
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** @returns without slashes at its end: paths follow it @throws RangeError */
export function publicUrlOf(text: string): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || /[?#]/.test(url.href))
    throw new RangeError(`The public URL "${text}" is not one such as https://csms.example.com.`);
  return url.href.replace(/\/+$/, '');
}

/** Whether nobody can connect to this URL: it is of all addresses there are. */
export function isOfAnyAddress(url: string): boolean {
  return ANY_ADDRESS.has(URL.parse(url)?.hostname ?? '');
}
