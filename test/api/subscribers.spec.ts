import { ChangedStreams } from '../../src/api/changed-streams';
import { Rounds } from '../../src/api/rounds';
import { startApi, type ApiHost } from './api-host';
import { accepted, PEOPLE, readyEpisode, setScene, type Scene } from './scene';
import { SocketClient, until } from './socket-client';

const CASELOAD = `subscription Changed($id: UUID!) {
  caseloadChanged(therapistId: $id) { kind episodeId position } }`;
const OUTCOMES = 'subscription { outcomesChanged { position } }';
const EPISODE = 'subscription Changed($id: UUID!) { episodeChanged(id: $id) { position } }';
const SOCKETS = 4;
const EACH = 250;
const WITHIN_MS = 60_000;
/** So long that few messages fill what the system holds for a socket. */
const LONG_ID = 'x'.repeat(20_000);

describe('1,000 subscribers on one process', () => {
  let api: ApiHost;
  let scene: Scene;
  let address: string;
  const clients: SocketClient[] = [];
  beforeAll(async () => {
    api = await startApi();
    scene = await setScene(api);
    address = await api.app.getHttpAdapter().getInstance().listen({ port: 0 });
  });
  afterAll(async () => {
    for (const client of clients) client.close();
    await api.close();
  });

  const listeners = () => api.app.get(Rounds).size + api.app.get(ChangedStreams).size;
  const subscribe = (client: SocketClient, id: string, index: number, episodeId: string) => {
    if (index % 5 === 0) client.subscribe(id, OUTCOMES);
    else if (index % 5 === 1) client.subscribe(id, EPISODE, { id: episodeId });
    else client.subscribe(id, CASELOAD, { id: scene.therapistId });
  };
  const consent = (episodeId: string, formVersion: string) =>
    accepted(api, PEOPLE.therapist, 'giveConsent', {
      episodeId,
      by: 'PATIENT',
      scope: 'TREATMENT',
      formVersion,
    });

  it(
    'are all told, again and again; one that does not read is shed, and nothing is held after',
    async () => {
      const { episodeId } = await readyEpisode(api, scene);
      await api.engine.settled();
      for (let s = 0; s < SOCKETS; s++) {
        const client = await SocketClient.open(api, address, PEOPLE.manager);
        clients.push(client);
        for (let i = 0; i < EACH; i++) subscribe(client, `s${i}`, i, episodeId);
      }
      await until(() => listeners() === SOCKETS * EACH, WITHIN_MS);
      const ids = Array.from({ length: EACH }, (_, i) => `s${i}`);
      for (const round of [1, 2]) {
        await consent(episodeId, `A${round}`);
        const isTold = (client: SocketClient) =>
          ids.every((id) => client.told(id).length >= round) && client.news.length >= round * EACH;
        await until(() => clients.every(isTold), WITHIN_MS);
      }
      expect(clients.flatMap(({ news }) => news).filter(({ type }) => type !== 'next')).toEqual([]);

      const slow = await SocketClient.open(api, address, PEOPLE.manager);
      for (let i = 0; i < EACH; i++) subscribe(slow, `${LONG_ID}${i}`, i, episodeId);
      await until(() => listeners() === (SOCKETS + 1) * EACH, WITHIN_MS);
      slow.socket.pause();
      // What waits to be sent lies outside the heap; the resident set of a test tells other things.
      const waitingBefore = process.memoryUsage().external;
      const toldBefore = clients[0]!.news.length;
      let rounds = 0;
      for (; listeners() > SOCKETS * EACH && rounds < 200; rounds++) {
        await consent(episodeId, `B${rounds}`);
        await api.engine.settled();
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      expect(listeners()).toBe(SOCKETS * EACH);
      // At most a message for each of its subscriptions is held, and no second one is made.
      expect(process.memoryUsage().external - waitingBefore).toBeLessThan(100 * 1024 * 1024);
      slow.socket.resume();
      await until(() => slow.closed !== null, WITHIN_MS);
      // Who reads after all hears why; who does not in time is cut off without a word.
      expect([1013, 1006]).toContain(slow.closed?.code);
      expect(clients[0]!.news.length).toBeGreaterThan(toldBefore + EACH);
      for (const client of clients) client.close();
      await until(() => listeners() === 0, WITHIN_MS);
    },
    3 * WITHIN_MS,
  );
});
