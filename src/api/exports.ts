import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest, InjectOptions } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { z } from 'zod';
import { plusDays, type LocalDate } from '../domain/time';
import { departure, withDeparture } from './departures';
import { EXPORTS, type ExportDocument, type ExportName } from './export-documents';
import { HIDDEN, suppressRows, type Json, type JsonObject } from './export-cells';
import { tableOf } from './export-columns';
import { csv, ndjson, type Pages } from './export-lines';
import { GRAPHQL_PATH } from './http-rules';

const EXPORT_PATH = '/export';
const PAGE = 200;
const NAMES = Object.keys(EXPORTS) as [ExportName, ...ExportName[]]; // the keys of that table

const bodySchema = z.strictObject({
  query: z.enum(NAMES),
  format: z.enum(['csv', 'ndjson']),
  variables: z.record(z.string(), z.json()).default({}),
});
type ExportBody = z.infer<typeof bodySchema>;

const answerSchema = z.object({
  data: z.record(z.string(), z.json()).nullish(),
  errors: z.array(z.object({ extensions: z.object({ code: z.string() }) })).optional(),
});

/** What is asked did not get an answer: it is handed on as it came. */
class Unanswered extends Error {
  constructor(
    readonly status: number,
    readonly body: string,
  ) {
    super('the query behind an export failed');
  }
}

/** Asks one page, as the person who asks for the file. */
type Ask = (variables: JsonObject) => Promise<JsonObject>;

/**
 * `POST /export` streams a list or dashboard as CSV or NDJSON. Each page is the GraphQL query of
 * that name, asked as the same person: rights, as-of, limits and records of reading are its own.
 * All pages are of the moment of the first.
 */
export function serveExports(server: FastifyInstance): void {
  server.post(EXPORT_PATH, async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const parsed = bodySchema.safeParse(request.body);
    if (!parsed.success) {
      const message = z.prettifyError(parsed.error);
      return reply
        .code(400)
        .send({ errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }] });
    }
    const { query, format, variables } = parsed.data;
    const narrow = query in FIGURES && narrowedBy(variables['filter']);
    if (narrow) {
      const message =
        `A file of figures is of clinics and whole months; \`${narrow}\` would let it be ` +
        'subtracted from another one. Group by it instead.';
      return reply
        .code(400)
        .send({ errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }] });
    }
    const ask = askAs(server, request, EXPORTS[query].query);
    try {
      const first = await ask({ ...variables, first: PAGE });
      const columns = columnsFor(server.graphql.schema, query);
      const pages = { columns, ...pagesOf(ask, parsed.data, first) };
      reply
        .header('content-disposition', `attachment; filename="${query}.${format}"`)
        .type(format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson');
      return await reply.send(format === 'csv' ? csv(pages) : Readable.from(ndjson(pages)));
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      return reply.code(error.status).type('application/json').send(error.body);
    }
  });
}

/** The columns of a list, in the order in which its document asks for them. */
export function columnsFor(schema: GraphQLSchema, name: ExportName): readonly string[] {
  const { query, rows }: ExportDocument = EXPORTS[name];
  const { columns } = tableOf(schema, query, rows ?? '');
  // Figures are told beside the key of their group; what is of the whole file is in its head.
  return columns
    .map((column) => column.replace(/^figures\./, ''))
    .filter((column) => rows || !/^(asOf\.|figuresVersion$)/.test(column));
}

/** Files in which small counts are hidden. */
const FIGURES: Readonly<Partial<Record<ExportName, true>>> = {
  outcomes: true,
  controlChart: true,
  funnel: true,
  goalRevisions: true,
  referralFunnel: true,
};
const DAY = /^\d{4}-\d\d-\d\d$/;

/** What of a filter cuts finer than clinics and whole months; null: nothing does. */
function narrowedBy(filter: unknown): string | null {
  if (typeof filter !== 'object' || filter === null) return null;
  for (const [name, value] of Object.entries(filter as JsonObject)) {
    if (value === null || name === 'clinicIds') continue;
    const day = typeof value === 'string' && DAY.test(value) ? (value as LocalDate) : null;
    if (name === 'from' && day?.endsWith('-01')) continue;
    if (name === 'to' && day && plusDays(day, 1).endsWith('-01')) continue;
    return name;
  }
  return null;
}

function askAs(server: FastifyInstance, { headers }: FastifyRequest, query: string): Ask {
  const { authorization, 'x-purpose': purpose } = headers;
  const left = departure();
  const inject = (options: InjectOptions) => withDeparture(left, () => server.inject(options));
  return async (variables) => {
    const response = await inject({
      method: 'POST',
      url: GRAPHQL_PATH,
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        ...(authorization === undefined ? {} : { authorization }),
        ...(typeof purpose === 'string' ? { 'x-purpose': purpose } : {}),
      },
      payload: JSON.stringify({ query, variables }),
    });
    const answer = answerSchema.safeParse(response.json());
    if (!answer.success || !answer.data.data || answer.data.errors) {
      throw new Unanswered(response.statusCode === 200 ? 400 : response.statusCode, response.body);
    }
    return answer.data.data;
  };
}

function pagesOf(
  ask: Ask,
  { query, variables }: ExportBody,
  first: JsonObject,
): Omit<Pages, 'columns'> {
  const document: ExportDocument = EXPORTS[query];
  const answer = objectAt(first, query);
  const { asOf, ...rest } = answer;
  const apart = ['pageInfo', document.rows];
  const facts = Object.entries(rest).filter(([name]) => !apart.includes(name));
  const told = document.rows
    ? Object.fromEntries(facts)
    : { figuresVersion: rest['figuresVersion'] };
  const header = { query, variables, ...(asOf as JsonObject), ...told } as JsonObject; // a moment
  async function* rows(): AsyncGenerator<JsonObject> {
    yield* rowsOf(document, query, first);
    let page = objectAt(answer, 'pageInfo');
    while (page['hasNextPage'] === true) {
      const exactly = asOf ?? null;
      const next = await ask({
        ...variables,
        first: PAGE,
        after: page['endCursor'] ?? null,
        asOf: { exactly },
      });
      yield* rowsOf(document, query, next);
      page = objectAt(objectAt(next, query), 'pageInfo');
    }
  }
  return { header, rows: rows() };
}

function rowsOf(document: ExportDocument, name: string, data: JsonObject): readonly JsonObject[] {
  const answer = objectAt(data, name);
  if (document.rows === 'edges')
    return listAt(answer, 'edges').map((edge) => objectAt(edge, 'node'));
  if (!document.rows) {
    const cells = Object.entries(answer);
    const row = cells.filter(([name]) => name !== 'asOf' && name !== 'figuresVersion');
    return suppressRows([Object.fromEntries(row)], (each) => Number(each['received']));
  }
  if (document.isHidden) return listAt(answer, document.rows).map(withHidden);
  const rows = listAt(answer, document.rows).map((row) => {
    const { figures, ...names } = row;
    return figures ? { ...names, ...(figures as JsonObject) } : row; // an object where it is there
  });
  const months = new Map(
    document.rows === 'points'
      ? listAt(objectAt(data, 'outcomes'), 'groups').map(
          (group) => [group['key'], Number(objectAt(group, 'figures')['episodes'])] as const,
        )
      : [],
  );
  const shown = suppressRows(rows, (row) => sizeOf(row, months));
  return document.rows === 'points' ? shown.map(withoutRange) : shown;
}

/** The same columns as where they are told. */
const NO_OUTCOMES: JsonObject = {
  eligible: HIDDEN,
  complete: HIDDEN,
  completionShare: HIDDEN,
  judged: HIDDEN,
  responders: HIDDEN,
  responderShare: HIDDEN,
};

/** The names of a group stay as they are: null is all of them. */
function withHidden({ clinicId, condition, episodes, outcomes }: JsonObject): JsonObject {
  const names = { clinicId: clinicId ?? 'ALL', condition: condition ?? 'ALL' };
  return { ...names, episodes: episodes ?? HIDDEN, outcomes: outcomes ?? NO_OUTCOMES };
}

function sizeOf(row: JsonObject, months: ReadonlyMap<Json | undefined, number>): number {
  const { episodes, n, goals, month } = row;
  return Number(episodes ?? n ?? goals ?? months.get(month) ?? 0);
}

/** The range from a hidden month to the next would tell what it was. */
function withoutRange(row: JsonObject, index: number, rows: readonly JsonObject[]): JsonObject {
  const before = rows[index - 1]?.['value'] ?? null;
  const isHidden = typeof before === 'object' && before !== null;
  return isHidden ? { ...row, movingRange: { hidden: true } } : row;
}

/* The documents ask for objects and lists at these places. */

function objectAt(within: JsonObject, name: string): JsonObject {
  return (within[name] ?? {}) as JsonObject;
}

function listAt(within: JsonObject, name: string): readonly JsonObject[] {
  return (within[name] ?? []) as readonly JsonObject[];
}
