import { startApi, type ApiHost } from './api-host';

describe('the demo', () => {
  let api: ApiHost;
  beforeAll(async () => {
    api = await startApi({ demo: true });
  });
  afterAll(() => api.close());

  const get = (url: string) => api.app.inject({ method: 'GET', url });

  it('serves the explorer from its installed package, scripts and styles included', async () => {
    expect((await get('/explorer')).headers.location).toBe('/explorer/');
    const page = await get('/explorer/');
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.headers['content-security-policy']).toContain("default-src 'self'");
    expect(page.body).not.toMatch(/(src|href)="https?:/);
    const linked = [...page.body.matchAll(/(?:src|href)="([^"/][^"]*)"/g)].map(([, path]) => path!);
    expect(linked).toEqual(expect.arrayContaining(['main.js', 'styles.css', 'initial_options.js']));
    for (const path of linked) {
      const file = await get(`/explorer/${path}`);
      expect([path, file.statusCode]).toEqual([path, 200]);
      expect(file.body.length).toBeGreaterThan(0);
    }
    expect((await get('/explorer/initial_options.js')).body).toContain('/graphql');
    expect((await get('/explorer/../package.json')).statusCode).toBe(404);
  });

  it('shows its schema to everyone, and nothing else', async () => {
    const { getIntrospectionQuery } = await import('graphql');
    expect((await api.ask(null, getIntrospectionQuery())).errors).toBeUndefined();
    const mixed = await api.ask(null, '{ __typename me { subject } }');
    expect(mixed.status).toBe(401);
    const hidden = await api.ask(null, 'query A { __typename } query B { me { subject } }');
    expect(hidden.status).not.toBe(500);
    expect(hidden.text).not.toContain('subject"');
  });
});
