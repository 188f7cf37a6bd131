import { prepareDemo, type PreparedDemo } from '../demo/prepare-demo';
import { serve } from '../main';
import type { Config } from '../platform/config';
import { EXIT, UsageError, type ExitCode } from './exit-codes';
import { deleteDemo } from './fresh-demo';
import { recoveryCopy, sayNewMasterKey } from './recovery-copy';
import { banner } from './serve-banner';

export interface ServeCommandOptions {
  readonly demo: boolean;
  readonly empty: boolean;
  readonly fresh: boolean;
}

/** `anamnesis serve`: until Ctrl-C or SIGTERM. */
export async function serveCommand(
  config: Config,
  { demo, empty, fresh }: ServeCommandOptions,
): Promise<ExitCode> {
  if (!demo && (empty || fresh)) {
    throw new UsageError('--empty and --fresh are for the demo: add --demo.');
  }
  if (fresh) await deleteDemo(config);
  let prepared: PreparedDemo = { made: null, info: null };
  const code = await serve({
    config,
    demo,
    ...(demo ? {} : { onNewMasterKey: sayNewMasterKey }),
    async prepare(host) {
      if (host.newMasterKey !== null && !demo) say(recoveryCopy(host.newMasterKey));
      if (!demo || empty) return;
      prepared = await prepareDemo(host, () => {
        say('Making the sample clinic, once: some seconds …');
      });
    },
    async onListening({ url, explorerUrl, hasPages, issuer }) {
      const facts = { url, explorerUrl, hasPages, issuer, openId: config.openId };
      say(await banner({ ...facts, demo: prepared.info }));
    },
  });
  return code === 0 ? EXIT.ok : EXIT.failed;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
