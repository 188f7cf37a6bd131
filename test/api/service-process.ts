import { readConfig } from '../../src/platform/config';
import { StartupError } from '../../src/platform/startup-error';
import { serve } from '../../src/main';

/**
 * A service in a process of its own, as its command starts it: demo when told so. Prints where it
 * answers, or the one sentence of what stands in the way.
 */
async function main(): Promise<number> {
  try {
    return await serve({
      config: readConfig(process.env),
      demo: process.argv.includes('--demo'),
      onListening: async ({ url, issuer }) => {
        const token = await issuer?.mint({ subject: 'thea', name: 'Thea', ttlSeconds: 60 });
        process.stdout.write(`${JSON.stringify({ url, token })}\n`);
      },
    });
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

void main().then((code) => process.exit(code));
