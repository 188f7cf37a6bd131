const RETRY_MS = 2_000;

/**
 * Loads the code of a page; while the service cannot be reached, again and again. The router would
 * load the whole document anew instead: right after an update, when the file is not there any more,
 * but without a line it ends on the browser's own page, and what was being written is lost.
 */
export async function loadPage<M>(load: () => Promise<M>): Promise<M> {
  for (;;) {
    try {
      return await load();
    } catch (error) {
      if (await isReachable()) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

async function isReachable(): Promise<boolean> {
  try {
    await fetch('/', { method: 'HEAD', cache: 'no-store' });
    return true;
  } catch {
    return false;
  }
}
