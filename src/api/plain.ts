/** The fields of a GraphQL class without its being one: what is handed on, and what fills it. */
export type Plain<T> = { readonly [Field in keyof T]: T[Field] };
