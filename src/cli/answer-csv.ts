import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Json, JsonObject } from '../api/export-cells';
import { tableOf } from '../api/export-columns';
import { csv } from '../api/export-lines';
import { madeSchema } from './made-schema';

/**
 * The answer to a document as an export writes it: the moment that it is of, the fields of the
 * document as columns, and the rows of its first list.
 */
export async function answerCsv(query: string, data: unknown): Promise<string> {
  const { answer, rows, columns } = tableOf(await madeSchema(), query);
  const whole = (data ?? {}) as JsonObject; // what GraphQL answers is JSON
  const of = whole[answer] ?? null;
  const within = isObject(of) ? of : { [answer]: of };
  const asOf = within['asOf'] ?? null;
  const header = isObject(asOf) ? asOf : {};
  const listed = rows === null ? [within] : listIn(within, rows);
  const nodes = rows === 'edges' ? listed.map((edge) => edge['node'] ?? edge) : listed;
  return text(csv({ header, columns, rows: Readable.from(nodes) }));
}

function isObject(json: Json): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function listIn(within: JsonObject, name: string): readonly JsonObject[] {
  const list = within[name] ?? [];
  // A list of objects, by the schema.
  return Array.isArray(list) ? (list as readonly JsonObject[]) : [];
}
