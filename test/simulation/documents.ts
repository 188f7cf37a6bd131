import {
  isLeafType,
  isObjectType,
  isUnionType,
  getNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';

/** How deep answers are asked: an answer, what it made, and the fields of that. */
const DEPTH = 3;

/** Every mutation of the schema, with a document that asks for all that it answers. */
export function mutationsOf(schema: GraphQLSchema): ReadonlyMap<string, string> {
  const fields = schema.getMutationType()?.getFields() ?? {};
  return new Map(
    Object.values(fields).flatMap((field) => {
      const input = field.args.find(({ name }) => name === 'input');
      if (!input) return [];
      const answer = getNamedType(field.type);
      const members = isUnionType(answer) ? answer.getTypes() : [];
      const taken = new Map<string, string>();
      const parts = members.map((type) => `... on ${type.name} ${selection(type, DEPTH, taken)}`);
      const name = field.name;
      const text = `mutation Send($input: ${String(input.type)}) { ${name}(input: $input) {
        __typename ${parts.join(' ')} } }`;
      return [[name, text] as const];
    }),
  );
}

/** How deep an answer is asked at most, and how many tokens its document may have. */
const READ_DEPTH = 7;
const READ_TOKENS = 1_800;

/** Every query of the schema that takes `asOf`, asking for as much as one document may. */
export function pastQueriesOf(schema: GraphQLSchema): ReadonlyMap<string, string> {
  const fields = Object.values(schema.getQueryType()?.getFields() ?? {});
  const past = fields.filter(({ args }) => args.some(({ name }) => name === 'asOf'));
  return new Map(
    past.map(({ name, args, type }) => {
      const named = getNamedType(type);
      if (!isObjectType(named)) throw new Error(`${name} answers no object`);
      const declared = args.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ');
      const given = args.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
      const texts = Array.from({ length: READ_DEPTH }, (_, index) => {
        return `query (${declared}) { ${name}(${given}) ${selection(named, READ_DEPTH - index)} }`;
      });
      const text = texts.find(
        (each) => (each.match(/[\w$]+|[^\s\w]/g) ?? []).length <= READ_TOKENS,
      );
      if (text === undefined) throw new Error(`${name} has more fields than may be asked`);
      return [name, text] as const;
    }),
  );
}

/**
 * Every field without arguments, those of objects to a depth. A name that another member of the
 * union has `taken` with another type is asked by an alias.
 */
function selection(
  type: GraphQLObjectType,
  depth: number,
  taken = new Map<string, string>(),
): string {
  const parts = Object.values(type.getFields()).flatMap((field) => {
    if (field.args.length > 0) return [];
    const of = String(field.type);
    const other = (taken.get(field.name) ?? of) !== of;
    if (!other) taken.set(field.name, of);
    const name = other ? `${field.name}Of${type.name}: ${field.name}` : field.name;
    const named = getNamedType(field.type);
    if (isLeafType(named)) return [name];
    if (depth <= 1 || !isObjectType(named)) return [];
    return [`${name} ${selection(named, depth - 1)}`];
  });
  return `{ __typename ${parts.join(' ')} }`;
}
