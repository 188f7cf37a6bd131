import { readFileSync } from 'node:fs';
import { judge, type Logged, type Told } from './history';

/**
 * A program: `check-history.ts TOLD LOG` reads two files of JSON lines, what writers were answered
 * and what is in the log, prints the verdict as JSON, and ends with 1 when anything is amiss. It
 * shares nothing with the store that it judges.
 */
function main([told, log]: readonly string[]): void {
  // Written by the tests, in these shapes.
  const verdict = judge(lines(told) as Told[], lines(log) as Logged[]);
  process.stdout.write(`${JSON.stringify(verdict)}\n`);
  const { lost, doubled, reordered, stale } = verdict;
  if ([lost, doubled, reordered, stale].some((found) => found.length > 0)) process.exitCode = 1;
}

function lines(file: string | undefined): unknown[] {
  const text = readFileSync(file ?? '', 'utf8').split('\n');
  return text.filter((line) => line !== '').map((line) => JSON.parse(line) as unknown);
}

main(process.argv.slice(2));
