import type { Client } from 'pg';
import type { SentStatement } from '../../src/cli/recorded-statements';

/** What a step of a plan read of a table. */
export interface TableRead {
  readonly table: string;
  /** As PostgreSQL names it: `Seq Scan`, `Index Scan` … */
  readonly how: string;
  /** Rows that were looked at, all times together, whether they were wanted or not. */
  readonly rows: number;
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly Schema?: string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly PlanNode[];
}

/**
 * Runs a statement and tells what it read. One that is prepared by name is planned as it comes to
 * be after some calls, for any values; each other one for its own.
 */
export async function tableReads(
  client: Client,
  { name, text, values }: SentStatement,
): Promise<readonly TableRead[]> {
  const mode = name === null ? 'force_custom_plan' : 'force_generic_plan';
  await client.query(`set plan_cache_mode = ${mode}`);
  await client.query(`prepare asked as ${text}`);
  try {
    const given = values.map((value) => literal(client, value)).join(', ');
    const run = values.length === 0 ? 'asked' : `asked (${given})`;
    const { rows } = await client.query<{ 'QUERY PLAN': readonly { readonly Plan: PlanNode }[] }>(
      `explain (analyze, verbose, format json) execute ${run}`,
    );
    return readsOf(rows[0]?.['QUERY PLAN'][0]?.Plan);
  } finally {
    await client.query('deallocate asked');
  }
}

function readsOf(node: PlanNode | undefined): TableRead[] {
  if (!node) return [];
  const table = node['Relation Name'];
  const removed =
    (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
  const rows = Math.round((node['Actual Rows'] + removed) * node['Actual Loops']);
  const own = { table: `${node.Schema}.${table}`, how: node['Node Type'], rows };
  return [...(table === undefined ? [] : [own]), ...(node.Plans ?? []).flatMap(readsOf)];
}

function literal(client: Client, value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) {
    const parts = value.map((each: unknown) => JSON.stringify(String(each)));
    return client.escapeLiteral(`{${parts.join(',')}}`);
  }
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return client.escapeLiteral(String(value));
  }
  throw new Error(`no literal is made of ${typeof value}`);
}
