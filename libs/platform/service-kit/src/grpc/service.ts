import type { Metadata } from '@grpc/grpc-js';
import type { ServiceDefinitions } from '@turnfleet/contract/grpc';
import type { Deadline } from '@turnfleet/core';

/** What a handler knows of the call besides its request. */
export interface ServiceCall {
  /** The caller's deadline, else 5 s. Its signal also aborts when the caller cancels or the drain time is over. */
  readonly deadline: Deadline;
  readonly metadata: Metadata;
}

type ServiceName = keyof ServiceDefinitions;

type MethodOf<D> = keyof { [M in keyof D as string extends M ? never : M]: D[M] } & keyof D;

/** Methods that answer with a stream; the generated types do not tell. */
interface Streaming {
  readonly 'turnfleet.registry.v1.RegistryService': 'Watch';
}

type StreamsOf<Name> = Name extends keyof Streaming ? Streaming[Name] : never;

/** One function per method: gets a request that its .proto options allow, answers or throws a TurnfleetError. */
type Handlers<Name extends ServiceName> = {
  readonly [M in MethodOf<ServiceDefinitions[Name]>]: M extends StreamsOf<Name>
    ? StreamHandlerOf<ServiceDefinitions[Name][M]>
    : HandlerOf<ServiceDefinitions[Name][M]>;
};

type HandlerOf<Method> = Method extends {
  requestDeserialize: (bytes: Buffer) => infer Request;
  responseSerialize: (response: infer Response) => Buffer;
}
  ? (request: Request, call: ServiceCall) => Promise<Response>
  : never;

type StreamHandlerOf<Method> =
  HandlerOf<Method> extends (request: infer Request, call: ServiceCall) => Promise<infer Response>
    ? (request: Request, call: ServiceCall) => AsyncIterable<Response>
    : never;

/** A service with its handlers, types forgotten: what a server takes. */
export interface GrpcService {
  readonly name: ServiceName;
  readonly handlers: Readonly<Record<string, Handler | StreamHandler>>;
}

export type Handler = (request: never, call: ServiceCall) => Promise<unknown>;
/** Its stream ends when the call's deadline does. */
export type StreamHandler = (request: never, call: ServiceCall) => AsyncIterable<unknown>;

export function grpcService<Name extends ServiceName>(name: Name, handlers: Handlers<Name>): GrpcService {
  return { name, handlers };
}
