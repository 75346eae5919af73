import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { ApiApp } from './app.ts';

const missing = `<!doctype html>
<html lang="en">
<title>Northbound</title>
<h1>The console is not built</h1>
<p>Run <code>npm run build:console</code> in the repository, then start the CSMS again.</p>
<p>The API works without it: <a href="/api/v1/docs">/api/v1/docs</a>.</p>
</html>
`;

/** Serves the console's page and its files at `/`. */
export async function serveConsole(app: ApiApp, directory: string): Promise<void> {
  await app.register(async (pages) => {
    pages.addHook('onRoute', (route) => {
      route.config = { ...route.config, role: 'anyone' };
      route.schema = { ...route.schema, hide: true };
    });
    if (!existsSync(join(directory, 'index.html'))) {
      pages.get('/', (_request, reply) => {
        reply.code(503).type('text/html; charset=utf-8').send(missing);
      });
      return;
    }
    await pages.register(fastifyStatic, {
      root: directory,
      // Files are listed once: what lies elsewhere cannot be asked for, however the path is written.
      wildcard: false,
      dotfiles: 'ignore',
      cacheControl: false,
      // The build puts compressed copies beside its files.
      preCompressed: true,
      setHeaders: (reply, path) => {
        // Vite puts a hash of the content into the names of assets; the page that names them must stay fresh.
        const immutable = /[\\/]assets[\\/]/.test(path);
        reply.header(
          'cache-control',
          immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
        );
      },
    });
  });
}
