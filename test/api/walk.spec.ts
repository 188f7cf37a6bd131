import { randomUUID } from 'node:crypto';
import { defaultScreening } from '../../src/domain/policy/contraindications';
import { startApi, type ApiHost } from './api-host';
import {
  accepted,
  goalInput,
  PEOPLE,
  readyEpisode,
  referral,
  registerPatient,
  setScene,
  type Scene,
} from './scene';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

describe('an episode through the API', () => {
  let api: ApiHost;
  let scene: Scene;
  beforeAll(async () => {
    api = await startApi();
    scene = await setScene(api);
  });
  afterAll(() => api.close());

  const treat = (mutation: string, input: object) =>
    accepted(api, PEOPLE.therapist, mutation, input);

  it('goes from referral to discharge', async () => {
    const { episodeId, goal } = await readyEpisode(api, scene);
    const { therapistId } = scene;
    const { clock } = api.engine;
    expect(goal.goalId).toMatch(/^[0-9a-f-]{36}$/);
    expect(goal.goalVersionId).toBe(goal.events[0]!.id);

    const from = clock.now() + DAY_MS;
    const slot = (start: number) => ({
      from: new Date(start).toISOString(),
      to: new Date(start + HOUR_MS).toISOString(),
    });
    const book = (start: number) =>
      accepted(api, PEOPLE.frontDesk, 'scheduleSession', {
        episodeId,
        therapistId,
        ...slot(start),
      });
    const first = await book(from);
    const second = await book(from + DAY_MS);
    const third = await book(from + 2 * DAY_MS);

    clock.forward(DAY_MS);
    const sessionId = first.sessionId;
    const given = { techniques: ['MYOFASCIAL_RELEASE'], sites: ['NECK'], pressure: 'MODERATE' };
    const started = await treat('startSession', {
      episodeId,
      sessionId,
      therapistId,
      planned: given,
      screening: defaultScreening.map((kind) => ({ kind, present: false })),
    });
    expect(started.sessionId).toBe(sessionId);
    clock.forward(HOUR_MS);
    const held = await treat('completeSession', {
      episodeId,
      sessionId,
      therapistId,
      startedAt: new Date(from).toISOString(),
      endedAt: new Date(from + 50 * 60_000).toISOString(),
      given,
      painBefore: 6,
      painAfter: 4,
      notes: 'Tolerated well',
    });
    expect(held.observations.map(({ score }) => score)).toEqual([6, 4]);
    expect(held.deviations).toEqual([]);
    expect(held.events[0]!.occurredAt).toBe(new Date(from + 50 * 60_000).toISOString());

    const reaction = await treat('reportReaction', {
      episodeId,
      severity: 'SEVERE',
      sessionId,
      description: 'Dizzy in the evening',
    });
    expect(reaction.events.map(({ type }) => type)).toEqual([
      'AdverseReactionReported',
      'EpisodePutOnHold',
    ]);
    await treat('resumeEpisode', { episodeId, words: 'Seen by the physician' });

    const revised = await treat('reviseGoal', {
      episodeId,
      goalId: goal.goalId,
      revises: goal.goalVersionId,
      target: { value: 4 },
      reasonCode: 'ADVERSE_REACTION',
      words: 'Slower after the reaction',
      evidence: [{ kind: 'REACTION', id: reaction.reactionId }],
    });
    expect(revised.goalVersionId).not.toBe(goal.goalVersionId);

    clock.forward(DAY_MS);
    await treat('missSession', { episodeId, sessionId: second.sessionId, missReason: 'NO_SHOW' });
    await treat('cancelSession', { episodeId, sessionId: third.sessionId, words: 'Moved away' });
    clock.forward(30 * DAY_MS);
    const discharged = await treat('discharge', {
      episodeId,
      dischargeReason: 'GOALS_MET',
      observations: [{ instrument: 'NPRS', bodySite: 'NECK', answer: { score: 3 } }],
      goals: [{ goalId: goal.goalId, outcome: 'SCORED' }],
      report: 'Thank you for the referral',
    });
    expect(discharged.observations).toHaveLength(1);
    expect(discharged.events[0]!.type).toBe('Discharged');
  });

  it('answers a refusal as data, with what would be accepted', async () => {
    const { episodeId, goal } = await readyEpisode(api, scene);
    const refused = await api.send(PEOPLE.therapist, 'reviseGoal', {
      episodeId,
      goalId: goal.goalId,
      revises: goal.goalVersionId,
      target: { value: 2 },
      reasonCode: 'FASTER_THAN_EXPECTED',
      words: 'Better than thought',
      evidence: [],
    });
    expect(refused).toMatchObject({ __typename: 'Refused', code: 'EVIDENCE_MISSING' });
    expect(refused.message).not.toBe('');
    expect(refused.accepts).not.toBe('');
  });

  it('records a fact that broke rules with its deviations, given a reason', async () => {
    const { clinicId, therapistId } = scene;
    const patientId = await registerPatient(api, clinicId);
    const opened = await accepted(
      api,
      PEOPLE.frontDesk,
      'receiveReferral',
      referral(clinicId, patientId),
    );
    const { episodeId } = opened;
    await accepted(api, PEOPLE.manager, 'assignTherapist', { episodeId, therapistId });
    const endMs = api.engine.clock.now();
    const session = {
      episodeId,
      therapistId,
      startedAt: new Date(endMs - HOUR_MS).toISOString(),
      endedAt: new Date(endMs).toISOString(),
      given: { techniques: ['HEAT'] },
    };
    const without = await api.send(PEOPLE.therapist, 'completeSession', session);
    expect(without).toMatchObject({ __typename: 'Refused', code: 'DEVIATION_NEEDS_REASON' });
    const held = await treat('completeSession', { ...session, reason: 'Acute pain, came by' });
    const codes = held.deviations.map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(['REFERRAL_NOT_ACCEPTED', 'CONSENT_MISSING']));
  });

  it('answers a conflict with the entries since', async () => {
    const { episodeId, goal } = await readyEpisode(api, scene);
    const before = goal.version;
    const due = '2026-03-01';
    await treat('setGoal', { ...goalInput(episodeId), due });
    const late = { ...goalInput(episodeId), due: '2026-03-02', expectedVersion: before };
    const conflict = await api.send(PEOPLE.therapist, 'setGoal', late);
    expect(conflict).toMatchObject({
      __typename: 'VersionConflict',
      expected: before,
      actual: before + 1,
    });
    expect(conflict.eventsSince.map(({ type }) => type)).toEqual(['GoalSet']);
    const desk = {
      episodeId,
      visits: 3,
      from: '2026-02-01',
      to: '2026-03-01',
      payerClass: 'PUBLIC',
    };
    const seen = await api.send(PEOPLE.frontDesk, 'grantAuthorization', {
      ...desk,
      expectedVersion: before,
    });
    expect(seen).toMatchObject({ __typename: 'VersionConflict', eventsSince: [] });
  });

  it('records a repeated command once, and refuses its id for another content', async () => {
    const { episodeId } = await readyEpisode(api, scene);
    const input = { ...goalInput(episodeId), commandId: randomUUID() };
    const first = await treat('setGoal', input);
    const again = await treat('setGoal', input);
    expect(first.appended).toBe(true);
    expect(again).toMatchObject({ appended: false, goalId: first.goalId, version: first.version });
    const other = await api.send(PEOPLE.therapist, 'setGoal', { ...input, due: '2026-04-01' });
    expect(other).toMatchObject({ __typename: 'Refused', code: 'COMMAND_ID_REUSED' });
  });

  it('records a repeated creation once', async () => {
    const { clinicId } = scene;
    const input = { clinicId, name: 'Max Muster', commandId: randomUUID() };
    const first = await accepted(api, PEOPLE.frontDesk, 'registerPatient', input);
    const again = await accepted(api, PEOPLE.frontDesk, 'registerPatient', input);
    expect(again).toMatchObject({ patientId: first.patientId, appended: false });
  });

  it('appends nothing on a dry run', async () => {
    const { episodeId } = await readyEpisode(api, scene);
    const { position } = await api.engine.store.head();
    const dry = await treat('setGoal', { ...goalInput(episodeId), check: true });
    expect(dry.appended).toBe(false);
    expect(dry.events).toHaveLength(1);
    expect((await api.engine.store.head()).position).toBe(position);
  });

  it('corrects an entry and takes one out', async () => {
    const { episodeId, assessment } = await readyEpisode(api, scene);
    const corrected = await treat('correctEntry', {
      episodeId,
      entryId: assessment.events[0]!.id,
      replacement: {
        assessment: {
          kind: 'INITIAL',
          healthHistoryTaken: true,
          contraindicationsAsked: true,
          observations: [{ instrument: 'NPRS', bodySite: 'NECK', answer: { score: 7 } }],
        },
      },
      words: 'Read off the wrong line',
    });
    expect(corrected.events[0]!.type).toBe('EntryCorrected');
    expect(corrected.observations).toEqual([{ ...assessment.observations[0], score: 7 }]);
    const reaction = await treat('reportReaction', {
      episodeId,
      severity: 'MILD',
      description: 'Sore',
    });
    const entryId = reaction.reactionId;
    const out = await treat('markEntryInError', { episodeId, entryId, words: 'Other patient' });
    expect(out.events[0]!.type).toBe('EntryMarkedInError');
  });

  it('adopts a policy that says only what changes', async () => {
    const measure = {
      code: 'GRIP_KG',
      name: 'Grip strength',
      unit: 'kg',
      min: 0,
      max: 90,
      better: 'higher',
      trueZero: true,
    };
    const input = { version: '2026-1', openGoalsMax: 4, customMeasures: [measure] };
    const adopted = await accepted(api, PEOPLE.lead, 'adoptPolicy', input);
    expect(adopted.policyVersion).toBe('2026-1');
    const wrong = { version: '2026-2', customMeasures: [{ ...measure, max: 0 }] };
    expect(await api.send(PEOPLE.lead, 'adoptPolicy', wrong)).toMatchObject({
      __typename: 'Refused',
      code: 'POLICY_VALUE_WRONG',
    });
    // What was adopted before stays.
    const contraindications = [
      {
        kind: 'SUNBURN',
        name: 'Sunburn',
        bars: { all: false, site: true, techniques: [] },
        clearedBy: [],
        resolvedBy: ['THERAPIST'],
        source: 'Convention',
      },
    ];
    const more = { version: '2026-3', contraindications, retentionYears: 12 };
    await accepted(api, PEOPLE.lead, 'adoptPolicy', more);
    const { state } = (await api.engine.streams.load('policy', '')).folded;
    expect(state.adopted.at(-1)?.policy).toMatchObject({ openGoalsMax: 4, retentionYears: 12 });
    const patientId = await registerPatient(api, scene.clinicId);
    const referrer = { role: 'BARBER', name: 'B', organisation: 'B' };
    const refused = await api.send(PEOPLE.frontDesk, 'receiveReferral', {
      ...referral(scene.clinicId, patientId),
      referrer,
    });
    expect(refused).toMatchObject({ code: 'REFERRER_ROLE_NOT_ALLOWED' });
    const { episodeId } = await readyEpisode(api, scene);
    await treat('recordAssessment', {
      episodeId,
      kind: 'REASSESSMENT',
      healthHistoryTaken: false,
      contraindicationsAsked: true,
      observations: [{ instrument: 'GRIP_KG', answer: { score: 31.5 } }],
    });
  });
});
