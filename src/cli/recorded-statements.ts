import { Client } from 'pg';

/** A statement as it is sent. */
export interface SentStatement {
  /** What it is prepared as; null: it is planned for its values each time. */
  readonly name: string | null;
  readonly text: string;
  readonly values: readonly unknown[];
}

/**
 * What is sent to any database while `work` runs, in order. Heard where all of it passes, since
 * stores open connections of their own: for generators and tests, one recording at a time.
 */
export async function recordedStatements(work: () => Promise<unknown>): Promise<SentStatement[]> {
  const sent: SentStatement[] = [];
  const { prototype } = Client;
  // Called with its client below.
  // eslint-disable-next-line @typescript-eslint/unbound-method
  const query = prototype.query as (this: Client, ...args: unknown[]) => unknown;
  function heard(this: Client, ...args: unknown[]): unknown {
    sent.push(statementIn(args));
    return query.apply(this, args);
  }
  prototype.query = heard as typeof prototype.query; // the same arguments, handed on
  try {
    await work();
  } finally {
    prototype.query = query as typeof prototype.query; // as it was
  }
  return sent;
}

/** What the driver takes: a text with values, or both, and a name, in an object. */
function statementIn([asked, values]: readonly unknown[]): SentStatement {
  if (typeof asked === 'string') {
    return { name: null, text: asked, values: Array.isArray(values) ? values : [] };
  }
  const given = asked as Partial<SentStatement>; // by the driver's types
  const inside = given.values ?? (Array.isArray(values) ? (values as unknown[]) : []);
  return { name: given.name ?? null, text: given.text ?? '', values: inside };
}
