import { join, resolve } from 'node:path';
import { readConfig } from '../../src/platform/config';
import { StartupError } from '../../src/platform/startup-error';

const key = Buffer.alloc(32, 7).toString('base64');

function complaintOf(env: Record<string, string>): string {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof StartupError) return error.message;
    throw error;
  }
  throw new Error('no complaint');
}

test('an empty environment gives the defaults', () => {
  expect(readConfig({ PORT: '', LOG_LEVEL: '' })).toEqual({
    port: 4000,
    host: '127.0.0.1',
    dataDir: resolve('.anamnesis'),
    masterKey: undefined,
    masterKeyFile: resolve('.anamnesis.key'),
    databaseUrl: undefined,
    databaseAdminUrl: undefined,
    eventStoreUrl: undefined,
    openId: undefined,
    logLevel: 'info',
  });
});

test('given values are taken, and the key lies beside the data they open', () => {
  const config = readConfig({
    PORT: '0',
    HOST: '::1',
    ANAMNESIS_DATA: '/srv/clinic',
    ANAMNESIS_MASTER_KEY: key,
    DATABASE_URL: 'postgres://app:secret@db/clinic',
    DATABASE_ADMIN_URL: 'postgresql://owner:secret@db/clinic',
    EVENTSTORE_URL: 'esdb+discover://app:secret@a:2113,b:2113?tls=true',
    OIDC_ISSUER: 'https://login.example.org/realms/clinic',
    OIDC_AUDIENCE: 'care',
    LOG_LEVEL: 'debug',
  });
  expect(config).toEqual({
    port: 0,
    host: '::1',
    dataDir: '/srv/clinic',
    masterKey: Buffer.alloc(32, 7),
    masterKeyFile: join('/srv', 'clinic.key'),
    databaseUrl: 'postgres://app:secret@db/clinic',
    databaseAdminUrl: 'postgresql://owner:secret@db/clinic',
    eventStoreUrl: 'esdb+discover://app:secret@a:2113,b:2113?tls=true',
    openId: { issuer: 'https://login.example.org/realms/clinic', audience: 'care' },
    logLevel: 'debug',
  });
});

test.each([
  [{ PORT: '4ooo' }, 'PORT is "4ooo", but must be a whole number from 0 to 65535, such as 4000.'],
  [{ PORT: '70000' }, 'PORT is "70000", but must be a whole number from 0 to 65535, such as 4000.'],
  [
    { HOST: 'http://x' },
    'HOST is "http://x", but must be an address or a host name, such as 127.0.0.1.',
  ],
  [
    { OIDC_ISSUER: 'http://login.example.org' },
    'OIDC_ISSUER is "http://login.example.org", but must be the address of an OpenID Connect ' +
      'provider, such as https://login.example.org (http only on this machine).',
  ],
  [
    { LOG_LEVEL: 'loud' },
    'LOG_LEVEL is "loud", but must be one of fatal, error, warn, info, debug, trace, silent.',
  ],
])('%j is refused by one sentence with name, value and what would be right', (env, sentence) => {
  expect(complaintOf(env)).toBe(sentence);
});

test.each([
  { ANAMNESIS_MASTER_KEY: 'hunter2' },
  { ANAMNESIS_MASTER_KEY: `${key} ` },
  { ANAMNESIS_MASTER_KEY: Buffer.from('hunter2'.repeat(5)).toString('base64') },
  { DATABASE_URL: 'mysql://app:hunter2@db/clinic' },
  { DATABASE_URL: 'hunter2' },
  { DATABASE_ADMIN_URL: 'postgres://app:hunter2@db/clinic' },
  { EVENTSTORE_URL: 'http://app:hunter2@db:2113' },
  { EVENTSTORE_URL: 'esdb://app:hunter2@' },
])('a bad secret is named but never echoed: %j', (env) => {
  const complaint = complaintOf(env);
  const [[name, value]] = Object.entries(env) as [[string, string]];
  expect(complaint).toMatch(new RegExp(`^${name} .+\\.$`));
  expect(complaint).not.toContain('hunter2');
  expect(complaint).not.toContain(value);
});

test('each bad variable has its own sentence', () => {
  expect(complaintOf({ PORT: 'x', LOG_LEVEL: 'y' }).split('\n')).toHaveLength(2);
});
