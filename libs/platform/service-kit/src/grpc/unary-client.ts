import { credentials, Metadata, makeClientConstructor, type ServiceError } from '@grpc/grpc-js';
import { errorOfStatus, type ServiceDefinitions, serviceDefinition } from '@turnfleet/contract/grpc';
import type { TurnfleetError } from '@turnfleet/core';
import { traceHeaders } from '@turnfleet/telemetry';

/** One service at one address. */
export interface UnaryClient {
  /**
   * One call, until `deadlineAt` (Unix milliseconds) or until it is called off. Fails as the service does; `overloaded` or
   * `deadline_exceeded` if there is none at its address.
   */
  call<Answer>(method: string, request: object, deadlineAt: number, signal?: AbortSignal): Promise<Answer>;
  close(): void;
}

/** Who is back has to be found within seconds, and is on our own network; a name with several servers is all of them. */
const options = {
  'grpc.initial_reconnect_backoff_ms': 200,
  'grpc.max_reconnect_backoff_ms': 2_000,
  'grpc.enable_http_proxy': 0,
  'grpc.enable_retries': 0,
  'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
};

export function unaryClient(service: keyof ServiceDefinitions, address: string): UnaryClient {
  const Constructor = makeClientConstructor(serviceDefinition(service), service);
  const client = new Constructor(address, credentials.createInsecure(), options);
  return {
    call: <Answer>(method: string, request: object, deadline: number, signal?: AbortSignal) =>
      new Promise<Answer>((resolve, reject) => {
        const settle = (error: ServiceError | null, answer: Answer): void => {
          signal?.removeEventListener('abort', callOff);
          if (error) reject(failure(error));
          else resolve(answer);
        };
        // What it causes over there is of the trace that it is made in.
        const metadata = new Metadata();
        for (const [name, value] of Object.entries(traceHeaders())) if (value) metadata.set(name, value);
        const call: unknown = client[method]?.(request, metadata, { deadline }, settle);
        const callOff = (): void => (call as { cancel(): void } | undefined)?.cancel();
        signal?.addEventListener('abort', callOff, { once: true });
      }),
    close: () => client.close(),
  };
}

function failure({ code, details, metadata }: ServiceError): TurnfleetError {
  const [bytes] = metadata.get('grpc-status-details-bin');
  return errorOfStatus(code, details, bytes instanceof Uint8Array ? bytes : undefined);
}
