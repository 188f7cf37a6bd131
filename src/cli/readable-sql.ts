const COLUMNS_MAX = 98;
/** Words before which a line begins; the `and` of `between` goes with it. */
const CLAUSE = /^(?:select|from|where|and|(?:left |cross )?join|order by|group by|limit|union) /;

/**
 * A statement in lines that begin with its clauses, indented by parentheses, so that a change of
 * it is seen where it is. Literals with more than one space in a row are not what is asked here.
 */
export function readableSql(text: string): string {
  const words = text.trim().split(/\s+/);
  const lines: string[] = [];
  let line = '';
  let depth = 0;
  let lineDepth = 0;
  let isBetween = false;
  for (const [n, word] of words.entries()) {
    const opens = CLAUSE.test(`${word} ${words[n + 1] ?? ''} `) && !(isBetween && word === 'and');
    const isLong = lineDepth * 2 + line.length + word.length >= COLUMNS_MAX;
    if (line !== '' && (isLong || (opens && !isJoined(line)))) {
      lines.push(' '.repeat(lineDepth * 2) + line);
      line = '';
    }
    if (line === '') lineDepth = depth + (word !== 'and' && (opens || lines.length === 0) ? 0 : 1);
    line += line === '' ? word : ` ${word}`;
    isBetween = word === 'between' || (isBetween && word !== 'and');
    depth += count(word, '(') - count(word, ')');
  }
  return [...lines, ' '.repeat(lineDepth * 2) + line].join('\n');
}

/** After these the next clause's word belongs to the same line. */
function isJoined(line: string): boolean {
  return /(?:^|[ (])(?:left|cross|union|all)$/.test(line);
}

function count(word: string, sign: string): number {
  return word.split(sign).length - 1;
}
