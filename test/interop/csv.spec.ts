import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { readCsv, type CsvFormat, type CsvRecord } from '../../src/interop/csv';

const folder = mkdtempSync(join(tmpdir(), 'csv-'));
const plain: CsvFormat = { delimiter: ',', quote: '"', encoding: 'utf-8' };

async function read(
  content: string | Buffer,
  wanted: readonly string[] = [],
  format: CsvFormat = plain,
): Promise<CsvRecord[]> {
  const file = join(folder, 'sheet.csv');
  writeFileSync(file, content);
  const records: CsvRecord[] = [];
  for await (const record of readCsv(file, format, wanted)) records.push(record);
  return records;
}

/** Line, then the cells or what is wrong. */
function short(records: readonly CsvRecord[]): string[] {
  return records.map((record) =>
    record.kind === 'bad'
      ? `${record.line}: ! ${record.problem}`
      : `${record.line}: ${[...record.cells.values()].join('|')}`,
  );
}

describe('reading a sheet', () => {
  it('reads cells by column, with BOM, CRLF, quotes, line breaks in cells and empty lines', async () => {
    const records = await read(
      '\uFEFFid,name,score\r\n1,"Anna\nTwo",3\r\n\r\n2,"Say ""hi""", 4 \r\n3,Ünal,5',
    );
    expect(short(records)).toEqual(['2: 1|Anna\nTwo|3', '5: 2|Say "hi"|4', '6: 3|Ünal|5']);
  });

  it('loses a bad line only, and says which one it is', async () => {
    const records = await read(
      'id,name,score\n1,a,3\n2,b,4,9\n3,Ca"rl,5\n4,"Dora" x,6\n5,e\n6,"Frida,7\n7,g,8\n8,h,9\n',
    );
    expect(short(records)).toEqual([
      '2: 1|a|3',
      '3: ! it has 4 cells, the header has 3',
      '4: ! a quote stands within a cell that is not quoted',
      '5: ! a quoted cell goes on after its closing quote',
      '6: ! it has 2 cells, the header has 3',
      '7: ! a quoted cell is not closed',
      '8: 7|g|8',
      '9: 8|h|9',
    ]);
  });

  it('swallows no line between two stray quotes', async () => {
    const wide = await read(
      'a,b,c,d,e,f\n1,"a,3,4,5,6\n2,b,3,4,5,6\n3,c",5,6,7,8\n4,"d\ne",6,7,8,9\n',
    );
    expect(short(wide)).toEqual([
      expect.stringContaining('2: ! a quoted cell goes over lines'),
      '3: 2|b|3|4|5|6',
      '4: ! a quote stands within a cell that is not quoted',
      '5: 4|d\ne|6|7|8|9',
    ]);
    const records = await read('id,name,score\n1,"a,3\n2,b,4\n3,c,5"\n4,"d\ne",6\n');
    expect(short(records)).toEqual([
      expect.stringContaining('2: ! a quoted cell is not closed in its line'),
      '3: 2|b|4',
      '4: ! a quote stands within a cell that is not quoted',
      '5: 4|d\ne|6',
    ]);
  });

  it('reads other delimiters, quotes and encodings', async () => {
    const format = { delimiter: ';', quote: "'", encoding: 'windows-1252' } as const;
    const records = await read(
      Buffer.from("id;name\n1;'M\xfcller; Jos\xe9'\n", 'latin1'),
      [],
      format,
    );
    expect(short(records)).toEqual(['2: 1|Müller; José']);
  });

  it('reports text of another encoding instead of storing what it is not', async () => {
    const records = await read(Buffer.from('id,name\n1,M\xfcller\n2,ok\n', 'latin1'));
    expect(short(records)).toEqual([
      "2: ! it is not utf-8 text; the mapping's csv.encoding may be another",
      '3: 2|ok',
    ]);
  });

  it('reports a line without end and goes on', async () => {
    const records = await read(`id,name\n1,${'x'.repeat(600_000)}\n2,ok\n`);
    expect(short(records)).toEqual(['2: ! it is longer than 262144 characters', '3: 2|ok']);
  });

  it('refuses a sheet without the columns that are wanted', async () => {
    await expect(read('id,name\n1,a\n', ['id', 'age'])).rejects.toThrow(
      'The sheet has no column age that the mapping names; it has: id, name.',
    );
    await expect(read('id,id\n1,a\n', ['id'])).rejects.toThrow('more than one column id');
    await expect(read('', ['id'])).rejects.toThrow('The sheet is empty');
  });

  it('never throws and never loses a line that is good, whatever stands before it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 80 }), async (noise) => {
        // Without quotes, no noise can begin a cell that swallows what follows.
        const quiet = noise.replaceAll('"', '');
        const records = await read(`id,name\n${quiet}\nlast,line\n`);
        expect(short(records).at(-1)).toMatch(/^\d+: last\|line$/);
        await read(`id,name\n${noise}\nlast,line\n`);
      }),
      { numRuns: 60 },
    );
  });
});
