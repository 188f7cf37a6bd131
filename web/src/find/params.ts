/** What the address keeps of this page. */
export const FIND_PARAMS = ['patient', 'name', 'actor', 'types', 'from', 'to'] as const;
export type FindSearch = { readonly [name in (typeof FIND_PARAMS)[number]]?: string | undefined };
