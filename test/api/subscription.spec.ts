import { createClient, type Client } from 'graphql-ws';
import WebSocket from 'ws';
import { ChangedStreams } from '../../src/api/changed-streams';
import { filled } from '../../src/api/filled';
import { Opened } from '../../src/api/opened';
import { EpisodeChangedArgs, EpisodeWatches, WATCHES_MAX } from '../../src/api/subscriptions';
import { viewerOf } from '../../src/api/viewer';
import { authenticator } from '../../src/platform/auth';
import { startApi, type ApiHost } from './api-host';
import { accepted, PEOPLE, readyEpisode, setScene, type Scene } from './scene';

const CHANGED = `subscription Changed($id: UUID!, $after: Position) {
  episodeChanged(id: $id, after: $after) { episodeId position version } }`;

interface Change {
  readonly episodeId: string;
  readonly position: string;
  readonly version: number;
}
interface Result {
  readonly data?: { readonly episodeChanged: Change } | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: object }[];
}
type Results = AsyncIterableIterator<Result>;

describe('episodeChanged', () => {
  let api: ApiHost;
  let scene: Scene;
  let address: string;
  const clients: Client[] = [];
  const closes = new Map<Client, { code: number; reason: string }>();
  beforeAll(async () => {
    api = await startApi();
    scene = await setScene(api);
    address = (await api.app.getHttpAdapter().getInstance().listen({ port: 0 })).replace(
      /^http/,
      'ws',
    );
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.dispose();
  });
  afterAll(() => api.close());

  const connect = (authorization: string): Client => {
    const client = createClient({
      url: `${address}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization },
      retryAttempts: 0,
      on: {
        // What ws hands over when a socket closes.
        closed: (event) => {
          const { code, reason } = event as { code: number; reason: string };
          closes.set(client, { code, reason });
        },
      },
    });
    clients.push(client);
    return client;
  };
  const client = async (subject: string, ttlSeconds = 600) =>
    connect(`Bearer ${await api.issuer.mint({ subject, name: subject, ttlSeconds })}`);
  const watch = async (subject: string, variables: object): Promise<Results> => {
    const iterating = (await client(subject)).iterate({
      query: CHANGED,
      variables: { ...variables },
    });
    return iterating as unknown as Results; // the document asks for just these
  };
  const next = async (results: Results): Promise<Change> => {
    const { value } = (await results.next()) as { value: Result };
    if (!value.data) throw new Error(JSON.stringify(value));
    return value.data.episodeChanged;
  };
  /** The error that ends a subscription, with its code. */
  const endOf = async (results: Results): Promise<string> => {
    try {
      return JSON.stringify(await results.next());
    } catch (error) {
      return error instanceof Error ? error.message : JSON.stringify(error);
    }
  };
  const consent = (episodeId: string, formVersion: string) => {
    const given = { episodeId, by: 'PATIENT', scope: 'TREATMENT', formVersion };
    return accepted(api, PEOPLE.therapist, 'giveConsent', given);
  };
  const listeners = () => api.app.get(ChangedStreams).size;
  const until = async (holds: () => boolean) => {
    for (let tries = 0; !holds() && tries < 200; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(holds()).toBe(true);
  };

  it('tells each change once it can be read, and lets go of its listener', async () => {
    const before = listeners();
    const { episodeId } = await readyEpisode(api, scene);
    await api.engine.settled();
    const results = await watch(PEOPLE.therapist, { id: episodeId });
    const waiting = next(results);
    await until(() => listeners() === before + 1);
    const other = await readyEpisode(api, scene);
    const written = await consent(episodeId, 'A');
    const change = await waiting;
    expect(change).toMatchObject({ episodeId, version: written.version });
    const again = next(results);
    const second = await consent(episodeId, 'B');
    expect((await again).version).toBe(second.version);
    expect(other.episodeId).not.toBe(episodeId);
    await results.return?.();
    await until(() => listeners() === before);
  });

  it('goes on after a position that the client knows', async () => {
    const { episodeId } = await readyEpisode(api, scene);
    const known = await api.engine.settled();
    const missed = await consent(episodeId, 'A');
    await api.engine.settled();
    const resumed = await watch(PEOPLE.manager, { id: episodeId, after: String(known) });
    const change = await next(resumed);
    expect(change.version).toBe(missed.version);
    const upToDate = await watch(PEOPLE.manager, { id: episodeId, after: change.position });
    const waiting = next(upToDate);
    const written = await consent(episodeId, 'B');
    expect((await waiting).version).toBe(written.version);
  });

  it('is opened only to who may read, and ends with the right', async () => {
    const { episodeId } = await readyEpisode(api, scene);
    const position = String(await api.engine.settled());
    for (const subject of [PEOPLE.otherTherapist, PEOPLE.farTherapist]) {
      expect(await endOf(await watch(subject, { id: episodeId }))).toContain('NOT_FOUND');
    }
    expect(await endOf(await watch(PEOPLE.frontDesk, { id: episodeId }))).toContain('FORBIDDEN');
    const before = listeners();
    const results = await watch(PEOPLE.therapist, { id: episodeId, after: position });
    const ended = endOf(results);
    await until(() => listeners() === before + 1);
    const { otherTherapistId } = scene;
    const assign = { episodeId, therapistId: otherTherapistId };
    await accepted(api, PEOPLE.manager, 'assignTherapist', assign);
    expect(await ended).toContain('NOT_FOUND');
    await until(() => listeners() === before);
  });

  it('closes the socket when the token expires, and lets go of its listener', async () => {
    const { episodeId } = await readyEpisode(api, scene);
    const before = listeners();
    const short = await client(PEOPLE.therapist, 2);
    const results = short.iterate({ query: CHANGED, variables: { id: episodeId } });
    const ended = endOf(results as unknown as Results);
    await until(() => listeners() === before + 1);
    await until(() => closes.has(short));
    expect(closes.get(short)).toMatchObject({ code: 4401 });
    expect(closes.get(short)!.reason).toContain('expired');
    await ended;
    await until(() => listeners() === before);
  });

  it('takes nobody without a token, and no other operation', async () => {
    const { episodeId } = await readyEpisode(api, scene);
    const variables = { id: episodeId };
    const stranger = connect('');
    await endOf(stranger.iterate({ query: CHANGED, variables }) as unknown as Results);
    await until(() => closes.has(stranger));
    expect(closes.get(stranger)).toMatchObject({ code: 4401 });
    const signedIn = await client(PEOPLE.therapist);
    const sent = async (query: string) => endOf(signedIn.iterate({ query }) as unknown as Results);
    expect(await sent('{ me { subject } }')).toMatch(/query/i);
    expect(await sent('subscription { episodeChanged(id: "x") { nothing } }')).toContain(
      'BAD_USER_INPUT',
    );
    const tokens = `subscription { ${'a '.repeat(3_000)} }`;
    expect(await sent(tokens)).toContain('2000 tokens');
    expect(await sent('subscription { episodeChanged(id: "x") { position } }')).toContain(
      'UUID must be',
    );
    expect(api.logged.join('')).not.toContain('Bearer');
  });

  it('tells a failure inside by a request id and nothing more', async () => {
    const { episodeId } = await readyEpisode(api, scene);
    const position = String(await api.engine.settled());
    const broken = jest.spyOn(api.engine.streams, 'load').mockImplementation((category) => {
      throw new Error(`relation "secret" does not exist (${category})`);
    });
    const ended = await endOf(await watch(PEOPLE.auditor, { id: episodeId, after: position }));
    broken.mockRestore();
    expect(ended).toContain('INTERNAL');
    expect(ended).toContain('requestId');
    expect(ended).not.toContain('secret');
  });

  it('cuts nothing short when the service stops', async () => {
    const own = await startApi();
    const ownScene = await setScene(own);
    const { episodeId } = await readyEpisode(own, ownScene);
    const url = await own.app.getHttpAdapter().getInstance().listen({ port: 0 });
    const token = await own.token(PEOPLE.therapist);
    const socket = createClient({
      url: `${url.replace(/^http/, 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${token}` },
      retryAttempts: 0,
    });
    const results = socket.iterate({ query: CHANGED, variables: { id: episodeId } });
    const ended = endOf(results as unknown as Results);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const started = Date.now();
    await own.close();
    expect(Date.now() - started).toBeLessThan(5_000);
    await ended;
  });

  it('keeps so many open for a person, and no more', async () => {
    const { episodeId } = await readyEpisode(api, scene);
    const watches = api.app.get(EpisodeWatches, { strict: false });
    const { issuer, engine } = api;
    const authorization = `Bearer ${await api.token(PEOPLE.therapist)}`;
    const signIn = viewerOf(authorization, authenticator([issuer.trusted]), engine);
    const context = { ...signIn, requestId: '', opened: new Opened(engine) };
    const open = () => watches.open(context, filled(EpisodeChangedArgs, { id: episodeId }));
    const opened = await Promise.all(Array.from({ length: WATCHES_MAX }, open));
    await expect(open()).rejects.toMatchObject({ code: 'TOO_COSTLY' });
    await opened[0]?.return();
    await opened[0]?.return();
    opened.push(await open());
    await expect(open()).rejects.toMatchObject({ code: 'TOO_COSTLY' });
    for (const each of opened) await each.return();
    await (await open()).return();
  });
});
