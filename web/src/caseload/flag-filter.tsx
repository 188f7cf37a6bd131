import { UnstyledButton } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { CaseloadFlag } from '../../generated/graphql';
import classes from './flag-filter.module.css';
import { FlagMark } from './flag-mark';
import { flagsIn, toggled } from './narrowed';

interface Props {
  readonly counts: readonly { readonly flag: CaseloadFlag; readonly count: number }[];
  /** What the address says. */
  readonly chosen: string | undefined;
}

/** How many episodes have each flag; each count shows only those. */
export function FlagFilter({ counts, chosen }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const flags = flagsIn(chosen);
  if (counts.length === 0) return null;
  return (
    <div role="group" aria-label={t('caseload.flags')} className={classes['filter']}>
      {counts.map(({ flag, count }) => (
        <UnstyledButton
          key={flag}
          className={classes['toggle']}
          aria-pressed={flags.includes(flag)}
          onClick={() =>
            void navigate({
              to: '/caseload',
              replace: true,
              search: (before) => ({ ...before, flags: toggled(chosen, flag) }),
            })
          }
        >
          <strong>{count}</strong>
          <FlagMark flag={flag} />
        </UnstyledButton>
      ))}
    </div>
  );
}
