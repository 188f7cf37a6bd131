import { Button, type ButtonProps } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { FORMS, type FormName } from '../commands/forms';
import { useAsked } from '../data/use-asked';
import { useSession } from '../session/session';

interface FormLinkProps extends ButtonProps {
  readonly form: FormName;
  /** Id of what it is about; absent: the episode. */
  readonly about?: string;
}

/** Opens a form; nothing for who may not send it, and nothing in the past. */
export function FormLink({ form, about, ...props }: FormLinkProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { may } = useSession();
  const isPast = useAsked() !== null;
  if (isPast || !may(FORMS[form].right)) return null;
  return (
    <Button
      variant="default"
      size="compact-sm"
      {...props}
      onClick={() => void navigate({ to: '.', search: (before) => ({ ...before, form, about }) })}
    >
      {t(`commands.title.${form}`)}
    </Button>
  );
}
