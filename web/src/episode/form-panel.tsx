import { ActionIcon, Group, Title } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CommandForm } from '../commands/command-form';
import type { FormContext } from '../commands/form-context';
import { FORMS, formNamed } from '../commands/forms';
import { useAsked } from '../data/use-asked';
import { useSession } from '../session/session';
import { CorrectionForm } from './correction-form';
import classes from './episode.module.css';

interface FormPanelProps {
  readonly context: Omit<FormContext, 'about'>;
}

/** The form that the address names, beside the page, which stays readable. */
export function FormPanel({ context }: FormPanelProps) {
  const { t } = useTranslation();
  const { form: asked, about } = useSearch({ strict: false });
  const { may } = useSession();
  const isPast = useAsked() !== null;
  const navigate = useNavigate();
  const title = useRef<HTMLHeadingElement>(null);
  const panel = useRef<HTMLElement>(null);
  const opener = useRef<Element | null>(null);
  const [round, setRound] = useState(0);
  const name = formNamed(asked);
  useEffect(() => {
    if (name === null) {
      // Now that what is behind it can be seen again, also where a form takes the whole screen.
      if (opener.current instanceof HTMLElement) opener.current.focus();
      opener.current = null;
      return;
    }
    opener.current ??= document.activeElement;
    // The form before this one may have been read to its end.
    panel.current?.scrollTo({ top: 0 });
    title.current?.focus();
  }, [name, about]);
  if (name === null || isPast || !may(FORMS[name].right)) return null;
  const FormOf = name === 'correctEntry' ? CorrectionForm : CommandForm;
  const close = () => {
    void navigate({
      to: '.',
      search: (before) => ({ ...before, form: undefined, about: undefined }),
    });
  };
  return (
    <aside
      ref={panel}
      className={classes['panel']}
      data-full-screen
      aria-labelledby="form-title"
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      <Group justify="space-between" wrap="nowrap" mb="md">
        <Title order={2} id="form-title" tabIndex={-1} ref={title}>
          {t(`commands.title.${name}`)}
        </Title>
        <ActionIcon variant="subtle" color="gray" onClick={close} aria-label={t('commands.close')}>
          <X size={18} aria-hidden />
        </ActionIcon>
      </Group>
      <FormOf
        key={`${name} ${about ?? ''} ${round}`}
        name={name}
        spec={FORMS[name]}
        context={{ ...context, about: about ?? null }}
        onDone={close}
        onDiscarded={() => {
          setRound((before) => before + 1);
          title.current?.focus();
        }}
      />
    </aside>
  );
}
