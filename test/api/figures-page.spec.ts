import { readFileSync } from 'node:fs';
import { buildSchema, getNamedType, isObjectType, type GraphQLObjectType } from 'graphql';
import { FIGURES_VERSION } from '../../src/api/shape-outcomes';
import { differing, figuresPage, fractionsIn, type Gives } from './figures-page';
import { calculations } from './figures-calculated';

/** Types whose fractions are recorded or agreed, not worked out. */
const RECORDED = [
  'Baseline',
  'CustomMeasure',
  'Goal',
  'GoalVersion',
  'GoalWindowDays',
  'Instrument',
  'InstrumentItem',
  'InstrumentItems',
  'ItemAnswer',
  'Observation',
  'ObservationMade',
  'PlanVersion',
  'Policy',
  'PrimaryMeasure',
  'SessionMinutes',
  'Threshold',
];
/** Answers that are figures in every field that they have. */
const ROOTS = ['Outcomes', 'ControlChart', 'Funnel', 'ReferralFunnel', 'GoalRevisions'];
/** The same of each answer: said at the head of the page. */
const OF_EACH = ['figuresVersion', 'asOf', 'incomplete'];
/** Text around the figures, or a list that is a page of them. */
const NO_EXAMPLE = ['OutcomeGroup.key', 'OutcomeGroup.figures', 'GoalRevisionGroup.key'];
const NO_EXAMPLE_LISTS = ['Outcomes.groups', 'GoalRevisions.groups', 'GoalRevisionGroup.figures'];

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));
const page = figuresPage();

function objectType(name: string): GraphQLObjectType {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new Error(`${name} is no object type of the schema`);
  return type;
}

/** Every field of the schema that is a figure: `Type.field`. */
function figureFields(): readonly string[] {
  const figures = new Set<string>();
  const open = ROOTS.map(objectType);
  const seen = new Set(open);
  for (let type = open.pop(); type; type = open.pop()) {
    for (const field of Object.values(type.getFields())) {
      if (OF_EACH.includes(field.name)) continue;
      // Words beside a key, asked for by an argument or by a resolver of their own.
      if (field.name === 'label') continue;
      figures.add(`${type.name}.${field.name}`);
      const named = getNamedType(field.type);
      if (!isObjectType(named) || seen.has(named)) continue;
      seen.add(named);
      open.push(named);
    }
  }
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || RECORDED.includes(type.name)) continue;
    for (const { name, type: of } of Object.values(type.getFields())) {
      if (getNamedType(of).name === 'Float') figures.add(`${type.name}.${name}`);
    }
  }
  return [...figures];
}

/** The fields that an example gives a value of. */
function givenBy(gives: Gives, type: GraphQLObjectType): readonly string[] {
  if (typeof gives !== 'object' || gives === null) return [];
  const names = Object.keys(gives);
  if (Array.isArray(gives) || names.every((name) => /^\d+$/.test(name))) {
    return Object.values(gives).flatMap((each: Gives) => givenBy(each, type));
  }
  return Object.entries(gives).flatMap(([name, each]: [string, Gives]) => {
    const field = type.getFields()[name];
    if (!field) throw new Error(`${type.name} has no field ${name}`);
    const named = getNamedType(field.type);
    return [`${type.name}.${name}`, ...(isObjectType(named) ? givenBy(each, named) : [])];
  });
}

describe('docs/outcomes.md', () => {
  it('has a place for every figure of the schema, and for nothing else', () => {
    const described = page.sections.flatMap(({ fields }) => fields);
    const known = new Set(figureFields());
    expect([...known].filter((field) => !described.includes(field))).toEqual([]);
    const fieldsOf = (name: string) => Object.keys(objectType(name).getFields());
    const unknown = described.filter((field) => {
      const [type = '', name = ''] = field.split('.');
      return !fieldsOf(type).includes(name);
    });
    expect(unknown).toEqual([]);
  });

  it('gives formula, source, rules and an example with each', () => {
    for (const { title, text, fields } of page.sections) {
      if (fields.length === 0) continue;
      for (const part of [
        '**Formula.**',
        '**Source.**',
        '**Rules.**',
        '**By hand.**',
        '```example',
      ]) {
        expect([title, part, text.includes(part)]).toEqual([title, part, true]);
      }
      expect(text).toContain(`Version ${FIGURES_VERSION} of the figures`);
    }
    expect(page.sections[0]?.text).toContain(`the version of the rules below: ${FIGURES_VERSION}.`);
  });

  it('works an example of every figure', () => {
    const worked = new Set(
      page.examples.flatMap(({ gives, type }) => givenBy(gives, objectType(type))),
    );
    const exempt = [...NO_EXAMPLE, ...NO_EXAMPLE_LISTS];
    const bare = figureFields().filter((field) => !worked.has(field) && !exempt.includes(field));
    expect(bare).toEqual([]);
  });

  it.each(page.examples.map((example) => [example.example, example] as const))(
    'says what the program gives: %s',
    (_name, { of, given, gives, section }) => {
      const calculate = calculations(page.cohort)[of];
      if (!calculate) throw new Error(`there is no calculation ${of}`);
      expect(differing(gives, calculate(given))).toEqual([]);
      const [, byHand = ''] = section.text.split('**By hand.**');
      const unsaid = fractionsIn(gives).filter((number) => !byHand.includes(number));
      expect(unsaid).toEqual([]);
    },
  );
});
