import i18next, { type TFunction } from 'i18next';
import { factsOf } from '../../web/src/entries/entry-facts';
import type { Telling, Told } from '../../web/src/entries/telling';
import { textLabel } from '../../web/src/entries/text-label';
import { en } from '../../web/src/texts/en';

/** Words as the pages have them, but for codes, which need no language here. */
async function english(): Promise<TFunction> {
  const texts = i18next.createInstance();
  await texts.init({ lng: 'en', resources: { en: { translation: en } } });
  return texts.t;
}

function entry(id: string, type: Told['type'], data: unknown): Told {
  return { id, type, data, occurredAt: '2026-10-05T08:00:00.000Z' };
}

const nprs = { instrument: 'NPRS', bodySite: 'NECK' };
const set = entry('e1', 'GoalSet', {
  ...{ goalId: 'g1', measure: nprs, baseline: { observationId: 'o1', score: 7 } },
  terms: { target: 3.5, due: '2026-12-01' },
});
const revised = entry('e2', 'GoalRevised', {
  ...{ goalId: 'g1', reason: 'SLOWER_THAN_EXPECTED', evidence: [{}, {}] },
  terms: { target: 4, due: '2026-12-15' },
});
const held = entry('e3', 'SessionCompleted', {
  ...{ therapistId: 's1', startedAt: '2026-10-05T07:00:00Z', endedAt: '2026-10-05T07:50:00Z' },
  given: { techniques: ['DEEP_TISSUE', 'HEAT'] },
  observations: [
    { instrument: 'NPRS', occasion: 'BEFORE_SESSION', score: 6 },
    { instrument: 'NPRS', occasion: 'AFTER_SESSION', score: 4 },
  ],
  deviations: [{ code: 'CONSENT_MISSING' }],
});
const corrected = entry('e4', 'EntryCorrected', { entryId: 'e3', replacement: {} });

async function telling(): Promise<Telling> {
  return {
    entries: [set, revised, held, corrected],
    names: new Map([['s1', 'Tina Handler']]),
    locale: { language: 'en', zone: 'Europe/Berlin' },
    t: await english(),
    words: {
      condition: String,
      measure: (code) => code.replace('/', ' of '),
      site: String,
      code: (code) => code.toLowerCase(),
    },
  };
}

describe('what an entry says', () => {
  it('is told of a goal by its measure, also where only the first entry names it', async () => {
    const all = await telling();
    expect(factsOf(set, all)).toEqual(['NPRS of NECK', 'From 7 to 3.5 by 1 Dec 2026']);
    expect(factsOf(revised, all)).toEqual([
      ...['NPRS of NECK', 'to 4 by 15 Dec 2026', 'Slower than expected'],
      'on 2 pieces of evidence',
    ]);
  });

  it('is told of a session with its length, pain and the rules that it was held against', async () => {
    expect(factsOf(held, await telling())).toEqual([
      ...['Tina Handler', '50 minutes', 'Deep tissue, Heat', 'pain 6 → 4'],
      'against: consent_missing',
    ]);
  });

  it('names the entry that a correction is of', async () => {
    const about = 'of “Session held”, 5 Oct 2026, 10:00 Berlin';
    expect(factsOf(corrected, await telling())).toEqual([about]);
  });

  it('is nothing where the name of the entry says it all, or its data are of no known shape', async () => {
    const all = await telling();
    expect(factsOf(entry('e5', 'ReferralAccepted', {}), all)).toEqual([]);
    expect(factsOf(entry('e6', 'SessionCompleted', null), all)).toEqual([]);
  });

  it('calls its texts by their names', async () => {
    const { t } = await telling();
    expect(textLabel('correctionReason', t)).toBe('Why it was corrected');
    expect(textLabel('goal:95fa', t)).toBe('On the goal');
    expect(textLabel('somethingNew', t)).toBeNull();
  });
});
