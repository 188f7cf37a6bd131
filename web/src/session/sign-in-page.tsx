import { Badge, Group, SimpleGrid, Stack, Text, Title, UnstyledButton } from '@mantine/core';
import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useStore } from '../data/store';
import type { DemoPerson } from './demo-sign-in';
import classes from './sign-in-page.module.css';
import { signIn, signInAs } from './session';

/** The demo's sign-in: whom one can be. The address that was asked for is opened afterwards. */
export function SignInPage() {
  const { t } = useTranslation();
  const state = useStore(signIn);
  const navigate = useNavigate();
  const isOwnAddress = useRouterState({
    select: ({ location }) => location.pathname === '/sign-in',
  });
  const people = 'people' in state ? state.people : null;
  if (people === null) {
    return (
      <Stack component="main" className={classes['page']} gap="xs">
        <Title order={1}>{t('frame.signIn.none')}</Title>
        <Text>{t('frame.signIn.noneText')}</Text>
      </Stack>
    );
  }
  const choose = async (person: DemoPerson) => {
    await signInAs(person, people);
    if (isOwnAddress) await navigate({ to: '/' });
  };
  return (
    <Stack
      component={isOwnAddress && state.status === 'in' ? 'div' : 'main'}
      className={classes['page']}
    >
      <Group gap="sm">
        <Text fw={700} size="lg">
          {t('frame.product')}
        </Text>
        <Badge variant="outline">{t('frame.demo')}</Badge>
      </Group>
      <Title order={1}>{t('frame.signIn.title')}</Title>
      <Text>{t('frame.signIn.lead')}</Text>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="sm">
        {people.map((person) => (
          <UnstyledButton
            key={person.subject}
            className={classes['person']}
            onClick={() => void choose(person)}
          >
            <Text fw={600}>{person.name}</Text>
            <Text size="sm" c="var(--quiet)">
              {t(`words.roles.${person.role}`)}
            </Text>
          </UnstyledButton>
        ))}
      </SimpleGrid>
    </Stack>
  );
}
