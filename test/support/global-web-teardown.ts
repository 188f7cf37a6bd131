import { rmSync } from 'node:fs';

/** Stops the service that the run started, and removes its folder. */
export default async function globalWebTeardown(): Promise<void> {
  const run = globalThis.anamnesisWebRun;
  if (!run) return;
  run.service.child.kill('SIGTERM');
  await run.service.ended;
  rmSync(run.dataDir, { recursive: true, force: true });
}
