/** What the address keeps of this page. */
export const REPLAY_PARAMS = ['v', 'view', 'types', 'a', 'b', 'whole'] as const;
export type ReplaySearch = {
  readonly [name in (typeof REPLAY_PARAMS)[number]]?: string | undefined;
};
