#!/usr/bin/env node
// Plain enough for every Node that reads modules, so that an old one says what it lacks.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  console.error(
    `northbound needs Node 24 or newer; this is Node ${process.versions.node} (${process.execPath}); npx runs it with the one that npm install has brought.`,
  );
  process.exitCode = 2;
} else {
  // Before any TypeScript is loaded: what follows comes out of the cache, its types already stripped.
  process.getBuiltinModule('node:module').enableCompileCache();
  import('../src/main.ts');
}
