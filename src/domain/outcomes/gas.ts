/**
 * Goal attainment scaling: Kiresuk & Sherman, Community Ment Health J 1968;4:443-453. The formula
 * as printed in Turner-Stokes, Clin Rehabil 2009;23:362-370 (pp. 364, 367) is wrong; its erratum
 * has the one used here.
 */

/** -2 much less than expected, -1 less, 0 the expected outcome, +1 more, +2 much more. */
export type GasLevel = -2 | -1 | 0 | 1 | 2;

/** Importance and difficulty: 1 a little, 2 moderately, 3 very; 1 when not weighted. */
export type GasWeight = 1 | 2 | 3;

/** One scaled goal. A goal given up counts at the lowest level. */
export type GasGoal = {
  readonly importance: GasWeight;
  readonly difficulty: GasWeight;
  /** Where the patient started: -1, or -2 when it cannot get worse. */
  readonly baselineLevel: -2 | -1;
  readonly outcome:
    | { readonly kind: 'scored'; readonly level: GasLevel }
    | { readonly kind: 'abandoned' }
    | { readonly kind: 'unscored' };
};

/** T scores of one episode; null when no goal is scored or abandoned. */
export type GasFigures = {
  /** T of the baseline levels of the goals that count, so that both T rest on the same goals. */
  readonly baselineT: number | null;
  readonly achievedT: number | null;
  /** achievedT - baselineT, in T points. */
  readonly changeT: number | null;
  /** Goals in both T scores: scored and abandoned ones. */
  readonly counted: number;
  readonly abandoned: number;
  /** Goals left out of both T scores. */
  readonly unscored: number;
};

/** Expected correlation between the scales of one patient, as Kiresuk & Sherman assumed it. */
const RHO = 0.3;

const ABANDONED_LEVEL: GasLevel = -2;

/**
 * T = 50 + 10 Σ wx / √((1 - ρ) Σ w² + ρ (Σ w)²), ρ = 0.3: 50 when all goals come out as expected,
 * about 10 for one standard deviation.
 *
 * @param scales level -2 to +2 and weight above 0 (importance × difficulty, 1 to 9)
 * @returns null when there is no scale
 */
export function gasT(
  scales: readonly { readonly level: number; readonly weight: number }[],
): number | null {
  if (scales.length === 0) return null;
  let weighted = 0;
  let weights = 0;
  let squares = 0;
  for (const { level, weight } of scales) {
    weighted += weight * level;
    weights += weight;
    squares += weight * weight;
  }
  return 50 + (10 * weighted) / Math.sqrt((1 - RHO) * squares + RHO * weights * weights);
}

/** Baseline T, achieved T and change of an episode's goals. */
export function gas(goals: readonly GasGoal[]): GasFigures {
  const counted = goals.flatMap((goal) => {
    const achieved = achievedLevel(goal);
    if (achieved === null) return [];
    return [{ weight: goal.importance * goal.difficulty, from: goal.baselineLevel, achieved }];
  });
  const baselineT = gasT(counted.map(({ weight, from }) => ({ weight, level: from })));
  const achievedT = gasT(counted.map(({ weight, achieved }) => ({ weight, level: achieved })));
  return {
    baselineT,
    achievedT,
    changeT: baselineT === null || achievedT === null ? null : achievedT - baselineT,
    counted: counted.length,
    abandoned: goals.filter((goal) => goal.outcome.kind === 'abandoned').length,
    unscored: goals.length - counted.length,
  };
}

function achievedLevel(goal: GasGoal): GasLevel | null {
  switch (goal.outcome.kind) {
    case 'scored':
      return goal.outcome.level;
    case 'abandoned':
      return ABANDONED_LEVEL;
    case 'unscored':
      return null;
  }
}
