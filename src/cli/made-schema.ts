import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory } from '@nestjs/graphql';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { GraphQLSchema } from 'graphql';
import { ORPHANED_TYPES } from '../api/schema-extras';
import { RESOLVERS } from '../app.module';

/** The GraphQL schema as its resolvers make it: nothing is served or opened for it. */
export async function madeSchema(): Promise<GraphQLSchema> {
  const adapter = new FastifyAdapter();
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest's way
  const app = await NestFactory.create(GraphQLSchemaBuilderModule, adapter, { logger: false });
  await app.init();
  const options = { orphanedTypes: ORPHANED_TYPES };
  const schema = await app.get(GraphQLSchemaFactory).create([...RESOLVERS], options);
  await app.close();
  return schema;
}
