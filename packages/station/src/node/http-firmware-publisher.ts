import type { Server, ServerResponse } from 'node:http';
import type { FirmwarePublisher } from '../firmware/publisher.ts';

/** Where a local controller offers firmware to others (2.1 part 2, L03). */
export interface HttpFirmwarePublisherOptions {
  /** Where the charging stations reach this machine. */
  readonly host: string;
  /** 0 for any. */
  readonly port: number;
}

/** Firmware files over HTTP, at `/firmware/<MD5>`. */
export interface HttpFirmwarePublisher extends FirmwarePublisher {
  close(): Promise<void>;
}

/** Listens from the first file on. */
export function httpFirmwarePublisher({
  host,
  port,
}: HttpFirmwarePublisherOptions): HttpFirmwarePublisher {
  const files = new Map<string, { readonly image: Uint8Array; downloads: number }>();
  let listening: Promise<Server> | undefined;

  const serve = (url: string | undefined, response: ServerResponse) => {
    const file = files.get(url?.replace(/^\/firmware\//, '') ?? '');
    if (file === undefined) {
      response.writeHead(404).end();
      return;
    }
    file.downloads += 1;
    response.once('close', () => {
      file.downloads -= 1;
    });
    response.writeHead(200, {
      'content-type': 'application/octet-stream',
      'content-length': file.image.length,
    });
    response.end(file.image);
  };

  const open = async (): Promise<Server> => {
    const { createServer } = await import('node:http');
    const server = createServer((request, response) => serve(request.url, response));
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => resolve(server));
    });
  };

  return {
    publish: async (checksum, image) => {
      listening ??= open().catch((error: unknown) => {
        listening = undefined;
        throw error;
      });
      const address = (await listening).address();
      if (address === null || typeof address === 'string') throw new Error('The server is closed');
      // The same checksum is the same file, and somebody may be fetching it.
      if (!files.has(checksum)) files.set(checksum, { image, downloads: 0 });
      return [`http://${host}:${address.port}/firmware/${checksum}`];
    },
    unpublish: (checksum) => {
      const file = files.get(checksum);
      if (file === undefined) return 'NoFirmware';
      if (file.downloads > 0) return 'DownloadOngoing';
      files.delete(checksum);
      return 'Unpublished';
    },
    close: async () => {
      const server = await listening?.catch(() => undefined);
      server?.closeAllConnections();
      await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
    },
  };
}
