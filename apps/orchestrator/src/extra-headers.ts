import { z } from 'zod';

const asked = 'must be a JSON object of header names and texts, such as {"api-key": "…"}; null leaves a header out';
const headersSchema = z.record(
  z.string().regex(/^[\w-]+$/),
  z
    .string()
    .regex(/^[\t\x20-\x7e]*$/)
    .nullable(),
);

/** Headers for every request to an endpoint, as JSON. Their values may be secrets: no mistake quotes them. */
export const extraHeaders = z.string().transform((text, context): Readonly<Record<string, string | null>> => {
  try {
    const parsed = headersSchema.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
  } catch {
    // What is no JSON is as wrong as what is no object.
  }
  context.addIssue({ code: 'custom', message: asked });
  return z.NEVER;
});
