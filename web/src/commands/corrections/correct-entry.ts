import {
  CorrectEntryDocument,
  type EntryType,
  type ReplacementInput,
} from '../../../generated/graphql';
import type { Values } from '../drafts';
import { textOf, type Field } from '../fields';
import type { FormContext } from '../form-context';
import { formOf } from '../form-spec';
import { instantOf, localTime } from '../moments';
import { careCorrections } from './care';
import type { Correction } from './correction';
import { goalCorrections } from './goals';
import type { Said } from './said';
import { treatmentCorrections } from './treatment';

const CORRECTIONS: Readonly<Partial<Record<EntryType, Correction>>> = {
  ...careCorrections,
  ...goalCorrections,
  ...treatmentCorrections,
};

/** Whether the pages have a form to correct that kind of entry by. */
export function isCorrectable(type: EntryType): boolean {
  return type in CORRECTIONS;
}

interface Known {
  readonly said: Said;
  readonly correction: Correction;
  /** As it was for the form that the entry was recorded with. */
  readonly context: FormContext;
}

function known(context: FormContext): Known | null {
  const said = context.said ?? null;
  const correction = said ? CORRECTIONS[said.type] : undefined;
  if (!said || !correction) return null;
  return { said, correction, context: correction.before?.(said, context) ?? context };
}

function fieldsOf(context: FormContext, values: Values): readonly Field[] {
  const entry = known(context);
  if (!entry) return [];
  const { t } = context;
  const { said, correction } = entry;
  // What a revision would do is shown by a dry run of a new one, which this is not.
  const fields = correction.form
    .fields(entry.context, values)
    .filter(({ name }) => name !== 'preview');
  const moment: Field = {
    ...{ kind: 'moment', name: 'correctedOccurredAt', required: true },
    label: t('commands.fields.correctedOccurredAt'),
  };
  return [
    ...fields.map((field) => withRecorded(field, said, entry)),
    ...(correction.hasMoment === false ? [] : [moment]),
    {
      ...{ kind: 'area', name: 'correctionWords', required: true },
      label: t('commands.fields.correctionWords'),
      hint: t('commands.hints.correctionWords'),
    },
  ];
}

/** What was chosen then can be chosen still, even where it is no longer offered. */
function withRecorded(field: Field, said: Said, { correction, context }: Known): Field {
  if (field.kind !== 'choice') return field;
  const value = textOf(correction.start(said, context), field.name);
  if (value === undefined || field.options.some((each) => each.value === value)) return field;
  return { ...field, options: [...field.options, { value, label: value }] };
}

function startOf(context: FormContext): Values {
  const entry = known(context);
  if (!entry) return {};
  const { said, correction } = entry;
  const words = Object.entries(correction.words ?? {}).map(
    ([name, field]) => [name, said.words.get(field) ?? ''] as const,
  );
  return {
    ...correction.start(said, entry.context),
    ...Object.fromEntries<unknown>(words),
    correctedOccurredAt: localTime(said.at, context.locale.zone),
  };
}

function inputOf(values: Values, context: FormContext): object {
  const entry = known(context);
  if (!entry) return {};
  const { said, correction } = entry;
  return {
    ...correction.form.toInput(values, entry.context),
    ...unchangedWords(values, entry),
    ...correction.rest?.(said, values, entry.context),
  };
}

/** Words that were not touched are not said again: they hold. Needed ones always go with it. */
function unchangedWords(values: Values, { said, correction, context }: Known): object {
  const needed = new Set(
    correction.form
      .fields(context, values)
      .filter((field) => field.kind !== 'part' && field.required === true)
      .map(({ name }) => name),
  );
  const same = Object.entries(correction.words ?? {}).filter(([name, field]) => {
    return !needed.has(name) && textOf(values, name) === said.ownWords.get(field)?.trim();
  });
  return Object.fromEntries<unknown>(same.map(([name]) => [name, null]));
}

export const correctEntry = formOf({
  right: 'TREAT',
  document: CorrectEntryDocument,
  restsOnSeen: true,
  hasOccurred: false,
  fields: fieldsOf,
  start: startOf,
  toInput: (values, context) => {
    const { said } = context;
    const kind = known(context)?.correction.kind;
    const zone = context.locale.zone;
    const moment = textOf(values, 'correctedOccurredAt');
    const isMoved = said && moment !== undefined && moment !== localTime(said.at, zone);
    return {
      entryId: said?.id ?? '',
      // Of the kind of the entry: the service checks what is in it, field by field.
      replacement: { [String(kind)]: inputOf(values, context) } as unknown as ReplacementInput,
      correctedOccurredAt: isMoved ? (instantOf(moment, zone) ?? moment) : null,
      words: textOf(values, 'correctionWords') ?? '',
    };
  },
});
