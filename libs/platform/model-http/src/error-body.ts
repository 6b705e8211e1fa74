/**
 * An error in the shape that both SDKs read, `{"error": {…}}`, whatever the endpoint wrote: the fields themselves (vLLM), in
 * a list (Gemini), a sentence (Ollama), `detail` (FastAPI). What is no JSON stays as it is.
 */
export function errorBody(text: string): string {
  const value = parsed(text);
  const body: unknown = Array.isArray(value) ? value[0] : value;
  if (!isRecord(body)) return text;
  const { error, message, detail } = body;
  if (isRecord(error)) return body === value ? text : JSON.stringify(body);
  const said = [error, message, detail].find((one) => one !== undefined && one !== null && one !== '') ?? text;
  return JSON.stringify({ error: { ...body, message: typeof said === 'string' ? said : JSON.stringify(said) } });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // a page, or bare words
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
