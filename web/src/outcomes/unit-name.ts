import { useTranslation } from 'react-i18next';
import { useWords } from '../display/use-words';
import { PAYERS, type Grouping } from './question';

/** What a unit is called: clinics and people by their names, codes by their words. */
export function useUnitName(
  by: Grouping,
): (unit: { readonly key?: string | null; readonly label?: string | null }) => string {
  const { t } = useTranslation();
  const words = useWords();
  return ({ key, label }) => {
    if (key === null || key === undefined) return t('outcomes.intervals.nobody');
    if (by === 'CONDITION') return words.condition(key);
    const payer = PAYERS.find((each) => each === key);
    if (by === 'PAYER' && payer) return t(`outcomes.payers.${payer}`);
    return label ?? key;
  };
}
