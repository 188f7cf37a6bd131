import { Button, Fieldset, Group, Stack, Text, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useNavigate } from '@tanstack/react-router';
import type { SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import {
  ReceiveReferralDocument,
  ReferralRulesDocument,
  RegisterPatientDocument,
  type ReferralRulesQuery,
} from '../../generated/graphql';
import { draftOf, dropDraft, keepDraft, type Values } from '../commands/drafts';
import { useFieldErrors } from '../commands/field-errors';
import { fieldId } from '../commands/field-id';
import { FieldInput } from '../commands/field-input';
import { textOf, type Field, type Form } from '../commands/fields';
import { OutcomeBox } from '../commands/outcome-box';
import { useCommand } from '../commands/use-command';
import { useRead } from '../data/read';
import { useAsked } from '../data/use-asked';
import { Empty, Forbidden, Loaded } from '../frame/states';
import { toast } from '../frame/toast';
import { usePlace } from '../frame/trail';
import { useSession } from '../session/session';
import { PatientChoice } from './patient-choice';
import {
  patientFields,
  patientOf,
  referralFields,
  referralOf,
  type Asking,
} from './referral-fields';

const DRAFT = 'new referral';

/** A referral came in: for whom, by whom, what for. It ends on the new episode. */
export function ReferralPage() {
  const { t } = useTranslation();
  usePlace(t('referral.title'));
  const { may } = useSession();
  const isPast = useAsked() !== null;
  const mayReceive = may('HANDLE_REFERRALS') && may('SEARCH_PATIENTS');
  const read = useRead(ReferralRulesDocument, {}, { pause: !mayReceive || isPast });
  if (!mayReceive) return <Forbidden />;
  if (isPast) return <Empty title={t('referral.pastTitle')}>{t('commands.inPast')}</Empty>;
  return (
    <Stack gap="md" maw={640}>
      <div>
        <Title order={1}>{t('referral.title')}</Title>
        <Text c="var(--quiet)">{t('referral.lead')}</Text>
      </div>
      <Loaded read={read}>{({ policy }) => <Written rules={policy} />}</Loaded>
    </Stack>
  );
}

/** What is written, and how it is sent: the patient first, where they are new. */
function useReferral(asking: Asking) {
  const { may, zoneOf } = useSession();
  const { t } = asking;
  const navigate = useNavigate();
  const [first, second] = asking.clinics;
  // Of several one has to be chosen.
  const clinicId = second === undefined ? (first?.value ?? '') : '';
  const start: Values = { clinicId, urgency: 'ROUTINE' };
  const form: Form = useForm<Record<string, unknown>>({
    mode: 'controlled',
    initialValues: { ...start, ...draftOf(DRAFT) },
    onValuesChange: (values) => keepDraft(DRAFT, values),
  });
  const register = useCommand(RegisterPatientDocument);
  const receive = useCommand(ReceiveReferralDocument);
  useFieldErrors(receive.state, form.setErrors);
  const discard = () => {
    const names = Object.keys(form.getValues());
    form.setValues({ ...Object.fromEntries(names.map((name) => [name, ''])), ...start });
    dropDraft(DRAFT);
    register.reset();
    receive.reset();
  };
  const send = async () => {
    const values = form.getValues();
    const clinicId = textOf(values, 'clinicId') ?? '';
    let patientId = textOf(values, 'patientId');
    if (patientId === undefined) {
      const registered = await register.send(patientOf(values, clinicId));
      if (!registered) return;
      patientId = registered.patientId;
      // A refusal of the referral does not register them once more.
      form.setValues({ patientId, chosenName: textOf(values, 'patientName'), isNew: false });
    }
    const ids = { clinicId, patientId };
    const received = await receive.send(referralOf(values, ids, zoneOf(clinicId)));
    if (!received) return;
    dropDraft(DRAFT);
    if (may('READ_EPISODES')) {
      void navigate({ to: '/episodes/$id', params: { id: received.episodeId } });
      return;
    }
    // Who may not read episodes, such as the front desk, goes on with the next referral.
    toast(t('referral.received'), t, { color: 'petrol' });
    discard();
  };
  const onSubmit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const errors = missing(form.getValues(), asking);
    form.setErrors(errors);
    const [first] = Object.keys(errors);
    if (first === undefined) void send();
    else document.getElementById(fieldId(first))?.focus();
  };
  return { form, register, receive, onSubmit, discard };
}

function Written({ rules }: { readonly rules: ReferralRulesQuery['policy'] }) {
  const { t } = useTranslation();
  const { me, may, clinics: all } = useSession();
  // Who works for every clinic has none of their own.
  const clinics = (me.clinics.length > 0 ? me.clinics : all).map(({ id, name }) => ({
    value: id,
    label: name,
  }));
  const asking: Asking = { t, rules, clinics };
  const { form, register, receive, onSubmit, discard } = useReferral(asking);
  const values = form.getValues();
  const isBusy = [register, receive].some(({ state }) => /sending|checking/.test(state.kind));
  const open = register.state.kind === 'idle' ? receive : register;
  return (
    <form onSubmit={onSubmit} noValidate aria-busy={isBusy}>
      <Stack gap="md">
        <Fieldset legend={t('referral.patient')} disabled={isBusy}>
          <Patient form={form} asking={asking} mayRegister={may('REGISTER_PATIENTS')} />
        </Fieldset>
        <Fieldset legend={t('referral.referral')} disabled={isBusy}>
          <Stack gap="md">
            {referralFields(asking).map((field) => (
              <FieldInput key={field.name} field={field} form={form} context={null} />
            ))}
          </Stack>
        </Fieldset>
        <OutcomeBox
          state={open.state}
          fields={referralFields(asking)}
          context={null}
          values={values}
          onContinue={open.reset}
          onDiscard={discard}
          onGiveUp={open.reset}
        />
        <Group justify="space-between">
          <Button type="submit" loading={isBusy}>
            {t('commands.record')}
          </Button>
          <Button variant="subtle" color="gray" onClick={discard} disabled={isBusy}>
            {t('commands.discard')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface PatientProps {
  readonly form: Form;
  readonly asking: Asking;
  readonly mayRegister: boolean;
}

/** Who was found, or who is new. */
function Patient({ form, asking, mayRegister }: PatientProps) {
  const { t } = useTranslation();
  const values = form.getValues();
  const name = textOf(values, 'chosenName');
  const again = () => form.setValues({ patientId: '', chosenName: '', isNew: false });
  if (textOf(values, 'patientId') !== undefined) {
    return (
      <Group justify="space-between">
        <Text fw={600}>{t('referral.chosen', { name })}</Text>
        <Button variant="default" size="compact-sm" onClick={again}>
          {t('referral.another')}
        </Button>
      </Group>
    );
  }
  if (values['isNew'] === true) {
    return (
      <Stack gap="md">
        <Group justify="space-between">
          <Text fw={600}>{t('referral.new')}</Text>
          <Button variant="default" size="compact-sm" onClick={again}>
            {t('referral.another')}
          </Button>
        </Group>
        {patientFields(asking).map((field) => (
          <FieldInput key={field.name} field={field} form={form} context={null} />
        ))}
      </Stack>
    );
  }
  return (
    <Stack gap="xs">
      <PatientChoice
        onChosen={(patient) =>
          form.setValues({ patientId: patient.id, chosenName: patient.name, isNew: false })
        }
        onNew={mayRegister ? (text) => form.setValues({ isNew: true, patientName: text }) : null}
      />
      {form.errors['patientId'] && (
        <Text role="alert" c="var(--mantine-color-error)" id={fieldId('patientId')} tabIndex={-1}>
          {form.errors['patientId']}
        </Text>
      )}
    </Stack>
  );
}

function missing(values: Values, asking: Asking): Record<string, string> {
  const { t } = asking;
  const isNew = values['isNew'] === true && textOf(values, 'patientId') === undefined;
  const isNobody = !isNew && textOf(values, 'patientId') === undefined;
  const fields: readonly Field[] = [
    ...(isNew ? patientFields(asking) : []),
    ...referralFields(asking),
  ];
  const empty = fields.filter(
    (field) =>
      field.kind !== 'part' && field.required === true && textOf(values, field.name) === undefined,
  );
  return {
    ...(isNobody ? { patientId: t('referral.noPatient') } : {}),
    ...Object.fromEntries(empty.map(({ name }) => [name, t('commands.required')])),
  };
}
