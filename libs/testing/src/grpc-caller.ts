import { type CallOptions, credentials, Metadata, makeClientConstructor, type ServiceError } from '@grpc/grpc-js';
import { errorOfStatus, type ServiceDefinitions, serviceDefinition } from '@turnfleet/contract/grpc';
import type { TurnfleetError } from '@turnfleet/core';

export interface GrpcCaller {
  /** The answer; rejects with grpc-js's ServiceError. */
  call(
    method: string,
    request: object,
    options?: CallOptions & { metadata?: Record<string, string> },
  ): Promise<unknown>;
  close(): void;
}

/** An ordinary grpc-js client of one service. */
export function grpcCaller(service: keyof ServiceDefinitions, address: string): GrpcCaller {
  const Client = makeClientConstructor(serviceDefinition(service), service);
  const client = new Client(address, credentials.createInsecure());
  return {
    call: (method, request, { metadata = {}, ...options } = {}) =>
      new Promise((resolve, reject) => {
        const sent = new Metadata();
        for (const [key, value] of Object.entries(metadata)) sent.set(key, value);
        client[method]?.(request, sent, options, (error: ServiceError | null, answer: unknown) => {
          if (error) reject(error);
          else resolve(answer);
        });
      }),
    close: () => client.close(),
  };
}

/** What a failed call says, details included. */
export async function refusal(call: Promise<unknown>): Promise<TurnfleetError & { readonly code: number }> {
  const error = await call.then(
    () => {
      throw new Error('The call was expected to fail, but it was answered.');
    },
    (reason: unknown) => reason as ServiceError,
  );
  const details = error.metadata.get('grpc-status-details-bin')[0];
  const ours = errorOfStatus(error.code, error.details, details instanceof Buffer ? details : undefined);
  return Object.assign(ours, { code: error.code });
}
