import { join } from 'node:path';
import { Worker, type ResourceLimits } from 'node:worker_threads';

/**
 * Starts a module of this folder in a thread of its own: the compiled file, or its source where
 * sources are run (tests, bench). `workerData` is plain data: it crosses to another thread.
 */
export function startThread(
  name: string,
  workerData: unknown,
  resourceLimits: ResourceLimits = {},
): Worker {
  const ending = __filename.endsWith('.ts') ? '.ts' : '.js';
  const hook = join(__dirname, '..', '..', 'scripts', 'swc-register.cjs');
  const execArgv = ending === '.ts' ? ['--require', hook] : [];
  return new Worker(join(__dirname, `${name}${ending}`), { workerData, execArgv, resourceLimits });
}
