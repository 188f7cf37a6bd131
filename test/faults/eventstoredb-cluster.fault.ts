import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { verifyLog } from '../../src/store/chain';
import { openEventStoreDb } from '../../src/store/eventstoredb';
import type { EventStore } from '../../src/store/event-store';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { freePorts, serverCommand, TestServer } from './eventstoredb-server';
import { CLEAN, StoreWriters, verdictOf } from './store-writers';

const NODES = 3;
const ROUNDS = 3;
/** What a server has that nobody has given another. */
const FIRST_PASSWORD = 'changeit';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const reason = !serverCommand
  ? 'EVENTSTORE_COMMAND does not say how to start a server'
  : hasOpenssl
    ? null
    : 'there is no openssl to make certificates';
const title = 'EventStoreDB, three nodes under TLS';

(reason === null ? describe : describe.skip)(
  reason === null ? title : `${title} (skipped: ${reason})`,
  () => {
    let nodes: TestServer[];
    let database: TestDatabase;
    let store: EventStore;
    const warnings: string[] = [];

    beforeAll(async () => {
      const certificates = makeCertificates();
      const ports = await freePorts(2 * NODES);
      const own = ports.slice(0, NODES);
      nodes = await Promise.all(
        own.map((port, n) => {
          const seeds = own.filter((other) => other !== port).map((p) => `127.0.0.1:${p}`);
          const options = [
            ...['--cluster-size', String(NODES), '--discover-via-dns', 'false'],
            ...['--gossip-seed', seeds.join(',')],
            ...['--certificate-file', join(certificates, 'node.crt')],
            ...['--certificate-private-key-file', join(certificates, 'node.key')],
            ...['--trusted-root-certificates-path', join(certificates, 'ca')],
          ];
          return TestServer.on(options, [port, ports[NODES + n] ?? 0]);
        }),
      );
      await Promise.all(nodes.map((node) => node.start()));
      await leader();
      database = await createTestDatabase();
      const hosts = own.map((port) => `127.0.0.1:${port}`).join(',');
      const ca = join(certificates, 'ca', 'ca.crt');
      const url = `esdb+discover://admin:${FIRST_PASSWORD}@${hosts}?tls=true&tlsCaFile=${ca}`;
      const log = {
        warn: (facts: object, words: string) => warnings.push(`${words} ${JSON.stringify(facts)}`),
      };
      store = await openEventStoreDb({ app: database.app, url, log });
    });
    afterAll(async () => {
      await store.close();
      await Promise.all(nodes.map((node) => node.kill()));
      await database.drop();
    });

    /** The node that leads; waits until there is one. */
    async function leader(): Promise<TestServer> {
      for (let tries = 0; tries < 600; tries += 1) {
        for (const node of nodes) {
          const gossip = await node.ask('/gossip');
          const port = gossip === null ? undefined : leadingPort(gossip);
          const found = nodes.find((one) => one.port === port);
          if (found) return found;
        }
        await sleep(100);
      }
      throw new Error('no node leads');
    }

    it(`its leader is killed ${ROUNDS} times under 32 writers`, async () => {
      const writers = new StoreWriters(store, 32);
      for (let round = 0; round < ROUNDS; round += 1) {
        await answersMore(writers, 200);
        const leading = await leader();
        await leading.kill();
        await answersMore(writers, 200).catch(async (error: unknown) => {
          const gossip = await Promise.all(nodes.map((node) => node.ask('/gossip')));
          throw new Error([String(error), ...gossip, ...warnings.slice(-20)].join('\n'));
        });
        await leading.start();
      }
      await answersMore(writers, 200);
      await writers.stop();
      while ((await store.head()).position < writers.answered) await sleep(50);
      expect(writers.broken).toEqual([]);
      expect(await verdictOf(writers.told, store)).toMatchObject(CLEAN);
      expect(await verifyLog(store)).toMatchObject({ intact: true, faults: 0 });
    });
  },
);

async function answersMore(writers: StoreWriters, count: number): Promise<void> {
  const giveUpAtMs = performance.now() + 240_000;
  const before = writers.answered;
  while (writers.answered < before + count) {
    if (performance.now() > giveUpAtMs) throw new Error('no more answers in 240 s');
    await sleep(50);
  }
}

interface Gossip {
  readonly members: readonly {
    readonly state: string;
    readonly isAlive: boolean;
    readonly httpEndPointPort: number;
  }[];
}

function leadingPort(text: string): number | undefined {
  // What the server's own page of members is made of.
  const { members } = JSON.parse(text) as Gossip;
  return members.find(({ state, isAlive }) => isAlive && state === 'Leader')?.httpEndPointPort;
}

/** An authority and one certificate for all nodes, which are all at 127.0.0.1. */
function makeCertificates(): string {
  const folder = mkdtempSync(join(tmpdir(), 'anamnesis-certificates-'));
  mkdirSync(join(folder, 'ca'));
  writeFileSync(
    join(folder, 'node.ext'),
    'subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=serverAuth,clientAuth\n',
  );
  const openssl = (line: string): void => {
    const { status, stderr } = spawnSync('openssl', line.split(' '), {
      cwd: folder,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
  };
  const key = '-newkey rsa:2048 -nodes';
  openssl(`req -x509 ${key} -keyout ca.key -out ca/ca.crt -days 2 -subj /CN=test-ca`);
  openssl(`req ${key} -keyout node.key -out node.csr -subj /CN=eventstoredb-node`);
  openssl(
    'x509 -req -in node.csr -CA ca/ca.crt -CAkey ca.key -CAcreateserial -out node.crt -days 2 ' +
      '-extfile node.ext',
  );
  return folder;
}
