import { startApi, type ApiHost } from './api-host';
import { CASELOAD, CHANGES, HISTORY } from './read-texts';
import { accepted, PEOPLE, readyEpisode, setScene, type Scene } from './scene';
import { treatedEpisode, type TreatedEpisode } from './treated';

interface Moment {
  readonly position: string;
  readonly evaluatedAt: string;
}
interface Change {
  readonly episodeId: string;
  readonly entries: readonly string[];
  readonly asOf: Moment;
}
interface Changes {
  readonly around: Moment;
  readonly last: Change | null;
  readonly previous: Change | null;
  readonly next: Change | null;
  readonly laterEntries: number;
  readonly asOf: Moment;
}

/** An entry as the history tells it. */
interface Entry {
  readonly position: string;
  readonly type: string;
}

describe('changes around a moment', () => {
  let api: ApiHost;
  let scene: Scene;
  let treated: TreatedEpisode;
  let voidedId: string;
  /** When there was an episode that was voided later, and nothing else. */
  let early: string;
  beforeAll(async () => {
    api = await startApi();
    scene = await setScene(api);
    await api.employ('far-manager', 'MANAGER', [scene.otherClinicId]);
    voidedId = (await readyEpisode(api, scene)).episodeId;
    early = String(await api.engine.settled());
    treated = await treatedEpisode(api, scene);
    await accepted(api, PEOPLE.therapist, 'reportReaction', {
      episodeId: treated.episodeId,
      severity: 'SEVERE',
      description: 'Fainted',
    });
    await api.engine.settled();
  }, 60_000);
  afterAll(() => api.close());

  const ask = async (subject: string, variables: object): Promise<Changes> => {
    const answer = await api.ask(subject, CHANGES, variables);
    if (answer.errors) throw new Error(answer.text);
    // The document asks for just these.
    return answer.data!['changes'] as unknown as Changes;
  };
  const codeOf = async (subject: string, variables: object) =>
    (await api.ask(subject, CHANGES, variables)).errors?.[0]?.extensions['code'] ?? 'OK';
  const ofEpisode = () => ({ of: { episodeId: treated.episodeId } });
  const entries = async (): Promise<readonly Entry[]> => {
    const answer = await api.ask(PEOPLE.manager, HISTORY, { id: treated.episodeId });
    return (answer.data!['episodeHistory'] as unknown as { events: Entry[] }).events; // as above
  };

  it('go back to the first entry of an episode and forth again, a command at a time', async () => {
    const events = await entries();
    const now = await ask(PEOPLE.therapist, ofEpisode());
    expect(now).toMatchObject({ next: null, laterEntries: 0, around: now.asOf });
    // One command reported the reaction and put the episode on hold.
    expect(now.last?.entries).toEqual(['AdverseReactionReported', 'EpisodePutOnHold']);
    expect(now.last?.asOf.position).toBe(events.at(-1)!.position);
    const back: Changes[] = [now];
    for (let at = now; at.previous; back.push(at)) {
      at = await ask(PEOPLE.therapist, { ...ofEpisode(), around: { exactly: at.previous.asOf } });
      expect(at.next?.asOf).toEqual(back.at(-1)!.last?.asOf);
      expect(at.around).toEqual(at.last?.asOf);
      const hidden = events.filter(
        ({ position }) => Number(position) > Number(at.around.position),
      ).length;
      expect(at.laterEntries).toBe(hidden);
    }
    const steps = back.map(({ last }) => last?.entries ?? []).reverse();
    expect(steps.flat()).toEqual(events.map(({ type }) => type));
    expect(steps[0]).toEqual(['ReferralReceived']);
    const before = String(Number(events[0]!.position) - 1);
    expect(
      await ask(PEOPLE.therapist, { ...ofEpisode(), around: { position: before } }),
    ).toMatchObject({
      ...{ last: null, previous: null, laterEntries: events.length },
      next: { entries: ['ReferralReceived'] },
    });
  });

  it('in the midst of a command have what was there of it before, the rest after', async () => {
    const events = await entries();
    const [reaction, hold] = events.slice(-2).map(({ position }) => position);
    const midst = await ask(PEOPLE.manager, { ...ofEpisode(), around: { position: reaction } });
    expect(midst.last?.asOf.position).toBe(reaction);
    expect(midst.next?.asOf.position).toBe(hold);
    expect(midst).toMatchObject({
      last: { entries: ['AdverseReactionReported'] },
      previous: { entries: ['GoalRevised'] },
      laterEntries: 1,
    });
  });

  it('are answered of the past as they were then', async () => {
    const events = await entries();
    const at = { position: events.at(-4)!.position };
    for (const scope of [{ episodeId: treated.episodeId }, { clinicIds: [scene.clinicId] }]) {
      const then = await ask(PEOPLE.manager, { of: scope, asOf: at });
      expect(then).toMatchObject({ next: null, laterEntries: 0, around: then.asOf });
      const now = await ask(PEOPLE.manager, { of: scope, around: at });
      expect(now).toMatchObject({ last: then.last, previous: then.previous, laterEntries: 3 });
      const around = { position: events.at(-6)!.position };
      const between = await ask(PEOPLE.manager, { of: scope, around, asOf: at });
      expect(between.laterEntries).toBe(2);
      const later = { of: scope, asOf: at, around: { position: events.at(-1)!.position } };
      expect(await codeOf(PEOPLE.manager, later)).toBe('BAD_USER_INPUT');
    }
    const first = { position: '1' };
    expect(await codeOf(PEOPLE.manager, { ...ofEpisode(), asOf: first })).toBe('NOT_FOUND');
    const none = { last: null, previous: null, next: null, laterEntries: 0 };
    expect(await ask(PEOPLE.manager, { asOf: first })).toMatchObject(none);
    const future = { at: '2099-01-01T00:00:00Z' };
    expect(await codeOf(PEOPLE.manager, { around: future })).toBe('BAD_USER_INPUT');
  });

  it('of a caseload are those of what the viewer may see today', async () => {
    const events = await entries();
    const all = { around: { position: early } };
    const none = { last: null, previous: null, next: null, laterEntries: 0 };
    expect(await ask(PEOPLE.otherTherapist, all)).toMatchObject(none);
    expect(await ask('far-manager', all)).toMatchObject(none);
    expect(await ask('far-manager', { of: { clinicIds: [scene.clinicId] } })).toMatchObject(none);
    for (const may of [PEOPLE.therapist, PEOPLE.manager, PEOPLE.lead, PEOPLE.auditor]) {
      const seen = await ask(may, all);
      expect([may, seen]).toMatchObject([
        may,
        { last: { episodeId: voidedId }, laterEntries: events.length },
      ]);
    }
    const { therapistId, otherTherapistId } = scene;
    const carried = await ask(PEOPLE.manager, { ...all, of: { therapistId } });
    expect(carried.laterEntries).toBe(events.length);
    const other = { ...all, of: { therapistId: otherTherapistId } };
    expect(await ask(PEOPLE.manager, other)).toMatchObject(none);
    expect(await codeOf(PEOPLE.otherTherapist, { of: { therapistId } })).toBe('NOT_FOUND');
    for (const hidden of [PEOPLE.otherTherapist, 'far-manager']) {
      expect(await codeOf(hidden, ofEpisode())).toBe('NOT_FOUND');
    }
    expect(await codeOf(PEOPLE.frontDesk, all)).toBe('FORBIDDEN');
  });

  it('are a step of the caseload: it differs before and after each', async () => {
    const listed = async (moment: Moment) => {
      const answer = await api.ask(PEOPLE.manager, CASELOAD, { asOf: { exactly: moment } });
      return JSON.stringify(answer.data);
    };
    const now = await ask(PEOPLE.manager, {});
    const [last, previous] = [now.last!.asOf, now.previous!.asOf];
    expect(await listed(last)).not.toBe(await listed(previous));
    const moment = { ...last, evaluatedAt: now.asOf.evaluatedAt };
    const unmoved = { ...moment, position: now.asOf.position };
    expect((await listed(moment)).replaceAll(last.position, '')).toBe(
      (await listed(unmoved)).replaceAll(now.asOf.position, ''),
    );
  });

  it('of what was voided are seen by auditors alone, at every moment', async () => {
    await accepted(api, PEOPLE.manager, 'voidEpisode', {
      episodeId: voidedId,
      voidReason: 'WRONG_PATIENT',
      words: 'Twice',
    });
    await api.engine.settled();
    const all = { around: { position: early } };
    expect((await ask(PEOPLE.auditor, all)).last?.episodeId).toBe(voidedId);
    expect((await ask(PEOPLE.auditor, {})).last?.entries).toEqual(['EpisodeVoided']);
    for (const may of [PEOPLE.therapist, PEOPLE.manager]) {
      expect((await ask(may, all)).last).toBeNull();
      expect((await ask(may, {})).last?.episodeId).toBe(treated.episodeId);
      expect(await codeOf(may, { of: { episodeId: voidedId } })).toBe('NOT_FOUND');
    }
    const clinic = { ...all, of: { clinicIds: [scene.clinicId] } };
    expect((await ask(PEOPLE.auditor, clinic)).last?.episodeId).toBe(voidedId);
    expect((await ask(PEOPLE.manager, clinic)).last).toBeNull();
  });
});
