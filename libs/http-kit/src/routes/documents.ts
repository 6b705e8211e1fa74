import { z } from 'zod';
import type { HttpApp } from '../server/create-app.ts';
import { problems } from './schemas.ts';

const documentSchema = z.record(z.string(), z.unknown());

interface ServedDocument {
  readonly url: string;
  readonly operationId: string;
  readonly summary: string;
  readonly text: () => string;
}

/** `/openapi.json` describes every route registered before `ready`, and is made once; others beside it. */
export function documentRoutes(app: HttpApp, others: readonly ServedDocument[] = []): void {
  let openApi: string | undefined;
  const documents: readonly ServedDocument[] = [
    {
      url: '/openapi.json',
      operationId: 'openApi',
      summary: 'This document',
      text: () => (openApi ??= JSON.stringify(app.swagger())),
    },
    ...others,
  ];
  for (const { url, operationId, summary, text } of documents) {
    app.get(
      url,
      {
        config: { produces: 'application/json', may: 'everybody' },
        schema: { operationId, summary, response: { 200: documentSchema, ...problems(406) } },
      },
      (_request, reply) => reply.type('application/json').send(text() as never),
    );
  }
}
