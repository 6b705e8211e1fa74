import {
  complaintParamsSchema,
  complaintSchema,
  complaintsQuerySchema,
  complaintsSchema,
  deskHeadersSchema,
  settlementSchema,
} from '@turnfleet/contract/http';
import { type HttpApp, problems } from '@turnfleet/http-kit';
import { askingAgent } from '../asking-agent.ts';
import type { ComplaintBook } from '../complaint-book.ts';

export function complaintRoutes(app: HttpApp, { complaints }: { readonly complaints: ComplaintBook }): void {
  app.get(
    '/v1/desk/complaints',
    {
      config: { produces: 'application/json', may: ['agent', 'operate'] },
      schema: {
        operationId: 'listComplaints',
        summary: 'Shows complaints of the tenant, the latest first',
        querystring: complaintsQuerySchema,
        response: { 200: complaintsSchema, ...problems(400, 401, 403, 404, 406, 429, 503) },
      },
    },
    async ({ entered, query }) => complaints.list(entered.principal.tenant, query),
  );
  app.post(
    '/v1/desk/complaints/:id/settle',
    {
      config: { produces: 'application/json', may: ['agent'] },
      schema: {
        operationId: 'settleComplaint',
        summary: 'Says what came of a complaint; who is first says it for good',
        params: complaintParamsSchema,
        headers: deskHeadersSchema,
        body: settlementSchema,
        response: { 200: complaintSchema, ...problems(400, 401, 403, 404, 406, 413, 415, 429, 503) },
      },
    },
    async (request) => {
      const { tenant, id: agent } = askingAgent(request);
      return complaints.settle(tenant, request.params.id, agent, request.body.text);
    },
  );
}
