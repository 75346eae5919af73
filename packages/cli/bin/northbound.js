#!/usr/bin/env node
// Plain enough for every Node that reads modules, so that an old one says what it lacks.
var major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  console.error(
    'northbound needs Node 24 or newer; this is Node ' +
      process.versions.node +
      ' (' +
      process.execPath +
      ').',
  );
  process.exitCode = 2;
} else {
  import('../src/main.ts');
}
