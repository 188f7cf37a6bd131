import {
  Kind,
  OperationTypeNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
  type VariableDefinitionNode,
} from 'graphql';
import { tooCostly } from './errors';

/** Bounds of a document; a field costs 1, times the `first` of the lists that it is in. */
export const TOKENS_MAX = 2_000;
export const DEPTH_MAX = 12;
export const COST_MAX = 20_000;
export const MUTATIONS_MAX = 10;
/** The standard introspection query goes deeper than any question about patients. */
const INTROSPECTION_DEPTH_MAX = 24;

interface Weight {
  readonly cost: number;
  readonly depth: number;
  /** Fields side by side, those of fragments included. */
  readonly width: number;
}
const NOTHING: Weight = { cost: 0, depth: 0, width: 0 };

/**
 * Throws `TOO_COSTLY` for a document that goes too deep or asks for too much. It was validated,
 * so its fragments form no cycle; each is weighed once.
 */
export function assertAffordable(
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>> = {},
): void {
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const { selectionSet, operation, variableDefinitions = [] } = definition;
    const weigher = new Weigher(document, { ...defaultsOf(variableDefinitions), ...variables });
    const { cost, depth, width } = weigher.selection(selectionSet);
    if (operation === OperationTypeNode.MUTATION && width > MUTATIONS_MAX) {
      const facts = { mutations: width, max: MUTATIONS_MAX };
      throw tooCostly(`At most ${MUTATIONS_MAX} mutations may be sent at once.`, facts);
    }
    const depthMax = isIntrospection(document) ? INTROSPECTION_DEPTH_MAX : DEPTH_MAX;
    if (depth > depthMax) {
      throw tooCostly(`The query is ${depth} levels deep; at most ${depthMax} are answered.`, {
        depth,
        max: depthMax,
      });
    }
    if (cost > COST_MAX) {
      throw tooCostly(`The query costs ${cost}; at most ${COST_MAX} are answered: ask for less.`, {
        cost,
        max: COST_MAX,
      });
    }
  }
}

/** Whole numbers that variables stand for where none is sent. */
function defaultsOf(definitions: readonly VariableDefinitionNode[]): Record<string, number> {
  return Object.fromEntries(
    definitions.flatMap(({ variable, defaultValue }) =>
      defaultValue?.kind === Kind.INT ? [[variable.name.value, Number(defaultValue.value)]] : [],
    ),
  );
}

/** Whether a document asks of nothing but the schema. */
export function isIntrospection(document: DocumentNode): boolean {
  return document.definitions.every(
    (definition) =>
      definition.kind !== Kind.OPERATION_DEFINITION ||
      (definition.operation === OperationTypeNode.QUERY &&
        definition.selectionSet.selections.every(isOfSchema)),
  );
}

/** How many operations a document holds; one of them is run. */
export function operationsIn(document: DocumentNode): number {
  return document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).length;
}

function isOfSchema(selection: SelectionSetNode['selections'][number]): boolean {
  return selection.kind === Kind.FIELD && selection.name.value.startsWith('__');
}

class Weigher {
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  readonly #weights = new Map<string, Weight>();

  constructor(
    document: DocumentNode,
    private readonly variables: Readonly<Record<string, unknown>>,
  ) {
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) {
        this.#fragments.set(definition.name.value, definition);
      }
    }
  }

  selection({ selections }: SelectionSetNode): Weight {
    return selections.reduce((sum, each) => {
      const { cost, depth, width } = this.#one(each);
      return {
        cost: sum.cost + cost,
        depth: Math.max(sum.depth, depth),
        width: sum.width + width,
      };
    }, NOTHING);
  }

  #one(selection: SelectionSetNode['selections'][number]): Weight {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return this.#fragment(selection.name.value);
    if (selection.kind === Kind.INLINE_FRAGMENT) return this.selection(selection.selectionSet);
    const inner = selection.selectionSet ? this.selection(selection.selectionSet) : NOTHING;
    return { cost: 1 + inner.cost * this.#times(selection), depth: 1 + inner.depth, width: 1 };
  }

  #fragment(name: string): Weight {
    const known = this.#weights.get(name);
    if (known) return known;
    const fragment = this.#fragments.get(name);
    const weight = fragment ? this.selection(fragment.selectionSet) : NOTHING;
    this.#weights.set(name, weight);
    return weight;
  }

  /** How many of a list are asked for. */
  #times(field: FieldNode): number {
    const first = field.arguments?.find(({ name }) => name.value === 'first')?.value;
    if (first?.kind === Kind.INT) return Math.max(1, Number(first.value));
    if (first?.kind !== Kind.VARIABLE) return 1;
    const given = this.variables[first.name.value];
    return typeof given === 'number' ? Math.max(1, given) : 1;
  }
}
