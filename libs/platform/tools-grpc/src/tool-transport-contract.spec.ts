import { Metadata, Server, ServerCredentials, type ServerUnaryCall } from '@grpc/grpc-js';
import { descriptorSet, encodeStatus, serviceDefinition } from '@turnfleet/contract/grpc';
import { toTurnfleetError } from '@turnfleet/core';
import { type ToolBehaviour, toolTransportContract } from '@turnfleet/testing';
import { callDeps } from './testing/call-deps.ts';
import { createGrpcTools } from './tool-transport.ts';

const inventory = 'turnfleet.inventory.v1.InventoryService';
const restockedAt = { seconds: Date.parse('2026-01-01T00:00:00Z') / 1_000 };

type Request = Readonly<Record<string, unknown>>;

toolTransportContract('tools over gRPC', async () => {
  let behaviour: ToolBehaviour = () => ({});
  const keys: (string | undefined)[] = [];
  const answer = async (call: ServerUnaryCall<unknown, unknown>): Promise<object> => {
    keys.push(call.metadata.get('idempotency-key')[0]?.toString());
    const told = await behaviour(call.request as Request);
    return 'restock_time' in told ? { ...told, restock_time: restockedAt } : told;
  };
  const handle = (
    call: ServerUnaryCall<unknown, unknown>,
    done: (error: object | null, value?: object) => void,
  ): void => {
    void answer(call).then(
      (value) => done(null, value),
      (error: unknown) => {
        const { code, message, details } = encodeStatus(toTurnfleetError(error));
        const metadata = new Metadata();
        metadata.set('grpc-status-details-bin', details);
        done({ code, details: message, metadata });
      },
    );
  };
  const server = new Server();
  server.addService(serviceDefinition(inventory), { CheckInventory: handle, ReserveStock: handle });
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  const transport = createGrpcTools({ ...callDeps, descriptorSet, addresses: { [inventory]: `127.0.0.1:${port}` } });
  return {
    transport,
    behave: (next) => {
      behaviour = next;
      keys.length = 0;
    },
    keys: () => keys,
    stop: async () => {
      transport.close();
      server.forceShutdown();
    },
  };
});
