import { asyncApiDocument } from '@turnfleet/contract/api-docs';
import { z } from 'zod';
import type { HttpApp } from '../http/create-app.ts';
import { apiVersion } from '../http/open-api.ts';
import { problems } from './schemas.ts';

const documentSchema = z.record(z.string(), z.unknown());

/** `/openapi.json` describes every route registered before `ready`, and is made once. */
export function documentRoutes(app: HttpApp): void {
  const asyncApi = JSON.stringify(asyncApiDocument({ version: apiVersion }));
  let openApi: string | undefined;
  const documents = [
    {
      url: '/openapi.json',
      operationId: 'openApi',
      summary: 'This document',
      text: () => (openApi ??= JSON.stringify(app.swagger())),
    },
    { url: '/asyncapi.json', operationId: 'asyncApi', summary: 'The Kafka topics as AsyncAPI 3', text: () => asyncApi },
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
