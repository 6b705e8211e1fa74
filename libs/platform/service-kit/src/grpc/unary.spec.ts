import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { silentLogger, systemClock, TurnfleetError } from '@turnfleet/core';
import { startTelemetry, type Telemetry } from '@turnfleet/telemetry/sdk';
import { type GrpcCaller, grpcCaller } from '@turnfleet/testing';
import { type GrpcServer, serveGrpc } from './serve-grpc.ts';
import { grpcService } from './service.ts';

const serviceName = 'turnfleet.inventory.v1.InventoryService';
const traceId = '0af7651916cd43dd8448eb211c80319c';
const metadata = { traceparent: `00-${traceId}-b7ad6b7169203331-01` };

let telemetry: Telemetry;
let server: GrpcServer;
let caller: GrpcCaller;

beforeEach(async () => {
  telemetry = startTelemetry({ serviceName: 'spec', export: false }, silentLogger);
  const services = [
    grpcService(serviceName, {
      CheckInventory: async ({ sku }) => {
        if (sku === 'unknown') throw new TurnfleetError('not_found', 'There is no such product.');
        if (sku === 'broken') throw new TurnfleetError('overloaded', 'The database cannot be reached.');
        return { sku };
      },
      ReserveStock: async () => ({}),
      SetStock: async () => ({}),
    }),
  ];
  const options = { name: 'spec', host: '127.0.0.1', port: 0, services, checks: [], drainMs: 1_000 };
  server = await serveGrpc({ ...options, clock: systemClock, logger: silentLogger });
  caller = grpcCaller(serviceName, server.address);
});

afterEach(async () => {
  caller.close();
  await server.stop();
  await telemetry.stop();
});

describe('the span of a call', () => {
  it('continues the trace of the caller and names the method', async () => {
    await caller.call('CheckInventory', { sku: 'SKU-1', city: '上海' }, { metadata });
    const [span] = telemetry.spans?.find(traceId) ?? [];
    expect(span).toMatchObject({
      name: `${serviceName}/CheckInventory`,
      kind: SpanKind.SERVER,
      parentSpanContext: { spanId: 'b7ad6b7169203331' },
      attributes: {
        'rpc.system': 'grpc',
        'rpc.service': serviceName,
        'rpc.method': 'CheckInventory',
        'rpc.grpc.status_code': 0,
      },
    });
  });

  it.each([
    ['unknown', 5, false],
    ['broken', 14, true],
  ])('for %j has status code %i; failed: %s', async (sku, code, failed) => {
    await caller.call('CheckInventory', { sku, city: '上海' }, { metadata }).catch(() => undefined);
    const [span] = telemetry.spans?.find(traceId) ?? [];
    expect(span?.attributes['rpc.grpc.status_code']).toBe(code);
    expect(span?.status.code).toBe(failed ? SpanStatusCode.ERROR : SpanStatusCode.UNSET);
  });

  it('holds nothing of what was asked', async () => {
    await caller.call('CheckInventory', { sku: 'SKU-SECRET', city: '上海' }, { metadata });
    expect(JSON.stringify(telemetry.spans?.find(traceId).map(({ attributes }) => attributes))).not.toContain('SECRET');
  });
});

describe('the metric of calls', () => {
  it('counts them by method and status', async () => {
    await caller.call('CheckInventory', { sku: 'SKU-1', city: '上海' });
    expect(await telemetry.metricsText()).toMatch(/rpc_server_call_duration\w*_count\{.*CheckInventory.*\} 1/);
  });
});
