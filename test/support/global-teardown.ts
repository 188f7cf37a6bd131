import { removeRunDir } from './run-postgres';

/** Stops the run's PostgreSQL and deletes its folder. */
export default async function globalTeardown(): Promise<void> {
  const run = globalThis.anamnesisTestRun;
  if (!run) return;
  await run.postgres.stop();
  removeRunDir(run.runDir);
}
