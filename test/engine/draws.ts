import type { EpisodeCommand } from '../../src/domain/episode/commands';
import { MENDING } from '../../src/domain/episode/correctable';
import type { Correctable } from '../../src/domain/episode/commands-corrections';
import { plusHours } from '../../src/domain/time';
import { careDraws } from './draws-care';
import { goalDraws } from './draws-goals';
import { referralDraws } from './draws-referral';
import { sessionDraws } from './draws-sessions';
import type { Draw, DrawScene, Draws, Said } from './draw-scene';

type Type = EpisodeCommand['type'];

/** Every command: a new one does not compile before it is drawn here or said not to be. */
const DRAWS: Draws<Type> = {
  ...referralDraws,
  ...goalDraws,
  ...sessionDraws,
  ...careDraws,
  ReceiveReferral: { notDrawn: 'begins an episode: each history has one, by openEpisode' },
  RaiseFinding: { notDrawn: 'of the reactor alone: conformance-laws.spec has what leads to it' },
  CloseFinding: { notDrawn: 'of the reactor alone: conformance-laws.spec has what leads to it' },
  SettleFinding: ({ episode, dice }) =>
    episode.findings.length === 0
      ? []
      : [
          {
            type: 'SettleFinding',
            findingId: dice.pick(episode.findings).id,
            words: 'sample settlement',
          },
        ],
  MarkEntryInError: ({ dice, entries }) => [
    { type: 'MarkEntryInError', entryId: dice.pick(entries).id, words: 'sample error' },
  ],
  CorrectEntry: (scene) => {
    const { dice, at } = scene;
    const entry = dice.pick(scene.entries);
    const by = MENDING[entry.type].replacedBy;
    const replacement = by && replacementOf(by, scene);
    if (!replacement) return [];
    const moved = dice.chance(30) ? plusHours(at, -dice.below(100)) : undefined;
    const words = 'sample correction';
    const correctedOccurredAt = moved;
    return [
      { type: 'CorrectEntry', entryId: entry.id, replacement, correctedOccurredAt, words },
      { type: 'CorrectEntry', entryId: entry.id, replacement, correctedOccurredAt, words },
    ];
  },
};

/** What may stand for an entry, drawn like any command of its kind. */
function replacementOf(type: Correctable['type'], scene: DrawScene): Correctable | null {
  const draw = DRAWS[type];
  const [first] = 'notDrawn' in draw ? [] : draw(scene);
  // A draw of that type makes commands of it.
  return (first as Correctable | undefined) ?? null;
}

/** Any command, valid or not. */
export function randomCommand(scene: DrawScene): EpisodeCommand {
  // Each draw makes commands of its own type, which a union of them forgets.
  const draws = Object.values(DRAWS).filter((draw) => !('notDrawn' in draw)) as Draw<Type>[];
  const said: Said[] = draws.flatMap((draw) => draw(scene));
  // With its episode, what was said is a command again.
  return { ...scene.dice.pick(said), episodeId: scene.episode.id };
}
