import type { TFunction } from 'i18next';

/** What a text of an entry is called, by its field such as `notes` or `goal:<id>`; else nothing. */
export function textLabel(field: string, t: TFunction): string | null {
  const [name = field] = field.split(':');
  // Fields come from the service; one that the texts do not name goes without a name.
  const label = (t as (key: string, options: object) => string)(`facts.texts.${name}`, {
    defaultValue: '',
  });
  return label === '' ? null : label;
}
