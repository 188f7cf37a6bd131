import { writtenNumber } from '../display/numbers';
import { dataOf, type DataOf } from './data-of';
import { day, measured, measureOf, word, type Tellers, type Telling } from './telling';

/** What entries about a goal say. */
export const goalFacts: Tellers = {
  GoalSet: (d, telling) => [goalMeasure(d, telling), terms(d, telling)],
  GoalReplaced: revised,
  GoalRevised: revised,
  GoalScored: (d, telling) => [scoreOf(d, telling)],
  GoalAbandoned: (d, telling) => [goalMeasure(d, telling)],
};

function revised(d: DataOf, telling: Telling): readonly string[] {
  return [
    goalMeasure(d, telling),
    terms(d, telling),
    word(telling.t, 'revisionReasons', d.text('reason')),
    telling.t('facts.evidence', { count: d.parts('evidence').length }),
  ];
}

/** What a goal is measured by: as it was set. */
function goalMeasure(d: DataOf, { entries, words }: Telling): string {
  const id = d.text('goalId');
  const set = entries.find(
    ({ type, data }) =>
      (type === 'GoalSet' || type === 'GoalReplaced') && dataOf(data).text('goalId') === id,
  );
  return set ? measureOf(dataOf(set.data).part('measure'), words) : '';
}

function terms(d: DataOf, { t, locale }: Telling): string {
  const aim = d.part('terms');
  const target = aim.number('target');
  if (target === undefined) return '';
  const number = (value: number) => writtenNumber(value, locale.language, 1);
  const due = day(aim.text('due'), locale);
  const from = d.part('baseline').number('score');
  return from === undefined
    ? t('facts.target', { to: number(target), day: due })
    : t('episode.goalTerms', { from: number(from), to: number(target), day: due });
}

/** The score that a goal ended with. */
function scoreOf(d: DataOf, telling: Telling): string {
  const id = d.text('observationId');
  const found = telling.entries
    .flatMap(({ data }) => dataOf(data).parts('observations'))
    .find((each) => each.text('id') === id || each.text('observationId') === id);
  return found ? measured([found], telling) : '';
}
