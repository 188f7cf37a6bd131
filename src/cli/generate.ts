import 'reflect-metadata';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory } from '@nestjs/graphql';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { Client } from 'pg';
import { ORPHANED_TYPES } from '../api/schema-extras';
import { RESOLVERS } from '../app.module';
import { dumpSchema } from '../platform/schema-dump';
import { withScratchDatabase } from '../platform/scratch-database';
import { rulesPage } from './rules-page';

const root = join(__dirname, '..', '..');
const quiet = { info: () => undefined, warn: () => undefined };

/** The GraphQL schema as its resolvers make it: nothing is served or opened for it. */
async function graphqlSchema(): Promise<string> {
  const adapter = new FastifyAdapter();
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest's way
  const app = await NestFactory.create(GraphQLSchemaBuilderModule, adapter, { logger: false });
  await app.init();
  const options = { orphanedTypes: ORPHANED_TYPES };
  const schema = await app.get(GraphQLSchemaFactory).create([...RESOLVERS], options);
  await app.close();
  const text = printSchema(lexicographicSortSchema(schema));
  return `# Generated from the resolvers by \`npm run generate\`: do not edit.\n\n${text}\n`;
}

function databaseSchema(): Promise<string> {
  return withScratchDatabase(quiet, async (admin) => {
    const client = new Client(admin);
    await client.connect();
    try {
      return await dumpSchema(client);
    } finally {
      await client.end();
    }
  });
}

/** Writes the generated files, or with `--check` says which differ (exit code 1). */
async function main(): Promise<void> {
  const check = process.argv.includes('--check');
  const files = {
    'schema.graphql': await graphqlSchema(),
    'db/schema.sql': await databaseSchema(),
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
