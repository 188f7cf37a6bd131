import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readConfig, SETTINGS } from '../../src/platform/config';

const root = join(__dirname, '..', '..');
const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');
const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');

interface Service {
  readonly image: string;
  readonly build?: string;
  readonly profiles?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly restart?: string;
  readonly read_only?: boolean;
  readonly user?: string;
  readonly volumes?: readonly string[];
}

/** What an engine would read; there is none here, so only the text is checked. */
const { services, volumes } = parse(text, { merge: true }) as {
  services: Record<string, Service>;
  volumes: Record<string, null>;
};
const all = Object.entries(services);
const ours = all.filter(([, { build }]) => build !== undefined);

test('there are a service, EventStoreDB and PostgreSQL; three nodes only by profile', () => {
  const plain = all.flatMap(([name, { profiles }]) => (profiles ? [] : [name]));
  expect(plain.sort()).toEqual(['anamnesis', 'eventstore', 'postgres']);
  const cluster = all.flatMap(([name, { profiles }]) =>
    profiles?.includes('cluster') ? [name] : [],
  );
  expect(cluster.sort()).toEqual([
    'anamnesis-on-cluster',
    'certificates',
    'node1',
    'node2',
    'node3',
  ]);
});

test.each(all)('%s: its image is pinned to a whole version', (_, { image }) => {
  expect(image).toMatch(/^[\w./-]+:\d+\.\d+(\.\d+)?(-[\w.-]+)?$/);
});

test('the Dockerfile pins its images, and ends as a user without rights', () => {
  const images = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);
  expect(images.length).toBeGreaterThan(1);
  for (const image of images) expect(image).toMatch(/:\d+\.\d+\.\d+-/);
  const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
  expect(last).toMatch(/^USER node$/m);
  expect(last).toMatch(/^HEALTHCHECK /m);
  expect(last).not.toMatch(/npm|apt/);
});

test('the image has what the service reads when it runs: programs, migrations, pages', () => {
  const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
  expect(dockerfile).toMatch(/^RUN npm run build$/m);
  for (const folder of ['dist', 'web/dist']) {
    expect(last).toContain(`COPY --from=build /app/${folder} ${folder}\n`);
  }
  expect(last).toMatch(/^COPY db db$/m);
});

test.each(ours)('%s: cannot write but to its volumes, and is no root', (_, service) => {
  expect(service).toMatchObject({ read_only: true, user: 'node' });
});

test.each(ours)('%s: its variables are settings, and are taken by the service', (_, service) => {
  const given = service.environment ?? {};
  for (const name of Object.keys(given)) expect(SETTINGS).toContain(name);
  // As Compose does where nothing is set but what must be.
  const filled = (value: string) =>
    value.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1').replaceAll(/\$\{[^}]*\}/g, 'word');
  const env = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, filled(value)]),
  );
  expect(readConfig(env).eventStoreUrl).toBe(env['EVENTSTORE_URL']);
});

test('the variables that the image sets are settings', () => {
  const names = [...dockerfile.matchAll(/\b([A-Z_]{4,})=/g)].map(([, name]) => name);
  expect(names).toContain('ANAMNESIS_DATA');
  for (const name of names) expect([...SETTINGS, 'NODE_ENV']).toContain(name);
});

test.each(all)('%s: listens on this machine only', (_, { ports = [] }) => {
  for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
});

test.each(all)('%s: says whether it is well, unless it ends by itself', (name, service) => {
  if (name === 'certificates') expect(service.restart).toBeUndefined();
  else expect(service.healthcheck?.test[0]).toBe('CMD');
});

test.each(all)('%s: waits until what it needs is well', (_, { depends_on: needs = {} }) => {
  for (const [needed, { condition }] of Object.entries(needs)) {
    const ends = needed === 'certificates';
    expect(Object.keys(services)).toContain(needed);
    expect(condition).toBe(ends ? 'service_completed_successfully' : 'service_healthy');
  }
});

test('each service waits for the servers that its addresses name', () => {
  for (const [, { environment, depends_on: needs = {} }] of ours) {
    const { DATABASE_URL: database = '', EVENTSTORE_URL: log = '' } = environment ?? {};
    const hosts = [...`${database} ${log}`.matchAll(/(?:@|,|\/\/)(\w+):\d+/g)].map(([, h]) => h);
    expect(Object.keys(needs).sort()).toEqual([...new Set(hosts)].sort());
  }
});

test('there is no secret in it: each comes from the environment', () => {
  expect(text).not.toMatch(/changeit/);
  for (const [, { environment = {} }] of all) {
    for (const [name, value] of Object.entries(environment)) {
      if (/PASSWORD/.test(name)) expect(value).toMatch(/^\$\{\w+:[?-]/);
      const secret = /:\/\/\w+:([^@]*)@/.exec(value)?.[1];
      if (secret !== undefined) expect(secret).toMatch(/^\$\{\w+:[?-][^}]*\}$/);
    }
  }
});

test('every volume that is used is declared, and the other way round', () => {
  const used = all.flatMap(([, service]) => service.volumes ?? []).map((v) => v.split(':')[0]);
  expect([...new Set(used)].sort()).toEqual(Object.keys(volumes).sort());
});

test('a server takes the largest command that the service sends', () => {
  const servers = all.filter(([, { image }]) => image.startsWith('eventstore/eventstore:'));
  expect(servers).toHaveLength(4);
  for (const [, { environment }] of servers) {
    expect(Number(environment?.['EVENTSTORE_MAX_APPEND_SIZE'])).toBeGreaterThan(15 * 1024 * 1024);
  }
});
