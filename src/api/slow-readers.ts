/** "Try again later" (IANA, WebSocket close codes): come back, and resume by `after`. */
const CLOSE_TRY_AGAIN = 1013;
const WHY = 'Too slow: what was sent is not read. Open it again, with `after`.';

/** What is used of a WebSocket (package ws, which comes with Mercurius). */
export interface Sheddable {
  /** What was sent and has not left the process, in bytes. */
  readonly bufferedAmount: number;
  close(code: number, reason: string): void;
  /** Ends it without a word. */
  terminate(): void;
  once(event: 'close', listener: () => void): unknown;
}

interface Limits {
  /** More than this waiting ends it at once. */
  readonly bufferedBytes: number;
  /** So long without a moment in which nothing waits ends it, too. */
  readonly stuckMs: number;
  /** How often that is looked at. */
  readonly everyMs: number;
  /** From the close to the end of a peer that reads not even that. */
  readonly graceMs: number;
}

const LIMITS: Limits = {
  bufferedBytes: 1024 * 1024,
  stuckMs: 20_000,
  everyMs: 500,
  graceMs: 5_000,
};

/**
 * Sheds a socket whose peer does not read. Each subscription has at most one message under way
 * (Mercurius waits until it left), so that a socket never holds more than one for each.
 */
export function shedWhenSlow(socket: Sheddable, limits: Limits = LIMITS): void {
  let waitedMs = 0;
  let grace: NodeJS.Timeout | null = null;
  const timer = setInterval(() => {
    const { bufferedAmount } = socket;
    waitedMs = bufferedAmount === 0 ? 0 : waitedMs + limits.everyMs;
    if (bufferedAmount <= limits.bufferedBytes && waitedMs < limits.stuckMs) return;
    clearInterval(timer);
    socket.close(CLOSE_TRY_AGAIN, WHY);
    grace = setTimeout(() => socket.terminate(), limits.graceMs).unref();
  }, limits.everyMs).unref();
  socket.once('close', () => {
    clearInterval(timer);
    if (grace) clearTimeout(grace);
  });
}
