import { randomUUID } from 'node:crypto';
import { answerOf, startApi, type Answer, type ApiHost } from './api-host';
import { goalInput, PEOPLE, readyEpisode, setScene, type Scene } from './scene';

const ME = '{ me { subject } }';

describe('the GraphQL endpoint', () => {
  let api: ApiHost;
  let scene: Scene;
  beforeAll(async () => {
    api = await startApi();
    scene = await setScene(api);
  });
  afterAll(() => api.close());

  const post = async (payload: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
    answerOf(
      await api.app.inject({
        method: 'POST',
        url: '/graphql',
        headers: {
          authorization: `Bearer ${await api.token(PEOPLE.therapist)}`,
          'content-type': 'application/json',
          ...headers,
        },
        payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
      }),
    );
  const codes = ({ errors }: Answer) => errors?.map(({ extensions }) => extensions.code);
  const modern = { accept: 'application/graphql-response+json' };

  describe('signing in', () => {
    it('says who is signed in', async () => {
      const query = `{ me { issuer subject staffId zone rights roles { role clinicIds from to }
        clinics { id name zone } } }`;
      const answer = await api.ask(PEOPLE.therapist, query);
      expect(answer.data?.me).toMatchObject({
        issuer: 'anamnesis-demo',
        subject: PEOPLE.therapist,
        staffId: scene.therapistId,
        zone: 'Europe/Berlin',
        roles: [{ role: 'THERAPIST', clinicIds: [scene.clinicId], to: null }],
        clinics: [{ id: scene.clinicId, name: 'Sample clinic North', zone: 'Europe/Berlin' }],
      });
      expect(answer.data?.me?.rights).toContain('TREAT');
    });

    it('knows a person without a staff record, who has no rights', async () => {
      const answer = await api.ask('stranger', '{ me { subject staffId roles { role } rights } }');
      expect(answer.data?.me).toEqual({
        subject: 'stranger',
        staffId: null,
        roles: [],
        rights: [],
      });
    });

    it('refuses nobody, a broken token and an unknown issuer with 401', async () => {
      const nobody = await api.ask(null, ME);
      const broken = await post({ query: ME }, { authorization: 'Bearer not.a.token' });
      const basic = await post({ query: ME }, { authorization: 'Basic dGhlYTpw' });
      for (const answer of [nobody, broken, basic]) {
        expect(answer.status).toBe(401);
        expect(codes(answer)).toEqual(['UNAUTHENTICATED']);
        expect(answer.headers['www-authenticate']).toContain('Bearer');
        expect(answer).not.toHaveProperty('data.me');
      }
    });

    it('refuses introspection to nobody', async () => {
      const query = '{ __schema { queryType { name } } }';
      expect(codes(await api.ask(null, query))).toEqual(['UNAUTHENTICATED']);
      expect((await api.ask(PEOPLE.nobody, query)).data?.__schema).toBeDefined();
    });
  });

  describe('over HTTP', () => {
    it('answers in the media type that is asked for', async () => {
      expect((await post({ query: ME })).contentType).toBe('application/json; charset=utf-8');
      const answer = await post({ query: ME }, modern);
      expect(answer.contentType).toBe('application/graphql-response+json; charset=utf-8');
      expect(answer.status).toBe(200);
      expect(answer.headers['cache-control']).toBe('no-store');
      expect((await post({ query: ME }, { accept: 'text/html' })).status).toBe(406);
    });

    it('says by the status what was not executed, in the newer media type', async () => {
      const documents = ['{ me {', '{ nonsense }', 'query ($x: Int!) { me { subject } }'];
      for (const query of documents) {
        const answer = await post({ query }, modern);
        expect([answer.status, codes(answer)?.[0]]).toEqual([400, 'BAD_USER_INPUT']);
        expect(answer.data).toBeUndefined();
        expect((await post({ query })).status).toBe(200);
      }
    });

    it('refuses what is no GraphQL request', async () => {
      const bodies = [
        '',
        '[]',
        'null',
        '"x"',
        '{',
        '{"query":1}',
        '{"query":"{me{subject}}","variables":[]}',
      ];
      for (const body of bodies) {
        const answer = await post(body);
        expect([body, answer.status, codes(answer)]).toEqual([body, 400, ['BAD_USER_INPUT']]);
      }
      const batch = await post([{ query: ME }, { query: ME }]);
      expect(batch.status).toBe(400);
      for (const query of [
        '{"kind":"Document","definitions":[]}',
        '{}',
        ' "x" ',
        '[]',
        '1',
        'null',
      ]) {
        const tree = await post({ query });
        expect([query, tree.status, codes(tree)]).toEqual([query, 400, ['BAD_USER_INPUT']]);
      }
      const described = await post({ query: '"Who am I?" query { me { subject } }' });
      expect(codes(described)?.[0] ?? 'BAD_USER_INPUT').toBe('BAD_USER_INPUT');
      const subscribed = await post({
        query: `subscription { episodeChanged(id: "${randomUUID()}") { episodeId } }`,
      });
      expect(codes(subscribed)).toEqual(['BAD_USER_INPUT']);
      const text = await post('{ me { subject } }', { 'content-type': 'text/plain' });
      expect(text.status).toBe(415);
      const form = await post('query=x', { 'content-type': 'application/x-www-form-urlencoded' });
      expect(form.status).toBe(415);
    });

    it('takes POST only', async () => {
      const authorization = `Bearer ${await api.token(PEOPLE.therapist)}`;
      const url = '/graphql?query=%7Bme%7Bsubject%7D%7D';
      const answer = await api.app.inject({ method: 'GET', url, headers: { authorization } });
      expect(answer.statusCode).toBe(405);
      expect(answer.headers.allow).toBe('POST');
    });

    it('refuses more than 1 MiB', async () => {
      const answer = await post({ query: ME, variables: { x: 'x'.repeat(1024 * 1024) } });
      expect([answer.status, codes(answer)]).toEqual([413, ['BAD_USER_INPUT']]);
    });
  });

  describe('limits', () => {
    it('of depth, of cost, of tokens and of mutations at once', async () => {
      const type = (depth: number): string =>
        depth === 0 ? '{ name }' : `{ name ofType ${type(depth - 1)} }`;
      const deep = `{ me { subject } __type(name: "Me") { fields { type ${type(12)} } } }`;
      expect(codes(await post({ query: deep }))).toEqual(['TOO_COSTLY']);
      const bomb = `{ me { ...A } } ${['A', 'B', 'C', 'D']
        .map(
          (name, i, all) =>
            `fragment ${name} on Me { ${(all[i + 1] ? `...${all[i + 1]} ` : 'subject zone ').repeat(12)} }`,
        )
        .join(' ')}`;
      expect(codes(await post({ query: bomb }))).toEqual(['TOO_COSTLY']);
      const tokens = `{ me { ${'subject '.repeat(2_100)} } }`;
      expect(codes(await post({ query: tokens }))).toEqual(['BAD_USER_INPUT']);
      const all = Array.from(
        { length: 30 },
        (_each, i) =>
          `a${i}: caseload(first: $n) { edges { node { patient { name { value } } } } }`,
      );
      const byDefault = `query ($n: Int = 200) { ${all.join(' ')} }`;
      expect(codes(await post({ query: byDefault }))).toEqual(['TOO_COSTLY']);
      const body = '(input: {episodeId: "0197c3a2-7b1e-7c3e-8a4e-3f2b1c0d9e8f"}) { __typename }';
      const each = Array.from({ length: 11 }, (_each, i) => `a${i}: acceptReferral${body}`);
      expect(codes(await post({ query: `mutation { ${each.join(' ')} }` }))).toEqual([
        'TOO_COSTLY',
      ]);
    });

    it('runs the operation that is named, however often the document came', async () => {
      const query = 'query A { me { subject } } query B { me { issuer } }';
      for (let time = 1; time <= 6; time++) {
        const operationName = time % 2 === 0 ? 'A' : 'B';
        const answer = await post({ query, operationName });
        const wanted = operationName === 'A' ? { subject: 'thea' } : { issuer: 'anamnesis-demo' };
        expect(answer.data?.me).toEqual(wanted);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    });

    it('does not limit the standard introspection query', async () => {
      const { getIntrospectionQuery } = await import('graphql');
      const answer = await post({ query: getIntrospectionQuery() });
      expect(answer.errors).toBeUndefined();
    });
  });

  describe('bad input', () => {
    const asTherapist = (mutation: string, input: object) =>
      api.ask(
        PEOPLE.therapist,
        `mutation M($input: ${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!) {
          ${mutation}(input: $input) { __typename } }`,
        { input },
      );

    it('names each field and rule, nested ones too', async () => {
      const { episodeId } = await readyEpisode(api, scene);
      const answer = await asTherapist('setGoal', {
        ...goalInput(episodeId),
        statement: 'x'.repeat(10_001),
        importance: 4,
        measure: { instrument: '' },
        target: { percent: 50, value: 2 },
      });
      expect(codes(answer)?.[0]).toBe('BAD_USER_INPUT');
      const again = await asTherapist('setGoal', {
        ...goalInput(episodeId),
        statement: 'x'.repeat(10_001),
        importance: 4,
        measure: { instrument: '' },
      });
      const fields = again.errors?.[0]?.extensions.fields as { path: string; rule: string }[];
      expect(fields.map(({ path, rule }) => `${path} ${rule}`)).toEqual(
        expect.arrayContaining([
          'input.statement maxLength',
          'input.importance max',
          'input.measure.instrument minLength',
        ]),
      );
    });

    it('demands exactly one key of a one-of input on every request, compiled or not', async () => {
      const { episodeId } = await readyEpisode(api, scene);
      const query =
        'mutation Fresh($input: SetGoalInput!) { setGoal(input: $input) { __typename } }';
      for (let time = 1; time <= 4; time++) {
        for (const target of [{ percent: 50, value: 2 }, {}, { percent: null }]) {
          const input = { ...goalInput(episodeId), target };
          const answer = await api.ask(PEOPLE.therapist, query, { input });
          expect([time, codes(answer)]).toEqual([time, ['BAD_USER_INPUT']]);
        }
      }
    });

    it('checks scalars on every request, compiled or not', async () => {
      const query =
        'mutation Scalar($input: AcceptReferralInput!) { acceptReferral(input: $input) { __typename } }';
      const good = '0197c3a2-7b1e-7c3e-8a4e-3f2b1c0d9e8f';
      for (const episodeId of [good, 'x', good, 'x', 7, null]) {
        const answer = await api.ask(PEOPLE.therapist, query, { input: { episodeId } });
        const wanted = episodeId === good ? 'NOT_FOUND' : 'BAD_USER_INPUT';
        expect([episodeId, codes(answer)?.[0]]).toEqual([episodeId, wanted]);
      }
    });

    it('takes moments and days of years that can be reckoned with', async () => {
      const queries = [
        '{ caseload(asOf: { at: "0000-01-01T00:00:00Z" }) { totalCount } }',
        '{ caseload(asOf: { exactly: { position: "1", evaluatedAt: "9999-12-31T23:59:59Z" } }) { totalCount } }',
        '{ outcomes(filter: { to: "9999-12-31" }) { groups { key } } }',
        '{ outcomes(filter: { from: "0000-01-01" }) { groups { key } } }',
        '{ caseload(atLeast: { streamVersion: { stream: "a\\u0000", version: 0 } }) { totalCount } }',
      ];
      for (const query of queries) {
        expect([query, codes(await post({ query }))]).toEqual([query, ['BAD_USER_INPUT']]);
      }
    });

    it('takes a label by any name for one that nobody has', async () => {
      for (const label of ['__proto__', 'constructor', 'toString']) {
        const query = `{ outcomes(groupBy: LABEL, label: "${label}") { groups { key } } }`;
        expect([label, codes(await post({ query }))]).toEqual([label, undefined]);
      }
    });

    it('takes moments with an offset only', async () => {
      const { episodeId } = await readyEpisode(api, scene);
      for (const occurredAt of [
        '2026-01-05',
        '2026-01-05T08:00:00',
        'yesterday',
        '+012026-01-05T08:00:00Z',
      ]) {
        const answer = await asTherapist('giveConsent', {
          episodeId,
          occurredAt,
          by: 'GUARDIAN',
          scope: 'TREATMENT',
          formVersion: '1',
        });
        expect([occurredAt, codes(answer)?.[0]]).toEqual([occurredAt, 'BAD_USER_INPUT']);
      }
    });
  });

  describe('errors from inside', () => {
    afterEach(() => jest.restoreAllMocks());
    const query = '{ me { clinics { id } } }';

    it('give a request id and nothing else; the log has the rest', async () => {
      const secret = 'select secret from patient -- Erika Muster';
      jest.spyOn(api.engine.streams, 'load').mockRejectedValueOnce(new Error(`boom\n${secret}`));
      const answer = await api.ask(PEOPLE.therapist, query);
      expect(codes(answer)).toEqual(['INTERNAL']);
      const requestId = answer.errors?.[0]?.extensions.requestId;
      expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
      for (const word of ['boom', 'secret', 'Muster', '.ts', ' at ']) {
        expect(answer.text).not.toContain(word);
      }
      const line = api.logged.find(
        (each) => each.includes(String(requestId)) && each.includes('boom'),
      );
      expect(line).toBeDefined();
    });

    it('say that the service is away, and when to ask again', async () => {
      const away = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
      jest.spyOn(api.engine.streams, 'load').mockRejectedValueOnce(away);
      const answer = await api.ask(PEOPLE.therapist, query);
      expect(codes(answer)).toEqual(['UNAVAILABLE']);
      expect(answer.errors?.[0]?.extensions.retryAfterMs).toBeGreaterThan(0);
      expect(answer.headers['retry-after']).toBe('1');
    });
  });

  it('logs no header, query string, body or name', async () => {
    const url = '/nowhere?name=Erika+Muster';
    await api.app.inject({
      method: 'GET',
      url,
      headers: { authorization: 'Bearer top.secret.token' },
    });
    const log = api.logged.join('');
    expect(log).toContain('/nowhere');
    for (const word of ['Muster', 'secret.token', 'Bearer', 'Stiff neck']) {
      expect(log).not.toContain(word);
    }
  });

  it('has no explorer', async () => {
    const answer = await api.app.inject({ method: 'GET', url: '/explorer/' });
    expect(answer.statusCode).toBe(404);
  });
});
