import { Presets, SingleBar } from 'cli-progress';

/** Hears how far a long work is. */
export type OnProgress = (done: number, of: number) => void;

/**
 * Runs work with a bar on standard error, which stays for people: without a terminal there is
 * none, and standard output is never touched.
 */
export async function withProgress<T>(
  title: string,
  work: (onProgress: OnProgress) => Promise<T>,
): Promise<T> {
  if (!process.stderr.isTTY) return work(() => undefined);
  const bar = new SingleBar(
    { format: `${title} {bar} {percentage} % | {value} of {total}`, clearOnComplete: true },
    Presets.shades_classic,
  );
  bar.start(1, 0);
  try {
    return await work((done, of) => {
      bar.setTotal(of);
      bar.update(done);
    });
  } finally {
    bar.stop();
  }
}
