import { exampleText, type MessageShape, type Tool } from '@turnfleet/tools';

const most = 3;

/**
 * Questions a shopper may ask next, about what this turn was about: those of tools not yet called whose subject a called
 * tool was given or has returned. A turn that asked nothing suggests nothing.
 */
export function suggester(tools: readonly Tool[]): (called: readonly string[], locale: string) => readonly string[] {
  return (called, locale) => {
    const known = tools
      .filter(({ name }) => called.includes(name))
      .flatMap(({ input, output }) => [{ fields: input.fields.filter(({ required }) => required) }, output]);
    return tools
      .filter((tool) => !called.includes(tool.name) && known.some((shape) => knows(shape, tool)))
      .map((tool) => exampleText(tool, locale))
      .filter((question) => question !== '')
      .slice(0, most);
  };
}

/**
 * Whether a message knows what a tool has to know first: a field of that name, or money for money. Not in a list, which
 * would leave open which of them is meant.
 */
function knows({ fields }: MessageShape, tool: Tool): boolean {
  const subject = tool.input.fields.find(({ required }) => required);
  if (!subject) return false;
  return fields
    .filter(({ repeated }) => !repeated)
    .some(({ name, type }) =>
      type.kind === 'message'
        ? knows(type.shape, tool)
        : name === subject.name || (type.kind === 'money' && subject.type.kind === 'money'),
    );
}
