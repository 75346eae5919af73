// See writer-boot.js.
import { enableCompileCache } from 'node:module';

enableCompileCache();
await import('./backup-copy.ts');
