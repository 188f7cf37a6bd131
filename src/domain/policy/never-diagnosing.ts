/** Whatever a policy says: who gives massage does not diagnose. */
export const NEVER_DIAGNOSING: readonly string[] = ['MASSAGE_THERAPIST', 'THERAPIST'];
