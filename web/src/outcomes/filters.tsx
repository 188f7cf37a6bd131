import { Button, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { OutcomeChoicesDocument, OutcomePeopleDocument } from '../../generated/graphql';
import { useRead } from '../data/read';
import { useWords } from '../display/use-words';
import { useSession } from '../session/session';
import classes from './outcomes.module.css';
import { AgainstChoice, PeriodChoice } from './period-choice';
import { PAYERS, type Question } from './question';

interface FiltersProps {
  readonly question: Question;
  /** Whether the page shows an earlier period beside the chosen one. */
  readonly compares?: boolean;
}

/** Which episodes: period, place, people, kind of complaint; all of it is in the address. */
export function Filters({ question, compares = false }: FiltersProps) {
  const { t } = useTranslation();
  const words = useWords();
  const { search, set } = question;
  const choices = useChoices();
  const isFiltered = (
    ['clinic', 'therapist', 'condition', 'payer', 'measure', 'label'] as const
  ).some((name) => search[name] !== undefined);
  return (
    <div className={classes['filters']} role="group" aria-label={t('outcomes.filters')}>
      <PeriodChoice question={question} />
      {compares && <AgainstChoice question={question} />}
      <Choice name="clinic" question={question} data={choices.clinics} />
      <Choice name="therapist" question={question} data={choices.people} />
      <Choice
        name="condition"
        question={question}
        data={
          choices.conditions?.map((value) => ({ value, label: words.condition(value) })) ?? null
        }
      />
      <Choice
        name="payer"
        question={question}
        data={PAYERS.map((value) => ({ value, label: t(`outcomes.payers.${value}`) }))}
      />
      <Choice
        name="measure"
        question={question}
        data={choices.measures.map(({ code, name }) => ({
          value: code,
          label: name ?? words.measure(code),
        }))}
      />
      {isFiltered && (
        <Button
          variant="subtle"
          className={classes['clear'] ?? ''}
          onClick={() => {
            set({
              clinic: undefined,
              therapist: undefined,
              condition: undefined,
              payer: undefined,
              measure: undefined,
              label: undefined,
            });
          }}
        >
          {t('outcomes.clear')}
        </Button>
      )}
    </div>
  );
}

interface Option {
  readonly value: string;
  readonly label: string;
}

interface ChoiceProps {
  readonly name: 'clinic' | 'therapist' | 'condition' | 'payer' | 'measure';
  readonly question: Question;
  /** Null: on its way. Its place is kept, so that nothing moves when it is there. */
  readonly data: readonly Option[] | null;
}

/** One of several, or all; with nothing to choose from it is left out. */
function Choice({ name, question, data: known }: ChoiceProps) {
  const { t } = useTranslation();
  const value = question.search[name] ?? null;
  const data = known ?? [];
  if (known && known.length < 2 && value === null) return null;
  // What the address names is shown, though it is none of the choices of this person.
  const isKnown = value === null || data.some((each) => each.value === value);
  const options = isKnown ? data : [...data, { value, label: value }];
  return (
    <Select
      label={t(`outcomes.filter.${name}`)}
      placeholder={t('outcomes.filter.any')}
      data={options}
      value={value}
      onChange={(chosen) => question.set({ [name]: chosen ?? undefined })}
      disabled={known === null}
      clearable
      searchable
      size="sm"
      w={146}
    />
  );
}

interface Choices {
  readonly clinics: readonly Option[];
  readonly people: readonly Option[] | null;
  readonly conditions: readonly string[] | null;
  readonly measures: readonly { readonly code: string; readonly name: string | null }[];
}

/** Instruments with a score at a moment: what an episode can be judged by. */
const BUILT_IN = ['NPRS', 'PSFS', 'ODI', 'NDI', 'QUICKDASH', 'LEFS', 'HEADACHE_DAYS_28'];

function useChoices(): Choices {
  const { clinics, may, me } = useSession();
  const own = new Set(me.clinics.map(({ id }) => id));
  const reached = own.size > 0 ? clinics.filter(({ id }) => own.has(id)) : clinics;
  const { data } = useRead(OutcomeChoicesDocument, {}, { pause: !may('READ_POLICY') });
  const people = useRead(OutcomePeopleDocument, {}, { pause: !may('READ_STAFF') }).data;
  const none = {
    people: may('READ_STAFF') ? null : [],
    conditions: may('READ_POLICY') ? null : [],
  };
  return {
    clinics: reached.map(({ id, name }) => ({ value: id, label: name })),
    people:
      people?.staff.staff
        .map(({ id, name }) => ({ value: id, label: name?.value ?? id }))
        .sort((a, b) => a.label.localeCompare(b.label)) ?? none.people,
    conditions: data?.outcomes.groups.flatMap(({ key }) => key ?? []) ?? none.conditions,
    measures: [
      ...BUILT_IN.map((code) => ({ code, name: null })),
      ...(data?.policy.customMeasures ?? []),
    ],
  };
}
