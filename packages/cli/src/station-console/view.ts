import type { StationState } from '@northbound/station';
import { KEYS } from './keys.ts';

/** Everything the terminal shows. */
export interface ViewModel {
  readonly state: StationState;
  /** The EVSE that the keys mean. */
  readonly evseId: number;
  /** What happened, the newest last; frames as they were. */
  readonly log: readonly string[];
  /** What a key could not do. */
  readonly problem: string | undefined;
}

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

const HOME = '\u001b[H';
const TO_LINE_END = '\u001b[K';
const TO_SCREEN_END = '\u001b[J';
const BOLD = '\u001b[1m';
const DIM = '\u001b[2m';
const PLAIN = '\u001b[0m';

/** One picture of the station: who it is, its EVSEs, the queue, the keys, and what happened last. */
export function renderView(model: ViewModel, { columns, rows }: TerminalSize): string {
  const { state, problem } = model;
  const head = [
    styled(BOLD, cut(headline(state), columns)),
    ...state.evses.map((evse) => cut(evseLine(evse, evse.evseId === model.evseId), columns)),
    ...keyLines(state.evses.length, columns).map((line) => styled(DIM, cut(line, columns))),
    cut(problem ?? '', columns),
  ];
  const room = Math.max(0, rows - head.length);
  const log = room === 0 ? [] : model.log.slice(-room).map((line) => cut(line, columns));
  const lines = [...head, ...log].slice(0, rows);
  return HOME + lines.map((line) => line + TO_LINE_END).join('\r\n') + TO_SCREEN_END;
}

function headline(state: StationState): string {
  if (!state.on) return `${state.identity}  power off  ${queue(state)}`;
  const link = state.connected ? `OCPP ${state.version}` : 'no connection';
  return `${state.identity}  ${link}  ${state.registration}  ${queue(state)}`;
}

function queue({ queuedEvents }: StationState): string {
  return queuedEvents === 1 ? '1 event queued' : `${queuedEvents} events queued`;
}

function evseLine(evse: StationState['evses'][number], isChosen: boolean): string {
  const connectors = evse.connectors.map(({ availabilityState }) => availabilityState).join(' ');
  const parts = [
    `${isChosen ? '>' : ' '} EVSE ${evse.evseId}`,
    connectors.padEnd(11),
    evse.chargingState.padEnd(13),
    `${(evse.powerW / 1000).toFixed(1).padStart(6)} kW`,
    `${(evse.registerWh / 1000).toFixed(3).padStart(9)} kWh`,
    evse.socPercent === undefined ? '' : `SoC ${Math.round(evse.socPercent)} %`,
    evse.idToken === undefined ? '' : `token ${evse.idToken.idToken}`,
    evse.transactionId ?? '',
  ];
  return parts.filter((part) => part !== '').join('  ');
}

/** As many lines as the keys need in this width. */
function keyLines(evseCount: number, columns: number): string[] {
  const keys = [...KEYS]
    .filter(([key]) => key !== 'e' || evseCount > 1)
    .map(([key, { label }]) => `${key} ${label}`);
  const lines: string[] = [];
  for (const key of [...keys, 'q quit']) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 2 + key.length <= columns) {
      lines[lines.length - 1] = `${last}  ${key}`;
    } else lines.push(key);
  }
  return lines;
}

function styled(style: string, text: string): string {
  return style + text + PLAIN;
}

/** What a peer sends must not move the cursor or colour the screen. */
function cut(text: string, columns: number): string {
  const harmless = text.replace(/\p{Cc}/gu, '\u00b7');
  return harmless.length > columns ? `${harmless.slice(0, Math.max(0, columns - 1))}…` : harmless;
}
