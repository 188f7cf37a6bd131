import { TextInput } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { forwardRef, useEffect, useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../session/session';
import classes from './patient-search.module.css';

/** Finds a patient of the caseload: Enter shows it with who fits. */
export const PatientSearch = forwardRef<HTMLInputElement>(function PatientSearch(_props, ref) {
  const { t } = useTranslation();
  const { may } = useSession();
  const navigate = useNavigate();
  const asked = useSearch({ strict: false, select: ({ q }) => q }) ?? '';
  const [text, setText] = useState(asked);
  useEffect(() => setText(asked), [asked]);
  if (!may('READ_EPISODES')) return null;
  const find = (event: SyntheticEvent) => {
    event.preventDefault();
    const q = text.trim();
    void navigate({
      to: '/caseload',
      search: (before) => ({ ...before, q: q === '' ? undefined : q }),
    });
  };
  return (
    <form role="search" onSubmit={find} className={classes['search']}>
      <TextInput
        ref={ref}
        type="search"
        aria-label={t('frame.search.label')}
        placeholder={t('frame.search.placeholder')}
        leftSection={<Search size={16} aria-hidden />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </form>
  );
});
