import { recordedStatements } from '../src/cli/recorded-statements';

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
  const sent = await recordedStatements(work);
  const statements = sent.map(({ text, values }) => ({
    text: text.replace(/\s+/g, ' ').trim(),
    values,
  }));
  return statements.filter(({ text }) => READS.test(text) && !OF_PROJECTOR.test(text));
}
