/** The id of a field in the document: what a complaint links to. */
export function fieldId(name: string): string {
  return `field-${name.replaceAll(/\W/g, '-')}`;
}
