import { startApi, type ApiHost } from './api-host';
import {
  accepted,
  PEOPLE,
  readyEpisode,
  referral,
  registerPatient,
  setScene,
  type Scene,
} from './scene';

const EPISODE = `query Read($id: UUID!, $asOf: AsOf, $atLeast: AtLeast) {
  episode(id: $id, asOf: $asOf, atLeast: $atLeast) {
  therapist { id }
  referral { condition diagnoses { code }
    amendments { changed saidBy { value } } }
  clarifications { id due overdue question { value } answer { value } answeredBy { value } }
  authorizations { visits used to }
} }`;

describe('what changes after the referral, through the API', () => {
  let api: ApiHost;
  let scene: Scene;
  beforeAll(async () => {
    api = await startApi();
    scene = await setScene(api);
  });
  afterAll(() => api.close());

  /** At a moment, or with all that was recorded. */
  const read = async (subject: string, id: string, asOf?: object) => {
    const { position } = await api.engine.store.head();
    const when = asOf ? { asOf } : { atLeast: { position: String(position) } };
    return (await api.ask(subject, EPISODE, { id, ...when })).data?.episode;
  };

  it('asks the referrer, takes the answer and what they amend', async () => {
    const { clinicId } = scene;
    const patientId = await registerPatient(api, clinicId);
    const input = referral(clinicId, patientId);
    const { episodeId } = await accepted(api, PEOPLE.frontDesk, 'receiveReferral', input);
    const question = { episodeId, question: 'Which side?', due: '2026-01-30' };
    const dry = await accepted(api, PEOPLE.frontDesk, 'requestClarification', {
      ...question,
      check: true,
    });
    expect(dry.appended).toBe(false);
    const asked = await accepted(api, PEOPLE.frontDesk, 'requestClarification', question);
    const held = await api.send(PEOPLE.manager, 'acceptReferral', { episodeId });
    expect(held).toMatchObject({ __typename: 'Refused', code: 'REFERRAL_QUESTION_OPEN' });
    await accepted(api, PEOPLE.frontDesk, 'clarifyReferral', {
      episodeId,
      requestId: asked.clarificationId,
      answer: 'Left',
      saidBy: 'Ms Example',
    });
    await accepted(api, PEOPLE.manager, 'acceptReferral', { episodeId });
    const amendment = {
      referrer: { role: 'PHYSICIAN' },
      saidBy: 'Dr Sample',
      diagnoses: [{ code: 'M54.5', assertedByRole: 'PHYSICIAN' }],
    };
    const amended = await accepted(api, PEOPLE.frontDesk, 'amendReferral', {
      episodeId,
      ...amendment,
    });
    const other = { ...amendment, referrer: { role: 'DENTIST' } };
    const foreign = await api.send(PEOPLE.frontDesk, 'amendReferral', { episodeId, ...other });
    expect(foreign).toMatchObject({ __typename: 'Refused', code: 'REFERRER_DIFFERS' });
    expect(await read(PEOPLE.manager, episodeId)).toMatchObject({
      referral: {
        condition: 'LOW_BACK_PAIN',
        diagnoses: [{ code: 'M54.5' }],
        amendments: [{ changed: ['DIAGNOSES'], saidBy: { value: 'Dr Sample' } }],
      },
      clarifications: [
        {
          id: asked.clarificationId,
          overdue: false,
          question: { value: 'Which side?' },
          answer: { value: 'Left' },
          answeredBy: { value: 'Ms Example' },
        },
      ],
    });
    await accepted(api, PEOPLE.manager, 'assignTherapist', {
      episodeId,
      therapistId: scene.therapistId,
    });
    await accepted(api, PEOPLE.therapist, 'correctEntry', {
      episodeId,
      entryId: amended.events[0]!.id,
      replacement: {
        referralAmendment: {
          ...amendment,
          diagnoses: [{ code: 'M54.4', assertedByRole: 'PHYSICIAN' }],
        },
      },
      words: 'Misread the letter',
    });
    expect(await read(PEOPLE.manager, episodeId)).toMatchObject({
      referral: { diagnoses: [{ code: 'M54.4' }] },
    });
  });

  it('amends what a payer grants', async () => {
    const { episodeId } = await readyEpisode(api, scene);
    const granted = (await api.engine.streams.load('episode', episodeId)).folded.state!;
    const { authorizationId } = granted.authorizations[0]!;
    const period = { authorizationId, from: '2026-01-01', to: '2026-06-30' };
    await accepted(api, PEOPLE.frontDesk, 'amendAuthorization', {
      episodeId,
      visits: 9,
      ...period,
    });
    expect(await read(PEOPLE.therapist, episodeId)).toMatchObject({
      authorizations: [{ visits: 9, used: 0, to: '2026-06-30' }],
    });
  });

  it('hands an episode over; who had it reads it as it was until then', async () => {
    const { episodeId } = await readyEpisode(api, scene);
    const { position } = await api.engine.store.head();
    const { therapistId, otherTherapistId } = scene;
    const input = { episodeId, therapistId: otherTherapistId, handover: 'Likes heat' };
    await expect(api.send(PEOPLE.frontDesk, 'transferEpisode', input)).rejects.toThrow('FORBIDDEN');
    await expect(api.send(PEOPLE.otherTherapist, 'transferEpisode', input)).rejects.toThrow(
      'NOT_FOUND',
    );
    await accepted(api, PEOPLE.therapist, 'transferEpisode', input);
    expect(await read(PEOPLE.otherTherapist, episodeId)).toMatchObject({
      therapist: { id: otherTherapistId },
    });
    expect(await read(PEOPLE.therapist, episodeId)).toBeUndefined();
    const before = { position: String(position) };
    expect(await read(PEOPLE.therapist, episodeId, before)).toMatchObject({
      therapist: { id: therapistId },
    });
    // Of what came after the handover they read nothing.
    await accepted(api, PEOPLE.otherTherapist, 'giveConsent', {
      episodeId,
      by: 'PATIENT',
      scope: 'TREATMENT',
      formVersion: '2026-2',
    });
    const after = { position: String((await api.engine.store.head()).position) };
    expect(await read(PEOPLE.therapist, episodeId, after)).toBeUndefined();
    expect(await read(PEOPLE.farTherapist, episodeId, before)).toBeUndefined();
  });
});
