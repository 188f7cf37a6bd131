import 'reflect-metadata';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { Client } from 'pg';
import { dumpSchema } from '../platform/schema-dump';
import { withScratchDatabase } from '../platform/scratch-database';
import { madeSchema } from './made-schema';
import { readsPage } from './reads-page';
import { rulesPage } from './rules-page';

const root = join(__dirname, '..', '..');
const quiet = { info: () => undefined, warn: () => undefined };

async function graphqlSchema(): Promise<string> {
  const text = printSchema(lexicographicSortSchema(await madeSchema()));
  return `# Generated from the resolvers by \`npm run generate\`: do not edit.\n\n${text}\n`;
}

/** The schema that the migrations make, and the statements that read it. */
function databaseFiles(): Promise<Record<'db/schema.sql' | 'db/reads.sql', string>> {
  return withScratchDatabase(quiet, async (admin) => {
    const client = new Client(admin);
    await client.connect();
    const schema = await dumpSchema(client).finally(() => client.end());
    return { 'db/schema.sql': schema, 'db/reads.sql': await readsPage(admin) };
  });
}

/** Writes the generated files, or with `--check` says which differ (exit code 1). */
async function main(): Promise<void> {
  const check = process.argv.includes('--check');
  const files = {
    'schema.graphql': await graphqlSchema(),
    ...(await databaseFiles()),
    'docs/rules.md': rulesPage(),
  };
  for (const [name, text] of Object.entries(files)) {
    const path = join(root, name);
    const before = await readFile(path, 'utf8').catch(() => '');
    if (before === text) continue;
    if (check) {
      process.stderr.write(`${name} differs from what is generated: run npm run generate.\n`);
      process.exitCode = 1;
    } else {
      await writeFile(path, text);
      process.stdout.write(`${name} written.\n`);
    }
  }
}

void main();
