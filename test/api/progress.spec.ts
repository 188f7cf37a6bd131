import { startApi, type ApiHost } from './api-host';
import { accepted, PEOPLE, readyEpisode, setScene, type Scene } from './scene';

const EPISODE = `query Read($id: UUID!, $atLeast: AtLeast) { episode(id: $id, atLeast: $atLeast) {
  homeProgrammes { id daysPerWeek exercises { value } shareDone
    adherence { daysDone daysAsked words { value } } }
  feedback { id for tone words { value } }
  reports { id recipient { id } goals { goalId version } report { value }
    answer { value } answeredBy { value } }
} }`;

describe('what goes on between sessions, through the API', () => {
  let api: ApiHost;
  let scene: Scene;
  beforeAll(async () => {
    api = await startApi();
    scene = await setScene(api);
  });
  afterAll(() => api.close());

  const read = async (id: string) => {
    const position = String((await api.engine.store.head()).position);
    const answer = await api.ask(PEOPLE.therapist, EPISODE, { id, atLeast: { position } });
    return answer.data?.episode;
  };
  const today = (days = 0) =>
    new Date(api.engine.clock.now() + days * 86_400_000).toISOString().slice(0, 10);
  const treat = (mutation: string, input: object) =>
    accepted(api, PEOPLE.therapist, mutation, input);

  it('gives exercises and hears what was done of them', async () => {
    const { episodeId } = await readyEpisode(api, scene);
    const programme = { episodeId, daysPerWeek: 7, exercises: 'Turn the head' };
    const { programmeId } = await treat('giveHomeProgramme', programme);
    const from = today();
    api.engine.clock.forward(3 * 86_400_000);
    const adherence = { programmeId, from, to: today(), daysDone: 2, words: 'Forgot at weekends' };
    const told = await treat('reportAdherence', { episodeId, ...adherence });
    await treat('correctEntry', {
      episodeId,
      entryId: told.events[0]!.id,
      replacement: { adherence: { ...adherence, daysDone: 3 } },
      words: 'Counted anew',
    });
    expect(await read(episodeId)).toMatchObject({
      homeProgrammes: [
        {
          id: programmeId,
          exercises: { value: 'Turn the head' },
          shareDone: 0.75,
          adherence: [{ daysDone: 3, daysAsked: 4, words: { value: 'Forgot at weekends' } }],
        },
      ],
    });
  });

  it('takes feedback at the desk, and a goal is revised on it', async () => {
    const { episodeId, goal } = await readyEpisode(api, scene);
    const feedback = { episodeId, for: 'PROVIDER', tone: 'MIXED', words: 'Rather to swim again' };
    const { feedbackId } = await accepted(api, PEOPLE.frontDesk, 'recordFeedback', feedback);
    await treat('reviseGoal', {
      episodeId,
      goalId: goal.goalId,
      revises: goal.goalVersionId,
      statement: 'Swim again',
      reasonCode: 'PATIENT_PRIORITY_CHANGED',
      words: 'As they said',
      evidence: [{ kind: 'FEEDBACK', id: feedbackId }],
    });
    expect(await read(episodeId)).toMatchObject({
      feedback: [{ id: feedbackId, words: { value: 'Rather to swim again' } }],
    });
  });

  it('reports to the referrer and to the team, and hears from them', async () => {
    const { episodeId, goal } = await readyEpisode(api, scene);
    const { therapistId, otherTherapistId } = scene;
    const report = { episodeId, from: today(), to: today(), report: 'Going well' };
    const { reportId, warnings } = await treat('reportProgress', report);
    expect(warnings).toMatchObject([{ code: 'REPORT_CONSENT_MISSING' }]);
    await accepted(api, PEOPLE.frontDesk, 'acknowledgeReport', {
      episodeId,
      reportId,
      answer: 'Go on',
      saidBy: 'Dr Sample',
    });
    const outside = { ...report, toStaffId: otherTherapistId };
    const refused = await api.send(PEOPLE.therapist, 'reportProgress', outside);
    expect(refused).toMatchObject({ code: 'RECIPIENT_NOT_ON_CARE_TEAM' });
    const inside = await treat('reportProgress', { ...report, toStaffId: therapistId, goals: [] });
    const byDesk = { episodeId, reportId: inside.reportId };
    const other = await api.send(PEOPLE.frontDesk, 'acknowledgeReport', byDesk);
    expect(other).toMatchObject({ code: 'REPORT_RECIPIENT_DIFFERS' });
    await treat('acknowledgeReport', byDesk);
    expect(await read(episodeId)).toMatchObject({
      reports: [
        {
          id: reportId,
          recipient: null,
          goals: [{ goalId: goal.goalId, version: goal.goalVersionId }],
          report: { value: 'Going well' },
          answer: { value: 'Go on' },
          answeredBy: { value: 'Dr Sample' },
        },
        { recipient: { id: therapistId }, goals: [], answer: null },
      ],
    });
  });
});
