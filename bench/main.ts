import { mkdirSync, writeFileSync } from 'node:fs';
import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { benchAppend } from './append';
import { benchColdStart } from './cold-start';
import { benchEventStoreDb } from './eventstoredb';
import { benchEmmettAppend, benchEmmettProjector } from './emmett';
import { BenchLog } from './loaded-log';
import { benchMutation } from './mutation';
import { benchReads, type ReadScale } from './reads';
import { benchRebuild } from './rebuild';
import { benchReplay } from './replay';
import { judge, type TableRow } from './rows';
import { startBenchServer, type BenchServer } from './server';
import { isInterrupted, stopOnSignal, toStop } from './stopping';
import { factsText, tableText, type MachineFacts } from './table';
import { benchVerify } from './verify';

/** How much is measured: the numbers of a whole run, or of one that is over in two minutes. */
interface Scale {
  readonly seconds: number;
  readonly rounds: number;
  readonly rebuildSizes: readonly number[];
  readonly logSize: number;
  readonly verifySizes: readonly number[];
  readonly emmettEvents: number;
  readonly coldStartSize: number;
  readonly indexEvents: number;
  readonly reads: ReadScale;
}

const WHOLE: Scale = {
  seconds: 5,
  rounds: 5,
  rebuildSizes: [1_000_000, 300_000],
  logSize: 300_000,
  verifySizes: [300_000, 1_000_000],
  emmettEvents: 20_000,
  coldStartSize: 1_000_000,
  indexEvents: 100_000,
  // 10,000 episodes, and 100,000 with a million goals.
  reads: {
    sizes: [10_000, 100_000, 400_000, 1_000_000, 4_000_000],
    told: [400_000, 4_000_000],
    samples: 50,
  },
};
const QUICK: Scale = {
  seconds: 1,
  rounds: 3,
  rebuildSizes: [100_000],
  logSize: 100_000,
  verifySizes: [100_000],
  emmettEvents: 5_000,
  coldStartSize: 100_000,
  indexEvents: 20_000,
  reads: { sizes: [10_000, 50_000], told: [50_000], samples: 10 },
};

type Bench = (log: BenchLog, scale: Scale) => Promise<TableRow[]>;

/** In the order they are run. Those of one size follow each other: they share one loaded log. */
const BENCHES: Readonly<Record<string, Bench>> = {
  append: async (log, { seconds, rounds }) => {
    await log.empty();
    return benchAppend(log.server, { seconds, rounds, writers: [1, 16, 64] });
  },
  'emmett-append': async (log, { seconds, rounds }) => {
    await log.empty();
    return benchEmmettAppend(log.server, { seconds, rounds });
  },
  mutation: async (log, { seconds }) => {
    await log.empty();
    return benchMutation(log.server, seconds);
  },
  eventstoredb: async (log, { seconds, rounds, indexEvents }) => {
    await log.empty();
    const rows = await benchEventStoreDb(log.server, { seconds, rounds, events: indexEvents });
    await log.empty();
    return rows;
  },
  replay: async (log) => {
    await log.empty();
    return benchReplay(log.server);
  },
  rebuild: (log, { rebuildSizes }) => benchRebuild(log, rebuildSizes),
  'emmett-projector': (log, { logSize, emmettEvents }) =>
    benchEmmettProjector(log, { log: logSize, reference: emmettEvents }),
  verify: async (log, { verifySizes }) => {
    const rows: TableRow[] = [];
    for (const size of verifySizes) rows.push(...(await benchVerify(log, size)));
    return rows;
  },
  reads: (log, { reads }) => benchReads(log, reads),
  'cold-start': (log, { coldStartSize }) => benchColdStart(() => log.templates(), coldStartSize),
};

const HELP = `npm run bench [-- --quick] [-- only=NAME,NAME…] [-- keep=FILE]

Measures ours and the references in turn on a database of its own, prints a table and, unless only
some rows were asked for, writes it to bench/results/latest.json and latest.md. With keep=FILE it is
FILE.json and FILE.md there, whatever was asked for.

--quick   two minutes: shorter rounds, smaller logs
only=…    some of: ${Object.keys(BENCHES).join(', ')}

Ends with 0 when every target that was measured holds, else with 1; with 2 when misused.
`;

const RESULTS = join(__dirname, 'results');

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      keep: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const { words, keep } = wordsOf(positionals, values.keep);
  const names = namesOf(values.only, words);
  if (typeof names === 'string') {
    process.stderr.write(`${names}\n\n${HELP}`);
    return 2;
  }
  stopOnSignal();
  const loadAtStart = Number((loadavg()[0] ?? NaN).toFixed(2));
  const startMs = performance.now();
  const starting = startBenchServer();
  const stop = toStop(async () => (await starting).stop());
  try {
    const server = await starting;
    const facts = await factsOf(server, values.quick, loadAtStart);
    const rows = await runAll(new BenchLog(server), names, values.quick ? QUICK : WHOLE);
    const seconds = Math.round((performance.now() - startMs) / 1_000);
    const whole = names.length === Object.keys(BENCHES).length ? 'latest' : null;
    report(rows, facts, seconds, keep ?? whole);
    return rows.every(isGood) ? 0 : 1;
  } finally {
    await stop();
  }
}

/** `keep=FILE` and what else was said; npm takes `--keep` only after a second `--`. */
function wordsOf(positionals: readonly string[], option: string | undefined) {
  const keeps = positionals.filter((word) => /^keep=[a-z0-9-]+$/.test(word));
  const words = positionals.filter((word) => !keeps.includes(word));
  return { words, keep: keeps[0]?.slice('keep='.length) ?? option ?? null };
}

/** Which benches are asked for, in their order; a sentence when there is no such one. */
function namesOf(only: string | undefined, positionals: readonly string[]): string[] | string {
  const known = Object.keys(BENCHES);
  const stray = positionals.find((word) => !word.startsWith('only='));
  if (stray !== undefined) return `"${stray}" is not understood.`;
  const lists = [...positionals.map((word) => word.slice('only='.length)), ...(only ? [only] : [])];
  if (lists.length === 0) return known;
  const asked = lists.flatMap((list) => list.split(','));
  const unknown = asked.find((name) => !known.includes(name));
  if (unknown !== undefined) return `There is no bench "${unknown}".`;
  return known.filter((name) => asked.includes(name));
}

/** One that fails is a row that says so, and does not keep the others. */
async function runAll(
  log: BenchLog,
  names: readonly string[],
  scale: Scale,
): Promise<readonly TableRow[]> {
  const rows: TableRow[] = [];
  for (const name of names) {
    process.stderr.write(`${name} …\n`);
    try {
      // The names were looked up in the list.
      rows.push(...(await BENCHES[name]!(log, scale)));
    } catch (error) {
      if (isInterrupted()) throw error;
      process.stderr.write(`${error instanceof Error ? (error.stack ?? '') : String(error)}\n`);
      rows.push({ work: name, unmeasured: `Failed: ${String(error)}` });
    }
  }
  return rows;
}

function isGood(row: TableRow): boolean {
  return !('unmeasured' in row) && judge(row).holds !== false;
}

async function factsOf(
  { admin }: BenchServer,
  quick: boolean,
  loadAtStart: number,
): Promise<MachineFacts> {
  const client = new Client(admin);
  await client.connect();
  const { rows } = await client.query<{ server_version: string }>('show server_version');
  await client.end();
  return {
    date: new Date().toISOString(),
    quick,
    cores: cpus().length,
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 1024 ** 3),
    platform: `${platform()} ${release()} ${arch()}`,
    node: process.versions.node,
    postgres: rows[0]?.server_version ?? 'unknown',
    loadAtStart,
  };
}

function report(
  rows: readonly TableRow[],
  facts: MachineFacts,
  seconds: number,
  keepAs: string | null,
): void {
  const table = tableText(rows);
  process.stdout.write(`\n${table}\n${factsText(facts)}Measured in ${seconds} s.\n`);
  if (keepAs === null) {
    process.stdout.write('Only some rows were measured: bench/results is left as it was.\n');
    return;
  }
  const judged = rows.map((row) => ('unmeasured' in row ? row : judge(row)));
  mkdirSync(RESULTS, { recursive: true });
  const json = JSON.stringify({ ...facts, seconds, rows: judged }, null, 2);
  writeFileSync(join(RESULTS, `${keepAs}.json`), `${json}\n`);
  const title = '# Measured by `npm run bench`\n';
  const text = `${title}\n${factsText(facts)}\n${table}`;
  writeFileSync(join(RESULTS, `${keepAs}.md`), text);
}

main().then(
  (code) => {
    end(code);
  },
  (error: unknown) => {
    if (!isInterrupted()) {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    }
    end(1);
  },
);

/** What is still open (pools that time out) is not worth waiting for; who stops us ends it all. */
function end(code: number): void {
  if (!isInterrupted()) process.exit(code);
}
