import { GraphQLSchemaHost } from '@nestjs/graphql';
import { isObjectType } from 'graphql';
import { startApi } from './api-host';

const ROOTS = ['Query', 'Mutation', 'Subscription'];

describe('fields of answers', () => {
  it('are read without a call, but for the few that have a resolver', async () => {
    const api = await startApi();
    const { schema } = api.app.get(GraphQLSchemaHost);
    await api.close();
    const types = Object.values(schema.getTypeMap())
      .filter(isObjectType)
      .filter(({ name }) => !ROOTS.includes(name) && !name.startsWith('__'));
    const fields = types.flatMap((type) =>
      Object.values(type.getFields()).map(({ name, resolve }) => ({
        of: type.name,
        name,
        resolve,
      })),
    );
    const called = fields.filter(({ resolve }) => resolve !== undefined);
    expect(fields.length).toBeGreaterThan(500);
    expect(called.length).toBeLessThan(50);
    // Of a caseload, which has the most of them.
    const ofCaseload = called.filter(({ of }) => of.startsWith('Caseload'));
    expect(ofCaseload.map(({ name }) => name)).toEqual(['incomplete']);
  });
});
