import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Built pages carry their own policy, whoever serves them. The development server needs inline scripts. */
function contentSecurityPolicy(): Plugin {
  return {
    name: 'northbound:content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY },
        injectTo: 'head-prepend',
      },
    ],
  };
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), contentSecurityPolicy()],
  build: {
    target: 'es2022',
    // `light-dark()` stays as it is written.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // Browsers that know `light-dark()` preload modules by themselves.
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
});
