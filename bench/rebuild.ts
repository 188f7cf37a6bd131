import { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { createInterface } from 'node:readline';
import { buildBeside } from '../src/engine/rebuild';
import { copyInThreads } from '../src/engine/copy-in-threads';
import { readModels } from '../src/projections/all';
import { openPostgresStore } from '../src/store/postgres';
import { startTestEngine } from '../test/support/engine';
import { bulkLoad } from './bulk-load';
import { emptyLog, type BenchServer } from './server';
import { makeTemplates } from './templates';
import type { BenchRow } from './rows';

/** Rebuild of all read models against reading the same events by COPY with JSON parse. */
export async function benchRebuild(
  server: BenchServer,
  sizes: readonly number[],
): Promise<BenchRow[]> {
  const { admin, app } = server;
  const maker = await startTestEngine({
    database: { admin, app, name: 'anamnesis', drop: () => Promise.resolve() } as never,
  });
  const templates = await makeTemplates(maker, 20);
  await maker.close();
  const rows: BenchRow[] = [];
  for (const size of sizes) {
    await emptyLog(admin);
    const events = await bulkLoad(admin, templates, size);
    const store = await openPostgresStore({ app });
    const owner = new Client(app);
    await owner.connect();
    const reference = await copyAndParse(server);
    let peak = 0;
    const watch = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().rss);
    }, 100);
    const started = performance.now();
    const result = await buildBeside({
      store,
      app,
      models: readModels,
      copy: copyInThreads(app),
      onProgress: () => undefined,
      whileHeld: (work) => work(owner),
    });
    const seconds = (performance.now() - started) / 1000;
    clearInterval(watch);
    await Promise.all([store.close(), owner.end()]);
    rows.push({
      work: `rebuild all read models from ${events} events (${result.streams} streams)`,
      ours: events / seconds,
      reference: events / reference,
      referenceName: 'COPY + JSON.parse of the same events',
      unit: 'events/s',
      reach: 0.2,
      note: `peak RSS ${Math.round(peak / 1024 / 1024)} MiB`,
    });
  }
  return rows;
}

async function copyAndParse({ admin }: BenchServer): Promise<number> {
  const client = new Client(admin);
  await client.connect();
  const started = performance.now();
  const lines = createInterface({
    input: client.query(copyTo('copy (select header, data from log.event order by seq) to stdout')),
  });
  let bytes = 0;
  for await (const line of lines) {
    const [header = '', data = ''] = line.split('\t');
    bytes += Object.keys(JSON.parse(unescaped(header)) as object).length;
    bytes += Object.keys(JSON.parse(unescaped(data)) as object).length;
  }
  if (bytes === 0) throw new Error('nothing was read');
  await client.end();
  return (performance.now() - started) / 1000;
}

function unescaped(text: string): string {
  return text.includes('\\') ? text.replaceAll('\\\\', '\\') : text;
}
