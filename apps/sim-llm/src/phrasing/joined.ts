/** Sentences, or paragraphs, one after the other. A list ends before the next one begins. */
export function joined(parts: readonly string[], between: string): string {
  return parts
    .filter((text) => text !== '')
    .reduce((before, text) => (before === '' ? text : `${before}${endsInList(before) ? '\n\n' : between}${text}`), '');
}

const endsInList = (text: string): boolean => /(?:^|\n)- [^\n]*$/.test(text);
