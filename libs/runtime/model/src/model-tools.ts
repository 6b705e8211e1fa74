import type { ModelTool } from './model-client.ts';

/** Tools as `POST /chat/completions` takes them. */
export function openAiTools(tools: readonly ModelTool[]): Record<string, unknown>[] {
  return tools.map(({ name, description, parameters }) => ({
    type: 'function',
    function: { name, description, parameters },
  }));
}

/** Tools as `POST /v1/messages` takes them. */
export function anthropicTools(tools: readonly ModelTool[]): Record<string, unknown>[] {
  return tools.map(({ name, description, parameters }) => ({ name, description, input_schema: parameters }));
}

/** JSON of a rendered tool list, made once per list: the tools of a process hardly change, its requests carry them all. */
export function serialisedOnce(
  render: (tools: readonly ModelTool[]) => unknown,
): (tools: readonly ModelTool[]) => string {
  const known = new WeakMap<readonly ModelTool[], string>();
  return (tools) => {
    const json = known.get(tools) ?? JSON.stringify(render(tools));
    known.set(tools, json);
    return json;
  };
}

/** `fields` as a JSON object, with `tools` (JSON already) as one more field. */
export function jsonWithTools(fields: Readonly<Record<string, unknown>>, tools: string): string {
  return `${JSON.stringify(fields).slice(0, -1)},"tools":${tools}}`;
}
