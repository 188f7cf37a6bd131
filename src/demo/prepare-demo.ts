import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalDate } from '../domain/time';
import type { Host } from '../host';
import { demoInfo, DEMO_SEED, seedDemo, type DemoInfo, type DemoSummary } from './seed-demo';

/** Written when the sample clinic is complete: without it, the next start goes on. */
const DONE_FILE = 'demo-complete';

export interface PreparedDemo {
  /** What was made just now; null: it was there. */
  readonly made: DemoSummary | null;
  /** Null: the log holds no sample clinic (it was started empty). */
  readonly info: DemoInfo | null;
}

/**
 * Fills an empty demo with the sample clinic, ending today; one that was interrupted is completed.
 * `onMaking` hears beforehand that it will take some seconds.
 */
export async function prepareDemo(host: Host, onMaking: () => void): Promise<PreparedDemo> {
  const info = await demoInfo(host);
  const doneFile = join(host.config.dataDir, DONE_FILE);
  if (!host.isEmpty && (info === null || existsSync(doneFile))) return { made: null, info };
  onMaking();
  // The day of an instant in UTC is the beginning of its text.
  const today = new Date(host.clock.now()).toISOString().slice(0, 10) as LocalDate;
  const made = await seedDemo(host, { endsOn: info?.endedOn ?? today, seed: DEMO_SEED });
  writeFileSync(doneFile, `${made.to}\n`, { mode: 0o600 });
  return { made, info: await demoInfo(host) };
}
