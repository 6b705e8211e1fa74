import { exampleText, type Tool } from '@turnfleet/tools';

const most = 3;

/** Questions a shopper may ask next: those that the tools not yet called in this turn could answer. */
export function suggester(tools: readonly Tool[]): (called: readonly string[], locale: string) => readonly string[] {
  return (called, locale) =>
    tools
      .filter(({ name }) => !called.includes(name))
      .map((tool) => exampleText(tool, locale))
      .filter((question) => question !== '')
      .slice(0, most);
}
