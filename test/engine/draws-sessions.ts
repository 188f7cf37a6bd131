import type { Session } from '../../src/domain/episode/state';
import { isOpen } from '../../src/domain/episode/state-safety';
import { defaultScreening } from '../../src/domain/policy/contraindications';
import { plusHours } from '../../src/domain/time';
import { maybe, type Draws, type DrawScene } from './draw-scene';

const GIVEN = {
  techniques: ['DEEP_TISSUE' as const],
  sites: ['NECK'],
  pressure: 'MODERATE' as const,
};

/** Bookings and what became of them. */
export const sessionDraws: Draws<
  | 'ScheduleSession'
  | 'RescheduleSession'
  | 'CancelSession'
  | 'MissSession'
  | 'StartSession'
  | 'CompleteSession'
> = {
  // Much rests on bookings, and many are refused: they weigh more than other commands.
  ScheduleSession: ({ therapists, dice, at }) =>
    [24, 24, 24, 24, 24].map((hours) => ({
      type: 'ScheduleSession',
      sessionId: undefined,
      slot: { from: plusHours(at, hours), to: plusHours(at, hours + 1) },
      therapistId: dice.pick(therapists),
      techniques: [],
    })),
  RescheduleSession: (scene) => {
    const { dice, at, therapists } = scene;
    const from = plusHours(at, 2 + dice.below(90));
    return maybe(dice, withStatus(scene, 'booked'), ({ id: sessionId }) => ({
      type: 'RescheduleSession',
      sessionId,
      slot: { from, to: plusHours(from, 1) },
      toTherapistId: dice.chance(50) ? dice.pick(therapists) : undefined,
      words: 'sample move',
    }));
  },
  CancelSession: ({ episode, dice }) =>
    maybe(dice, episode.sessions, ({ id: sessionId }) => ({
      type: 'CancelSession',
      sessionId,
      words: 'sample cancellation',
    })),
  MissSession: ({ episode, dice }) =>
    maybe(dice, episode.sessions, ({ id: sessionId }) => ({
      type: 'MissSession',
      sessionId,
      missReason: 'NO_SHOW',
      words: '',
    })),
  StartSession: (scene) => {
    const { dice, episode, therapists } = scene;
    const open = episode.contraindications.filter(isOpen).map(({ kind }) => kind);
    const kinds = [...new Set([...defaultScreening, ...open])];
    const [booked] = withStatus(scene, 'booked');
    return [
      {
        type: 'StartSession',
        sessionId: dice.chance(50) ? booked?.id : undefined,
        therapistId: dice.pick(therapists),
        startedAt: undefined,
        planned: GIVEN,
        screening: kinds.map((kind) => ({ kind, present: open.includes(kind) })),
      },
    ];
  },
  CompleteSession: (scene) => {
    const { dice, at, therapists } = scene;
    const [started] = withStatus(scene, 'started');
    return [
      {
        type: 'CompleteSession',
        sessionId: started?.id,
        therapistId: dice.pick(therapists),
        startedAt: plusHours(at, -1),
        endedAt: at,
        given: GIVEN,
        breaks: dice.below(2),
        painBefore: dice.below(11),
        painAfter: dice.below(11),
        response: undefined,
        notes: 'sample notes',
        homeAdvice: undefined,
        stoppedBecause: undefined,
      },
    ];
  },
};

function withStatus({ episode }: DrawScene, status: Session['status']): readonly Session[] {
  return episode.sessions.filter((session) => session.status === status);
}
