import { Avatar, Menu, UnstyledButton, useMantineColorScheme, VisuallyHidden } from '@mantine/core';
import { Check } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useHoldNews } from '../data/held-news';
import { useStore } from '../data/store';
import { roleOf, signIn, signInAs, signOut, useSession } from '../session/session';
import { chooseLanguage, LANGUAGES } from '../texts/i18n';

const APPEARANCES = ['light', 'dark', 'auto'] as const;

/** Who is signed in; goes on as another person of the demo at the same address. */
export function PersonMenu({ onKeys }: { readonly onKeys: () => void }) {
  const { t, i18n } = useTranslation();
  const session = useSession();
  const state = useStore(signIn);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [isOpen, setOpen] = useState(false);
  useHoldNews(isOpen);
  const people = state.status === 'in' ? state.people : [];
  const { person } = session;
  const role = t(`words.roles.${roleOf(session)}`);
  const mark = (isChosen: boolean) => (isChosen ? <Check size={14} aria-hidden /> : null);
  return (
    <Menu opened={isOpen} onChange={setOpen} position="bottom-end" width={260} withinPortal>
      <Menu.Target>
        <UnstyledButton>
          <Avatar aria-hidden name={person.name} color="petrol" size={34} variant="light" />
          <VisuallyHidden>{t('frame.person.menu', { name: person.name, role })}</VisuallyHidden>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown mah="80dvh" style={{ overflowY: 'auto' }}>
        <Menu.Label>{t('frame.person.menu', { name: person.name, role })}</Menu.Label>
        <Menu.Divider />
        <Menu.Label>{t('frame.person.switch')}</Menu.Label>
        {people.map((other) => (
          <Menu.Item
            key={other.subject}
            rightSection={mark(other.subject === person.subject)}
            onClick={() => void signInAs(other, people)}
          >
            {other.name} · {t(`words.roles.${other.role}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t('frame.person.appearance')}</Menu.Label>
        {APPEARANCES.map((each) => (
          <Menu.Item
            key={each}
            rightSection={mark(each === colorScheme)}
            onClick={() => setColorScheme(each)}
          >
            {t(`frame.person.${each}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t('frame.person.language')}</Menu.Label>
        {LANGUAGES.map((each) => (
          <Menu.Item
            key={each}
            rightSection={mark(each === i18n.language)}
            onClick={() => void chooseLanguage(each)}
          >
            <span lang={each}>{t(`frame.languages.${each}`)}</span>
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={onKeys}>{t('frame.person.keys')}</Menu.Item>
        <Menu.Item onClick={signOut}>{t('frame.person.out')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
