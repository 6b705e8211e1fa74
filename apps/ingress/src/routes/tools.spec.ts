import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Ingress, startIngress } from '../testing/index.ts';

let ingress: Ingress;
beforeEach(async () => {
  // Nobody listens on port 1.
  const nobody = '127.0.0.1:1';
  ingress = await startIngress({ config: { INVENTORY_ADDR: nobody, PRODUCT_ADDR: nobody } });
});
afterEach(() => ingress.stop());

async function ask(path: string, body?: unknown, headers: Record<string, string> = {}) {
  const sent = {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  };
  const response = await fetch(`${ingress.url}${path}`, body === undefined ? {} : sent);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe('the tools of a fleet', () => {
  it.each<[string, Record<string, unknown>]>([
    ['', { type: 'function', function: { name: 'check_inventory', parameters: { required: ['sku', 'city'] } } }],
    ['?format=openai', { type: 'function', function: { name: 'check_inventory' } }],
    ['?format=anthropic', { name: 'check_inventory', input_schema: { required: ['sku', 'city'] } }],
    ['?format=mcp', { name: 'check_inventory', inputSchema: { required: ['sku', 'city'] }, annotations: {} }],
  ])('are described as asked for: %j', async (query, tool) => {
    const { status, body } = await ask(`/v1/tools${query}`);
    expect(status).toBe(200);
    expect(body['tools']).toEqual(expect.arrayContaining([expect.objectContaining(asPart(tool))]));
  });

  it('are refused in a format that there is not', async () => {
    expect(await ask('/v1/tools?format=gemini')).toMatchObject({ status: 400, body: { kind: 'invalid_request' } });
  });

  it('are served by instances, each with why it is not called', async () => {
    const { body } = await ask('/v1/operate/tools/instances');
    expect(body['instances']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          address: '127.0.0.1:1',
          connected: false,
          services: ['turnfleet.inventory.v1.InventoryService'],
        }),
      ]),
    );
  });
});

describe('a call by hand', () => {
  const path = (name: string): string => `/v1/operate/tools/${name}/call`;

  it('of a tool that there is not says which there are', async () => {
    expect(await ask(path('make_coffee'), {})).toMatchObject({
      status: 404,
      body: { kind: 'not_found', suggestion: expect.stringContaining('check_inventory') },
    });
  });

  it('says what of the arguments does not fit', async () => {
    expect(await ask(path('check_inventory'), { arguments: { sku: 'A' } })).toMatchObject({
      status: 400,
      body: { violations: [expect.objectContaining({ field: 'city' })] },
    });
  });

  it('that takes effect needs a key', async () => {
    const args = { arguments: { sku: 'A', city: '上海', quantity: 1 } };
    expect(await ask(path('reserve_stock'), args)).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('Idempotency-Key') },
    });
  });

  // The clock of these specs stands long before that of gRPC: a call is late before it begins.
  it('ends with the deadline of the tool', async () => {
    const late = await ask(path('check_inventory'), { arguments: { sku: 'A', city: '上海' } });
    expect(late).toMatchObject({ status: 504, body: { retryable: true } });
  });
});

describe('a batch of calls', () => {
  it('is answered as a whole, whatever becomes of each', async () => {
    const { status, body } = await ask('/v1/tools:batch', {
      calls: [{ name: 'make_coffee' }, { name: 'check_inventory', arguments: { sku: 'A' } }],
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ms: expect.any(Number),
      calls: [
        { id: '0', outcome: 'rejected', error: { kind: 'not_found' } },
        { id: '1', outcome: 'rejected', error: { violations: [{ field: 'city' }] } },
      ],
    });
  });

  it('is refused as a whole where it is none', async () => {
    expect(await ask('/v1/tools:batch', { calls: [] })).toMatchObject({ status: 400 });
    expect(await ask('/v1/tools:batch', {})).toMatchObject({ status: 400 });
  });

  it('stands in the OpenAPI document under its own path', async () => {
    const { body } = await ask('/openapi.json');
    expect(Object.keys(body['paths'] as object)).toContain('/v1/tools:batch');
  });
});

/** The same, with every object in it as a part of what is there. */
function asPart(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      isObject(inner) ? expect.objectContaining(asPart(inner)) : inner,
    ]),
  );
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
