import { enableCompileCache } from 'node:module';

// Before anything else is loaded: what follows comes out of the cache, its types already stripped.
enableCompileCache();
const { main } = await import('./program.ts');
process.exitCode = await main(process.argv.slice(2));
