import { resolve } from 'node:path';
import { z } from 'zod';
import { AUDIENCE } from './auth';
import { StartupError } from './startup-error';

/** What the operator chose, parsed once from the environment; paths are absolute. */
export interface Config {
  /** 0 lets the system choose a free one. */
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  /** 32 bytes, when given in the environment; it wins over the file. */
  readonly masterKey: Buffer | undefined;
  readonly masterKeyFile: string;
  /** A PostgreSQL server of the operator's own, instead of the embedded one. */
  readonly databaseUrl: string | undefined;
  /** The role that migrates it; the same as `databaseUrl` when not given. */
  readonly databaseAdminUrl: string | undefined;
  /** EventStoreDB as the place of the log; undefined: the log is in PostgreSQL. */
  readonly eventStoreUrl: string | undefined;
  /** Whose tokens are taken; undefined: nobody signs in, but in a demo. */
  readonly openId: OpenId | undefined;
  readonly logLevel: LogLevel;
}

/** An OpenID Connect provider, and the `aud` that its tokens for this service name. */
export interface OpenId {
  readonly issuer: string;
  readonly audience: string;
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

const portWords = 'must be a whole number from 0 to 65535, such as 4000';
const keyWords = 'must be 32 bytes in base64, as made by: openssl rand -base64 32';
const urlWords = 'must look like postgres://user:password@host:5432/database';

const eventStoreWords = 'must look like esdb://user:password@host:2113?tls=true';
/** Several hosts may stand in it, so it is no URL as the platform parses them. */
const EVENTSTORE = /^esdb(\+discover)?:\/\/([^\s/@]+@)?[^\s/@?]+(\/?\?\S*)?$/;

const issuerWords =
  'must be the address of an OpenID Connect provider, such as https://login.example.org (http only on this machine)';

const postgresUrl = z.string().refine(isPostgresUrl, urlWords);

const environment = z
  .object({
    PORT: z
      .string()
      .regex(/^\d{1,5}$/, portWords)
      .transform(Number)
      .refine((port) => port <= 65_535, portWords)
      .default(4000),
    HOST: z
      .string()
      .regex(/^[\w.:-]+$/, 'must be an address or a host name, such as 127.0.0.1')
      .default('127.0.0.1'),
    ANAMNESIS_DATA: z.string().default('./.anamnesis'),
    ANAMNESIS_MASTER_KEY: z.string().refine(isKey, keyWords).optional(),
    ANAMNESIS_MASTER_KEY_FILE: z.string().optional(),
    DATABASE_URL: postgresUrl.optional(),
    DATABASE_ADMIN_URL: postgresUrl.optional(),
    EVENTSTORE_URL: z.string().regex(EVENTSTORE, eventStoreWords).optional(),
    OIDC_ISSUER: z.string().refine(isIssuer, issuerWords).optional(),
    OIDC_AUDIENCE: z.string().default(AUDIENCE),
    LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
  })
  .refine((env) => env.DATABASE_ADMIN_URL === undefined || env.DATABASE_URL !== undefined, {
    path: ['DATABASE_ADMIN_URL'],
    message: 'is for a server of your own: set DATABASE_URL as well, or neither',
  });

/** The names of all settings. */
export const SETTINGS: readonly string[] = Object.keys(environment.shape);

/** Variables whose value is, or holds, a secret: a complaint names them only. */
const secretNames = new Set([
  'ANAMNESIS_MASTER_KEY',
  'DATABASE_URL',
  'DATABASE_ADMIN_URL',
  'EVENTSTORE_URL',
]);

/**
 * Reads the configuration. An empty variable counts as unset.
 * Throws `StartupError` with one sentence for each bad variable: its name, its value unless that
 * is a secret, and what would be right.
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const sentences = parsed.error.issues.map(({ path, message }) =>
      complaint(String(path[0]), given[String(path[0])], message),
    );
    throw new StartupError(sentences.join('\n'));
  }
  const values = parsed.data;
  const dataDir = resolve(values.ANAMNESIS_DATA);
  const key = values.ANAMNESIS_MASTER_KEY;
  return {
    port: values.PORT,
    host: values.HOST,
    dataDir,
    masterKey: key === undefined ? undefined : Buffer.from(key, 'base64'),
    // Beside the data, not in them: a copy of the data folder alone opens nothing.
    masterKeyFile: resolve(values.ANAMNESIS_MASTER_KEY_FILE ?? `${dataDir}.key`),
    databaseUrl: values.DATABASE_URL,
    databaseAdminUrl: values.DATABASE_ADMIN_URL,
    eventStoreUrl: values.EVENTSTORE_URL,
    openId:
      values.OIDC_ISSUER === undefined
        ? undefined
        : { issuer: values.OIDC_ISSUER, audience: values.OIDC_AUDIENCE },
    logLevel: values.LOG_LEVEL,
  };
}

function complaint(name: string, value: string | undefined, message: string): string {
  const shown = value === undefined || secretNames.has(name) ? '' : ` is "${value}", but`;
  return `${name}${shown} ${message}.`;
}

function isPostgresUrl(text: string): boolean {
  return URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol);
}

/** No query, no fragment (OpenID Connect Discovery 1.0), and TLS unless it is on loopback. */
function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, search, hash } = new URL(text);
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return (
    search === '' && hash === '' && (protocol === 'https:' || (protocol === 'http:' && isHere))
  );
}

/** Whether a text is base64 of exactly 32 bytes; Buffer itself skips what is not base64. */
export function isKey(text: string): boolean {
  const key = Buffer.from(text, 'base64');
  return key.length === 32 && key.toString('base64') === text;
}
