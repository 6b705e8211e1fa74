import { listViolations, violationsOf } from '@turnfleet/contract/schemas';
import { TurnfleetError } from '@turnfleet/core';
import type { FastifySchemaCompiler } from 'fastify';
import type { z } from 'zod';

const partNames: Readonly<Record<string, string>> = {
  body: 'body',
  params: 'path',
  querystring: 'query',
  headers: 'headers',
};

/** zod as fastify's validator; what it finds becomes one of our errors, with every field that is wrong. */
export const validate: FastifySchemaCompiler<z.ZodType> =
  ({ schema, httpPart = '' }) =>
  (data) => {
    const parsed = schema.safeParse(data);
    if (parsed.success) return { value: parsed.data };
    const violations = violationsOf(parsed.error);
    const message = `The ${partNames[httpPart] ?? 'request'} is not valid: ${listViolations(violations)}.`;
    const suggestion = 'Correct the fields that `violations` names; /openapi.json describes them all.';
    return { error: new TurnfleetError('invalid_request', message, { violations, suggestion }) };
  };
