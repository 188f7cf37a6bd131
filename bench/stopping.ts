type Stop = () => Promise<void> | void;

/** What runs or lies about because of the bench, in the order it was started. */
const started = new Set<Stop>();

/**
 * Remembers how to stop something that was started (a process, a server, a folder), for a run that
 * is interrupted. Returns the same as a function for the ordinary way: it stops once, and whoever
 * calls it waits for that.
 */
export function toStop(stop: Stop): () => Promise<void> {
  let stopping: Promise<void> | null = null;
  const once = (): Promise<void> => {
    stopping ??= Promise.resolve(stop()).finally(() => started.delete(once));
    return stopping;
  };
  started.add(once);
  return once;
}

/** Stops all that is left, the latest first. What does not stop does not keep the others. */
async function stopAll(): Promise<void> {
  for (const stop of [...started].reverse()) {
    await Promise.resolve(stop()).catch((error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
    });
  }
}

let interrupted = false;

/** Whether a signal came: all that fails from then on fails because of it. */
export const isInterrupted = (): boolean => interrupted;

/** What a shell makes of a command that Ctrl-C ended: 128 + 2 (POSIX). */
const INTERRUPTED = 130;
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** From here on Ctrl-C and SIGTERM stop everything and end the process with 130. */
export function stopOnSignal(): void {
  const onSignal = (): void => {
    interrupted = true;
    for (const signal of SIGNALS) process.on(signal, ignored);
    // Work in progress loses its database under it: no news.
    process.on('uncaughtException', ignored);
    process.on('unhandledRejection', ignored);
    process.stderr.write('Stopping …\n');
    void stopAll().finally(() => process.exit(INTERRUPTED));
  };
  for (const signal of SIGNALS) process.once(signal, onSignal);
}

function ignored(): void {
  // A second Ctrl-C must not leave a database running.
}
