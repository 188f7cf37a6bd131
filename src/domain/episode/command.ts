/** A command by its name; one without content is this alone. */
export interface Simple<Type extends string> {
  readonly type: Type;
}
