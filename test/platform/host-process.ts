import { claimDataDir } from '../../src/platform/data-dir-claim';
import { startEmbeddedPostgres } from '../../src/platform/embedded-postgres';
import { prepareDataDir } from '../../src/platform/postgres-cluster';
import { errorText } from '../../src/platform/startup-error';

/**
 * A service reduced to its database, for specs that kill it: claims the data folder named by its
 * argument, starts PostgreSQL, prints one line of JSON and stops on SIGTERM.
 */
async function main(dataDir: string): Promise<void> {
  await prepareDataDir(dataDir);
  const claim = claimDataDir(dataDir);
  const log = { info: console.error, warn: console.error };
  const postgres = await startEmbeddedPostgres({ dataDir, log });
  claim.announce('http://127.0.0.1:1');
  const { pid, adopted, admin, app } = postgres;
  process.stdout.write(`${JSON.stringify({ pid, adopted, admin, app })}\n`);
  const wait = setInterval(() => undefined, 60_000);
  process.once('SIGTERM', () => {
    void postgres.stop().then(() => {
      claim.release();
      clearInterval(wait);
    });
  });
}

main(process.argv[2] ?? '').catch((error: unknown) => {
  process.stderr.write(`${errorText(error)}\n`);
  process.exitCode = 1;
});
