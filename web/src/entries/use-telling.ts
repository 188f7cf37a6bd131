import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { TherapistsDocument } from '../../generated/graphql';
import { useRead } from '../data/read';
import { useLocale } from '../display/use-locale';
import { useWords } from '../display/use-words';
import { useSession } from '../session/session';
import type { Telling, Told } from './telling';

/** An entry with who recorded it. */
interface Recorded extends Told {
  readonly actor: {
    readonly id: string;
    readonly name?: { readonly value?: string | null } | null;
  };
}

/** What is needed to tell the facts of the entries of an episode, in the zone of its clinic. */
export function useTelling(entries: readonly Recorded[], clinicId: string | null): Telling {
  const { t } = useTranslation();
  const words = useWords();
  const { may } = useSession();
  const locale = useLocale(clinicId);
  const staff = useRead(
    TherapistsDocument,
    { clinicIds: clinicId === null ? [] : [clinicId] },
    { pause: clinicId === null || !may('READ_STAFF') },
  );
  const found = staff.data?.staff.staff;
  return useMemo(() => {
    // Who does not treat there any more has recorded something at least.
    const people = [...entries.map(({ actor }) => actor), ...(found ?? [])];
    const names = new Map(people.map(({ id, name }) => [id, name?.value ?? '']));
    return { entries, names, locale, t, words };
  }, [entries, found, locale, t, words]);
}
