import { CommandError } from '../command-error.ts';
import type { Core } from '../core.ts';
import type { Files } from '../files/files.ts';
import type { FileView } from '../files/views.ts';
import type { PageRequest } from '../paging.ts';
import { timestampOf } from '../timestamps.ts';
import type { Page } from '../views.ts';
import {
  deleteImage,
  type FirmwareImage,
  findImage,
  findImageBy,
  insertImage,
  selectImages,
} from './sql.ts';
import type { FirmwareImageView, FirmwareRequestView, NewFirmwareImageView } from './views.ts';

export type ImageRequest = Pick<
  FirmwareImageView,
  'version' | 'vendor' | 'model' | 'url' | 'signature' | 'signingCertificate' | 'note'
>;

const MOST_IMAGE_BYTES = 1024 * 1024 * 1024;

/** How long an operator may take to send an image's bytes. */
const UPLOAD_VALID_S = 86_400;

/** Firmware that stations can be given, with its bytes here or elsewhere. */
export class FirmwareImages {
  readonly #core: Core;
  readonly #files: Files;

  constructor(core: Core, files: Files) {
    this.#core = core;
    this.#files = files;
  }

  /** Without a URL the answer says where its bytes are to be sent. */
  async register(request: ImageRequest): Promise<NewFirmwareImageView> {
    const { version, vendor, model, url, signature, signingCertificate, note } = request;
    if ((signature === undefined) !== (signingCertificate === undefined)) {
      throw new CommandError('conflict', 'A signature and its certificate come together.');
    }
    const file =
      url === undefined
        ? await this.#files.expect({
            kind: 'Firmware',
            name: `${version}.bin`.replaceAll(/[^A-Za-z0-9._-]/g, '_'),
            mostBytes: MOST_IMAGE_BYTES,
          })
        : undefined;
    const image: FirmwareImage = {
      id: this.#core.ids.next('firmware_images'),
      version,
      vendor,
      model,
      url,
      fileId: file?.id,
      signature,
      signingCertificate,
      note,
      createdAtMs: this.#core.clock.epochMs(),
    };
    await this.#core.database.write([insertImage(image)]);
    const view = imageView(image, file);
    if (file === undefined) return view;
    return { ...view, uploadUrl: await this.#files.link(file.id, 'Upload', UPLOAD_VALID_S) };
  }

  /** @throws CommandError `notFound` */
  async find(id: number): Promise<FirmwareImage> {
    const image = await findImage(this.#core.database, id);
    if (image !== undefined) return image;
    throw new CommandError('notFound', `There is no firmware image ${id}.`);
  }

  /** The image that a station is sent to by this address. */
  async behind(location: string): Promise<FirmwareImage | undefined> {
    const fileId = await this.#files.idBehind(location);
    const { database } = this.#core;
    return fileId === undefined
      ? findImageBy(database, 'url', location)
      : findImageBy(database, 'file_id', fileId);
  }

  /** @throws CommandError `notFound` */
  async get(id: number): Promise<FirmwareImageView> {
    return this.#view(await this.find(id));
  }

  /** Newest first. */
  async list(page: PageRequest): Promise<Page<FirmwareImageView>> {
    const found = await selectImages(this.#core.database, page, (image) => image);
    const items = await Promise.all(found.items.map((image) => this.#view(image)));
    return { ...found, items };
  }

  /** Its bytes go too; updates that were made with it stay. @throws CommandError `notFound` */
  async remove(id: number): Promise<void> {
    const { fileId } = await this.find(id);
    if (fileId !== undefined) await this.#files.remove(fileId);
    const { database, ids } = this.#core;
    await database.write([deleteImage(id), ids.kept('firmware_images')]);
  }

  /**
   * What a station is sent to install it, with a link that whoever has it may use for a time.
   *
   * @throws CommandError `notFound`; `conflict` while its bytes are not here
   */
  async request(
    id: number,
    validForS: number,
    retrieveAt = timestampOf(this.#core.clock.epochMs()),
  ): Promise<FirmwareRequestView> {
    const image = await this.find(id);
    const { signature, signingCertificate } = image;
    return {
      firmware: {
        location: await this.#location(image, validForS),
        retrieveDateTime: retrieveAt,
        ...(signature === undefined ? {} : { signature }),
        ...(signingCertificate === undefined ? {} : { signingCertificate }),
      },
    };
  }

  async #location({ id, url, fileId }: FirmwareImage, validForS: number): Promise<string> {
    if (url !== undefined) return url;
    const file = fileId === undefined ? undefined : await this.#files.get(fileId);
    if (file?.state !== 'Ready') {
      throw new CommandError('conflict', `The bytes of firmware image ${id} are not here yet.`);
    }
    return this.#files.link(file.id, 'Download', validForS, file.name);
  }

  async #view(image: FirmwareImage): Promise<FirmwareImageView> {
    const { fileId } = image;
    return imageView(image, fileId === undefined ? undefined : await this.#files.get(fileId));
  }
}

function imageView(image: FirmwareImage, file: FileView | undefined): FirmwareImageView {
  const { id, version, vendor, model, url, signature, signingCertificate, note } = image;
  return {
    id,
    version,
    ...(vendor === undefined ? {} : { vendor }),
    ...(model === undefined ? {} : { model }),
    ...(url === undefined ? {} : { url }),
    ...(file === undefined ? {} : { file }),
    ...(signature === undefined ? {} : { signature }),
    ...(signingCertificate === undefined ? {} : { signingCertificate }),
    ...(note === undefined ? {} : { note }),
    createdAt: timestampOf(image.createdAtMs),
  };
}
