import { Client } from 'pg';

/** A statement as the service sent it. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** What the projector asks while it waits. */
const OF_PROJECTOR = /^select position from read\.checkpoint$|where seq > \$1 order by seq/;
/** What reads records or rows; not the snapshot's own, and not what rights are asked with. */
const READS = /^(select|with) .*\b(read\.(?!checkpoint)|log\.event)/;

/** Runs a read and tells which statements it sent to read records and rows, in their order. */
export async function statementsOf(work: () => Promise<unknown>): Promise<readonly Statement[]> {
  const statements: Statement[] = [];
  // All overloads of the driver's method in one: it is handed on as it came.
  const prototype = Client.prototype as unknown as { query: (...args: unknown[]) => unknown };
  const { query } = prototype;
  prototype.query = function (this: unknown, ...args: unknown[]) {
    const [first, second] = args;
    // A text with values, or both in one object.
    const asked = (typeof first === 'string' ? { text: first, values: second } : first) as {
      readonly text?: string;
      readonly values?: unknown;
    };
    const text = (asked.text ?? '').replace(/\s+/g, ' ').trim();
    const values = Array.isArray(asked.values) ? (asked.values as unknown[]) : [];
    if (READS.test(text) && !OF_PROJECTOR.test(text)) statements.push({ text, values });
    return query.apply(this, args);
  };
  try {
    await work();
  } finally {
    prototype.query = query;
  }
  return statements;
}
