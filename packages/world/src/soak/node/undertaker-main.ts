/** The process behind `Undertaker`. It is told what lives, and ends it when whoever told it is gone. */
import { spawnSync } from 'node:child_process';
import type { Estate } from './undertaker.ts';

const pids = new Set<number>();
const mounts = new Set<string>();

process.on('message', ({ pid, mount, isGone }: Estate) => {
  if (pid !== undefined) isGone ? pids.delete(pid) : pids.add(pid);
  if (mount !== undefined) isGone ? mounts.delete(mount) : mounts.add(mount);
});
process.on('disconnect', bury);
// Whoever told it may be gone before it listened.
setImmediate(() => {
  if (!process.connected) bury();
});

function bury(): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
  for (const mount of mounts) spawnSync('umount', ['-l', mount]);
  process.exit();
}
