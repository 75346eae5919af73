import { createHash } from 'node:crypto';
import type { Ocpp21 } from '@northbound/protocol';
import { RpcError } from '@northbound/rpc';
import type { Core } from '../core.ts';
import { FileDownload } from './download.ts';
import { type FileTransfer, retriesOf } from './file-transfer.ts';
import {
  PUBLISH,
  type PublishAction,
  type PublishEvent,
  type PublishState,
} from './publish-table.ts';
import type { FirmwarePublisher } from './publisher.ts';

/** What a Local Controller publishes with. */
export interface PublishParts {
  readonly files: FileTransfer;
  readonly publisher: FirmwarePublisher;
}

interface Job {
  readonly requestId: number;
  readonly url: string;
  readonly checksum: string;
  readonly retries: ReturnType<typeof retriesOf>;
}

/** PublishFirmware and UnpublishFirmware of a Local Controller (2.1 part 2, L03 and L04). */
export class FirmwarePublication {
  readonly #core: Core;
  readonly #parts: PublishParts | undefined;
  #state: PublishState = 'Idle';
  #job: Job | undefined;
  #image: Uint8Array | undefined;
  #locations: readonly string[] = [];

  constructor(core: Core, parts: PublishParts | undefined) {
    this.#core = core;
    this.#parts = parts;
  }

  /** @throws RpcError NotSupported for a station that publishes nothing, here and in the next */
  publish(request: Ocpp21.PublishFirmwareRequest): Ocpp21.PublishFirmwareResponse {
    this.#supported();
    if (PUBLISH[this.#state].requested.length === 1) {
      return { status: 'Rejected', statusInfo: { reasonCode: 'FwUpdateInProgress' } };
    }
    this.#job = {
      requestId: request.requestId,
      url: request.location,
      checksum: request.checksum.toLowerCase(),
      retries: retriesOf(request),
    };
    // The answer leaves first.
    this.#core.after(0, () => this.#step('requested'));
    return { status: 'Accepted' };
  }

  unpublish({ checksum }: Ocpp21.UnpublishFirmwareRequest): Ocpp21.UnpublishFirmwareResponse {
    return { status: this.#supported().publisher.unpublish(checksum.toLowerCase()) };
  }

  /**
   * TriggerMessage(PublishFirmwareStatusNotification) (L03.FR.10, .11).
   * @returns undefined for a station that publishes nothing
   */
  trigger(): (() => void) | undefined {
    if (this.#parts === undefined) return undefined;
    const isOver = this.#state === 'Published' || this.#state === 'Idle';
    const request = isOver ? ({ status: 'Idle' } as const) : this.#status();
    return () => void this.#core.link?.publishFirmwareStatus(request);
  }

  #supported(): PublishParts {
    if (this.#parts === undefined) {
      throw new RpcError('NotSupported', 'This station is no Local Controller.');
    }
    return this.#parts;
  }

  #step(event: PublishEvent): void {
    const [next, ...actions] = PUBLISH[this.#state][event];
    this.#state = next;
    for (const action of actions) this.#act(action);
  }

  #act(action: PublishAction): void {
    const job = this.#job;
    if (job === undefined) return;
    switch (action) {
      case 'report': {
        const request = this.#status();
        this.#core.notices.add('PublishFirmwareStatusNotification', request);
        break;
      }
      case 'download':
        this.#download(job);
        break;
      case 'checkChecksum': {
        const md5 = createHash('md5').update(this.#image ?? new Uint8Array());
        this.#step(md5.digest('hex') === job.checksum ? 'checksumGood' : 'checksumBad');
        break;
      }
      case 'publish':
        void this.#publish(job);
        break;
    }
  }

  #status(): Ocpp21.PublishFirmwareStatusNotificationRequest {
    return {
      status: this.#state,
      ...(this.#job !== undefined && { requestId: this.#job.requestId }),
      ...(this.#state === 'Published' && { location: this.#locations }),
    };
  }

  #download({ url, retries }: Job): void {
    const { files } = this.#supported();
    new FileDownload(this.#core, files, {
      url,
      retries,
      listener: {
        complete: (bytes) => {
          this.#image = bytes;
          this.#step('downloaded');
        },
        failed: () => this.#step('downloadFailed'),
        paused: () => this.#step('interrupted'),
        resumed: () => this.#step('resumed'),
      },
    });
  }

  async #publish({ checksum }: Job): Promise<void> {
    const image = this.#image ?? new Uint8Array();
    this.#image = undefined;
    try {
      this.#locations = await this.#supported().publisher.publish(checksum, image);
    } catch {
      if (this.#core.on) this.#step('publishFailed');
      return;
    }
    if (this.#core.on) this.#step('published');
  }
}
