import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { parse } from 'csv-parse/sync';
import { buildSchema } from 'graphql';
import { suppressRows, type JsonObject } from '../../src/api/export-cells';
import { cellOf, tableOf } from '../../src/api/export-columns';
import { csv } from '../../src/api/export-lines';
import { EXPORTS } from '../../src/api/export-documents';
import { columnsFor } from '../../src/api/exports';
import { startApi, type ApiHost } from './api-host';
import { accepted, PEOPLE, referral, registerPatient, setScene, type Scene } from './scene';

const EPISODES = 205;

describe('exports', () => {
  let api: ApiHost;
  let scene: Scene;
  beforeAll(async () => {
    api = await startApi();
    scene = await setScene(api);
    const { clinicId } = scene;
    const patientId = await registerPatient(api, clinicId);
    const input = referral(clinicId, patientId);
    for (let i = 0; i < EPISODES; i++) {
      await accepted(api, PEOPLE.frontDesk, 'receiveReferral', input);
    }
    await api.engine.settled();
  }, 120_000);
  afterAll(() => api.close());

  const ask = async (subject: string | null, payload: object) => {
    const authorization =
      subject === null ? {} : { authorization: `Bearer ${await api.token(subject)}` };
    return api.app.inject({ method: 'POST', url: '/export', headers: authorization, payload });
  };

  it('of every list and dashboard name query, moment and version, and hold all rows', async () => {
    const variables: Readonly<Record<string, object>> = {
      controlChart: { figure: 'COMPLETION' },
      funnel: { figure: 'COMPLETION', units: 'CLINIC' },
      publishedOutcomes: { year: 2025, quarter: 3 },
    };
    for (const query of Object.keys(EXPORTS)) {
      const wish = { query, variables: variables[query] ?? {} };
      const csv = await ask(PEOPLE.manager, { ...wish, format: 'csv' });
      expect([query, csv.statusCode, csv.body.slice(0, 200)]).toEqual([
        query,
        200,
        expect.anything(),
      ]);
      const ndjson = await ask(PEOPLE.manager, { ...wish, format: 'ndjson' });
      const [first = '', ...rows] = ndjson.body.trim().split('\n');
      const { header } = JSON.parse(first) as { header: Readonly<Record<string, string>> };
      expect(header).toMatchObject({ query, position: expect.stringMatching(/^\d+$/) as string });
      expect(header['evaluatedAt']).toMatch(/^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/);
      if (!['caseload', 'findings'].includes(query)) expect(header['figuresVersion']).toBe(1);
      expect(csv.body).toContain(`# query,${query}`);
      if (query === 'caseload') expect(rows).toHaveLength(EPISODES);
      if (query === 'referralFunnel') {
        expect(JSON.parse(rows[0]!)).toMatchObject({ received: EPISODES, declined: 0 });
      }
    }
  });

  it('of figures are cut no finer than by clinics and whole months', async () => {
    const figures = { query: 'outcomes', format: 'ndjson' };
    const of = (filter: object) => ask(PEOPLE.manager, { ...figures, variables: { filter } });
    for (const filter of [
      { therapistIds: [] },
      { conditions: ['NECK_PAIN'] },
      { labels: [{ key: 'arm', code: 'a' }] },
      { from: '2025-01-02' },
      { to: '2025-01-30' },
    ]) {
      const refused = await of(filter);
      expect([filter, refused.statusCode]).toEqual([filter, 400]);
      expect(refused.body).toContain('BAD_USER_INPUT');
    }
    const whole = { from: '2025-01-01', to: '2025-02-28', clinicIds: [scene.clinicId] };
    expect((await of(whole)).statusCode).toBe(200);
    const variables = { filter: { conditions: ['NECK_PAIN'] }, groupBy: 'CONDITION' };
    const grouped = { ...figures, variables: { ...variables, filter: null } };
    expect((await ask(PEOPLE.manager, grouped)).statusCode).toBe(200);
  });

  it('are CSV that any reader takes, of the moment of its first page', async () => {
    const payload = { query: 'caseload', format: 'csv', variables: {} };
    const sent = await ask(PEOPLE.manager, payload);
    const records: string[][] = parse(sent.body, { relax_column_count: true });
    const columns = records.find(([name]) => name === 'episodeId')!;
    const rows = records.slice(records.indexOf(columns) + 1);
    expect(rows).toHaveLength(EPISODES);
    expect(new Set(rows.map(([id]) => id)).size).toBe(EPISODES);
    const at = rows[0]![columns.indexOf('receivedAt')];
    expect(at).toMatch(/^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/);
    expect(sent.body).not.toContain('Erika');
  });

  it('are for whom the query is for, and refuse what it refuses', async () => {
    const caseload = { query: 'caseload', format: 'csv' };
    expect((await ask(null, caseload)).statusCode).toBe(401);
    const frontDesk = await ask(PEOPLE.frontDesk, caseload);
    expect(frontDesk.body).toContain('FORBIDDEN');
    expect(frontDesk.body).not.toContain('episodeId,');
    const far = await ask(PEOPLE.farTherapist, { ...caseload, format: 'ndjson' });
    expect(far.body.trim().split('\n')).toHaveLength(1);
    const none = await ask(PEOPLE.farTherapist, caseload);
    expect(tableIn(none.body)).toEqual({ columns: columnsFor(schema, 'caseload'), rows: [] });
    const wrong = await ask(PEOPLE.manager, { query: 'patients', format: 'csv' });
    expect(wrong.statusCode).toBe(400);
    const future = { asOf: { at: '2099-01-01T00:00:00Z' } };
    const refused = await ask(PEOPLE.manager, { ...caseload, variables: future });
    expect(refused.statusCode).toBe(400);
    expect(refused.body).toContain('BAD_USER_INPUT');
  });
});

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));

/** The records of a file, its head left out: the columns, and the rows. */
function tableIn(file: string): { readonly columns: string[]; readonly rows: string[][] } {
  const records: string[][] = parse(file, { relax_column_count: true });
  const [columns = [], ...rows] = records.filter(([name = '']) => !name.startsWith('# '));
  return { columns, rows };
}

describe('columns of an export', () => {
  const page = readFileSync('docs/export.md', 'utf8');

  it.each(Object.keys(EXPORTS) as (keyof typeof EXPORTS)[])('are as documented: %s', (name) => {
    const [, section = ''] = page.split(`## ${name}\n`);
    const [told = ''] = section.split('\n## ');
    const documented = [...told.matchAll(/`([\w.]+)`/g)].map(([, column]) => column);
    expect(columnsFor(schema, name)).toEqual(documented);
  });

  it('are the same where the first row lacks what a later one has', async () => {
    const columns = columnsFor(schema, 'caseload');
    const late = { id: 'S', at: '2026-03-31T15:00:00Z' };
    const rows = [
      { episodeId: 'A', patient: { id: 'P' }, nextSession: null, hold: null, goals: [] },
      { episodeId: 'B', patient: { id: 'Q' }, nextSession: late, hold: null, goals: [{ id: 'G' }] },
    ];
    const file = csv({ header: {}, columns, rows: Readable.from(rows) });
    const read = tableIn(await text(file));
    expect(read.columns).toEqual(columns);
    const of = (index: number, column: string) => read.rows[index]?.[columns.indexOf(column)];
    expect([of(0, 'nextSession.at'), of(1, 'nextSession.at')]).toEqual(['', late.at]);
    expect([of(0, 'goals'), of(1, 'goals')]).toEqual(['', '[{"id":"G"}]']);
    expect(read.rows.map(({ length }) => length)).toEqual([columns.length, columns.length]);
  });

  it('are of the document, by its aliases and fragments, in its order', () => {
    const query = `query { reached: outcomes { groups { ...Figures key } asOf { position } } }
      fragment Figures on OutcomeGroup { figures { dischargeReasons { n } lost: missing
        ... on OutcomeFigures { bounds { best } missing } lost: missing } }`;
    expect(tableOf(schema, query)).toEqual({
      answer: 'reached',
      rows: 'groups',
      columns: [
        'figures.dischargeReasons',
        'figures.lost',
        'figures.bounds.best',
        'figures.missing',
        'key',
      ],
    });
    expect(tableOf(schema, '{ me { subject zone } }')).toEqual({
      answer: 'me',
      rows: null,
      columns: ['subject', 'zone'],
    });
  });
});

describe('cells of an export', () => {
  it('are never a formula to a sheet, and numbers stay as they are', async () => {
    const rows = [{ a: '=1+1', b: '+x', c: '-x', d: '@x', e: -1.25, f: 1 / 3, g: 'a,"b"\n' }];
    const sent = csv({
      header: { query: '@x' },
      columns: ['a', 'b', 'c', 'd', 'e', 'f', 'g'],
      rows: Readable.from(rows),
    });
    const records: string[][] = parse(await text(sent), { relax_column_count: true });
    expect(records[0]).toEqual(['# query', "'@x"]);
    expect(records[2]).toEqual([
      ...["'=1+1", "'+x", "'-x", "'@x"],
      ...['-1.25', '0.3333333333333333', 'a,"b"\n'],
    ]);
  });

  const row = (key: string, episodes: number, complete: number) => ({
    key,
    episodes,
    complete,
    missing: episodes - complete,
    responders: { n: 12, of: complete, share: 12 / complete },
    change: { n: complete, mean: -1.25 },
  });
  const size = ({ episodes }: Readonly<Record<string, unknown>>) => Number(episodes);

  it('below 11 are hidden with what divides the same episodes', () => {
    const [shown, small] = suppressRows([row('A', 60, 40), row('B', 50, 45)], size);
    expect(shown).toEqual(row('A', 60, 40));
    const cells = (each: JsonObject, names: readonly string[]) =>
      Object.fromEntries(names.map((name) => [name, cellOf(each, name)]));
    const told = {
      key: 'B',
      episodes: 50,
      complete: 'hidden',
      missing: 'hidden',
      'responders.n': 'hidden',
      'responders.share': 'hidden',
      'change.mean': -1.25,
    };
    expect(cells(small!, Object.keys(told))).toEqual(told);
  });

  it('of a small group are hidden all, and those of the next group with them', () => {
    const rows = suppressRows([row('A', 60, 40), row('B', 8, 8), row('C', 90, 50)], size);
    expect(rows.map((each) => cellOf(each, 'episodes'))).toEqual(['hidden', 'hidden', 90]);
  });

  it('hide the rest of a whole that is small', () => {
    const figures = { key: 'A', events: 45, n: 50, value: 0.9 };
    const other = { ...figures, key: 'B', events: 25 };
    const third = { ...figures, key: 'C', events: 20 };
    const hidden = suppressRows([figures, other, third], ({ n }) => Number(n)).map((each) =>
      cellOf(each, 'events'),
    );
    expect(hidden.filter((cell) => cell === 'hidden')).toHaveLength(2);
  });
});
