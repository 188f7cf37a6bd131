import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  isObjectType,
  isInterfaceType,
  Kind,
  parse,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import type { Json, JsonObject } from './export-cells';

/** Where the rows of an answer are, and what columns they have. */
export interface Table {
  /** The key of the answer: the first field of the document. */
  readonly answer: string;
  /** The list in it; null: the answer is the one row. Of `edges` the nodes are the rows. */
  readonly rows: string | null;
  /** `deadlines.goalDueOn`; a list is one cell. In the order of the document. */
  readonly columns: readonly string[];
}

interface Asked {
  readonly key: string;
  /** Null: `__typename`, or a field that the schema does not have. */
  readonly type: GraphQLOutputType | null;
  readonly within: SelectionSetNode | null;
}

/**
 * The table that a document asks for: its columns are the fields of the document in their order,
 * whatever the rows have in them, and whether or not there are any. `rows` names the list; absent:
 * the first list of objects in the answer.
 */
export function tableOf(schema: GraphQLSchema, query: string, rows?: string): Table {
  const document = parse(query);
  const [root] = operationFields(schema, document);
  if (!root?.within) return { answer: root?.key ?? '', rows: null, columns: [root?.key ?? ''] };
  const fields = fieldsIn(schema, document, root.within, namedOf(root.type));
  const list = fields.find(({ key, type, within }) =>
    rows === undefined ? within !== null && isList(type) : key === rows,
  );
  if (!list?.within) {
    return { answer: root.key, rows: null, columns: columnsIn(schema, document, fields) };
  }
  const inList = fieldsIn(schema, document, list.within, namedOf(list.type));
  const node = list.key === 'edges' ? inList.find(({ key }) => key === 'node') : undefined;
  const inRow = node?.within ? fieldsIn(schema, document, node.within, namedOf(node.type)) : inList;
  return { answer: root.key, rows: list.key, columns: columnsIn(schema, document, inRow) };
}

function operationFields(schema: GraphQLSchema, document: DocumentNode): readonly Asked[] {
  const operation = document.definitions.find(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  );
  if (!operation) return [];
  const type = schema.getRootType(operation.operation) ?? null;
  return fieldsIn(schema, document, operation.selectionSet, type);
}

/** The fields of a selection, those of its fragments with them; each key once. */
function fieldsIn(
  schema: GraphQLSchema,
  document: DocumentNode,
  { selections }: SelectionSetNode,
  type: GraphQLNamedType | null,
): readonly Asked[] {
  const found = new Map<string, Asked>();
  const add = (asked: Asked) => found.set(asked.key, found.get(asked.key) ?? asked);
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) {
      const { name, alias, selectionSet: within = null } = selection;
      const field =
        isObjectType(type) || isInterfaceType(type) ? type.getFields()[name.value] : undefined;
      add({ key: (alias ?? name).value, type: field?.type ?? null, within });
      continue;
    }
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT
        ? selection
        : fragmentOf(document, selection.name.value);
    if (!fragment) continue;
    const of = fragment.typeCondition?.name.value;
    const narrowed = of === undefined ? type : (schema.getType(of) ?? null);
    fieldsIn(schema, document, fragment.selectionSet, narrowed).forEach(add);
  }
  return [...found.values()];
}

function fragmentOf(document: DocumentNode, name: string): FragmentDefinitionNode | undefined {
  return document.definitions.find(
    (definition): definition is FragmentDefinitionNode =>
      definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name,
  );
}

function columnsIn(
  schema: GraphQLSchema,
  document: DocumentNode,
  fields: readonly Asked[],
): readonly string[] {
  return fields.flatMap(({ key, type, within }) => {
    const named = namedOf(type);
    if (!within || isList(type) || !isCompositeType(named)) return [key];
    const inner = columnsIn(schema, document, fieldsIn(schema, document, within, named));
    return inner.map((column) => `${key}.${column}`);
  });
}

function namedOf(type: GraphQLOutputType | null): GraphQLNamedType | null {
  return type && getNamedType(type);
}

function isList(type: GraphQLOutputType | null): boolean {
  return type !== null && isListType(getNullableType(type));
}

/** What a row has in a column; empty where it has nothing. */
export function cellOf(row: JsonObject, column: string): string | number | boolean {
  let at: Json = row;
  for (const name of column.split('.')) {
    if (typeof at !== 'object' || at === null || Array.isArray(at)) return '';
    const within = at as JsonObject; // neither a list nor null
    if (isHidden(within)) return 'hidden';
    at = within[name] ?? null;
  }
  if (at === null) return '';
  if (typeof at !== 'object') return at;
  if (Array.isArray(at)) return listed(at as readonly Json[]); // `isArray` widens to any
  return isHidden(at as JsonObject) ? 'hidden' : JSON.stringify(at); // as above
}

/** What `suppressRows` puts in the place of what is not told. */
function isHidden(cell: JsonObject): boolean {
  return cell['hidden'] === true && Object.keys(cell).length === 1;
}

/** Codes side by side, anything else as JSON. */
function listed(items: readonly Json[]): string {
  const isCodes = items.every((item) => typeof item !== 'object');
  return isCodes ? items.join(' ') : JSON.stringify(items);
}
