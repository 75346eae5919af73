import { CommandError } from '../command-error.ts';
import { type Core, commit } from '../core.ts';
import type { Files } from '../files/files.ts';
import type { Notices } from '../notices/notices.ts';
import type { PageRequest } from '../paging.ts';
import type { Sending } from '../remote-control/sending.ts';
import type { Station } from '../stations/station.ts';
import { timestampOf } from '../timestamps.ts';
import type { Page } from '../views.ts';
import { findLog, findNewestLog, type StationLog, saveLog, selectLogs } from './log-sql.ts';
import type { LogType, StationLogView } from './log-views.ts';

export interface LogRequest {
  readonly logType: LogType;
  readonly oldestAt?: string;
  readonly latestAt?: string;
}

export interface LogParts {
  readonly core: Core;
  readonly sending: Sending;
  readonly notices: Notices;
  readonly files: Files;
}

/** What a station says of an upload. */
interface Progress {
  readonly status: string;
  readonly requestId?: number;
}

const MOST_LOG_BYTES = 256 * 1024 * 1024;

/** How long a station may take to collect and send it. */
const LINK_VALID_S = 86_400;

/** Logs may hold what is personal: they are not kept longer than they are of use. */
const KEEP_FOR_S = 90 * 86_400;

/** Asks stations for their logs, and keeps what they send. */
export class StationLogs {
  readonly #parts: LogParts;

  constructor(parts: LogParts) {
    this.#parts = parts;
  }

  /** One request, with an address of its own to send it to. @throws CommandError as `Sending.send` and `Files.expect` */
  async request(
    stationId: string,
    { logType, oldestAt, latestAt }: LogRequest,
    by: string,
  ): Promise<StationLogView> {
    const { core, sending, files } = this.#parts;
    const station = core.stations.known(stationId);
    const file = await files.expect({
      kind: 'Log',
      name: `${stationId}-${logType}`,
      mostBytes: MOST_LOG_BYTES,
      keepForS: KEEP_FOR_S,
    });
    const remoteLocation = await files.link(file.id, 'Upload', LINK_VALID_S);
    const nowMs = core.clock.epochMs();
    const id = core.ids.next('commands');
    await core.database.write([
      saveLog({
        id,
        stationId,
        logType,
        status: undefined,
        detail: undefined,
        fileId: file.id,
        requestedAtMs: nowMs,
        changedAtMs: nowMs,
      }),
    ]);
    const result = await sending.send(
      stationId,
      'GetLog',
      {
        requestId: id,
        logType,
        log: {
          remoteLocation,
          ...(oldestAt === undefined ? {} : { oldestTimestamp: oldestAt }),
          ...(latestAt === undefined ? {} : { latestTimestamp: latestAt }),
        },
      },
      { by },
    );
    const status = result.state === 'answered' ? result.answer.status : result.state;
    const detail = 'cause' in result ? result.cause : undefined;
    await station.serially(async () => {
      const log = await findLog(core.database, stationId, id);
      // What the station has said of the upload meanwhile says more than its answer.
      if (log !== undefined && log.status === undefined) {
        await core.database.write([saveLog({ ...log, status, detail })]);
      }
    });
    return this.get(stationId, id);
  }

  /** Stores what a station says of an upload. Resolves when it is on disk. */
  async report(
    station: Station,
    action: string,
    payload: Progress,
  ): Promise<Record<string, never>> {
    const { core, notices } = this.#parts;
    const { status, requestId } = payload;
    const notice = notices.change(station, action, payload);
    return station.serially(async () => {
      const log =
        requestId === undefined
          ? await findNewestLog(core.database, station.id)
          : await findLog(core.database, station.id, requestId);
      if (log === undefined || status === 'Idle') await commit(core, notice);
      else {
        const changedAtMs = core.clock.epochMs();
        const statements = [saveLog({ ...log, status, detail: undefined, changedAtMs })];
        await commit(core, notice, { statements, apply: () => undefined });
      }
      return {};
    });
  }

  /** @throws CommandError `notFound` */
  async get(stationId: string, id: number): Promise<StationLogView> {
    const log = await findLog(this.#parts.core.database, stationId, id);
    if (log === undefined) throw new CommandError('notFound', `${stationId} has no log ${id}.`);
    return this.#view(log);
  }

  /** Newest first. */
  async list(stationId: string, page: PageRequest): Promise<Page<StationLogView>> {
    const found = await selectLogs(this.#parts.core.database, stationId, page);
    return { ...found, items: await Promise.all(found.items.map((log) => this.#view(log))) };
  }

  async #view(log: StationLog): Promise<StationLogView> {
    const { id, stationId, logType, status, detail, fileId } = log;
    const file = await this.#parts.files.get(fileId);
    if (file === undefined) throw new CommandError('notFound', `The file of log ${id} is lost.`);
    return {
      id,
      stationId,
      logType,
      ...(status === undefined ? {} : { status }),
      ...(detail === undefined ? {} : { detail }),
      file,
      requestedAt: timestampOf(log.requestedAtMs),
      changedAt: timestampOf(log.changedAtMs),
    };
  }
}
