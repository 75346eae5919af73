// A thread does not inherit the compile cache, and without it the types of the writer are stripped at every start.
import { enableCompileCache } from 'node:module';

enableCompileCache();
await import('./writer.ts');
