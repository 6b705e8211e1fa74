import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import {
  type handleServerStreamingCall,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerWritableStream,
} from '@grpc/grpc-js';
import { descriptorSet, type registry, serviceDefinition } from '@turnfleet/contract/grpc';
import type { Instance } from '@turnfleet/instances';
import { anInstance } from '@turnfleet/instances/testing';

type Watcher = ServerWritableStream<unknown, registry.WatchResponse>;

/** A registry that lists what a spec says, over real gRPC. */
export interface FakeRegistry {
  readonly address: string;
  /** Tells everyone who watches, now and later. */
  list(instances: readonly Instance[]): void;
  stop(): void;
}

/** A server of services with any descriptors, as a registry lists it. */
export interface FakeInstance {
  readonly instance: Instance;
  /** Calls of tools that came, by method. */
  readonly calls: string[];
  /** Calls are answered after this. */
  answerWhen: Promise<unknown>;
  stop(): void;
}

export async function startRegistry(port = 0): Promise<FakeRegistry> {
  const server = new Server();
  const watchers = new Set<Watcher>();
  let listed: readonly Instance[] | null = null;
  const tell = (watcher: Watcher): void => {
    if (listed) watcher.write({ instances: listed.map(messageOf) });
  };
  const watch: handleServerStreamingCall<unknown, registry.WatchResponse> = (call) => {
    watchers.add(call);
    call.on('cancelled', () => watchers.delete(call));
    tell(call);
  };
  server.addService(serviceDefinition('turnfleet.registry.v1.RegistryService'), { Watch: watch });
  return {
    address: await bound(server, port),
    list: (instances) => {
      listed = instances;
      watchers.forEach(tell);
    },
    stop: () => server.forceShutdown(),
  };
}

export interface FakeInstanceOptions extends Partial<Instance> {
  /** What its reflection says. */
  readonly descriptors?: Uint8Array;
  /** Who it says it is, if not who is listed. */
  readonly says?: string;
}

export async function startInstance(options: FakeInstanceOptions = {}): Promise<FakeInstance> {
  const { descriptors = descriptorSet, says, ...change } = options;
  const instance = anInstance(change);
  const { file } = fromBinary(FileDescriptorSetSchema, descriptors);
  const files = file.toReversed().map((one) => Buffer.from(toBinary(FileDescriptorProtoSchema, one)));
  const server = new Server();
  const made = { calls: [] as string[], answerWhen: Promise.resolve() as Promise<unknown> };
  for (const service of instance.services) {
    const methods = file.flatMap((one) => one.service.filter(({ name }) => service === `${one.package}.${name}`));
    for (const { method } of methods) server.addService(bytesOnly(service, method), handlers(method, made));
  }
  server.addService(serviceDefinition('turnfleet.registry.v1.InstanceService'), {
    Identify: (_: unknown, done: (error: null, answer: object) => void) =>
      done(null, { id: says ?? instance.id, version: instance.version }),
  });
  server.addService(serviceDefinition('grpc.reflection.v1.ServerReflection'), {
    ServerReflectionInfo: (stream: ServerDuplexStream<unknown, object>) => {
      stream.on('data', () => stream.write({ file_descriptor_response: { file_descriptor_proto: files } }));
      stream.on('end', () => stream.end());
    },
  });
  const address = await bound(server, 0);
  return Object.assign(made, {
    instance: { ...instance, address: change.address ?? address },
    stop: () => server.forceShutdown(),
  });
}

type Methods = readonly { readonly name: string }[];
const asIs = (bytes: Buffer): Buffer => bytes;

function bytesOnly(service: string, methods: Methods) {
  const define = (name: string) => ({
    ...{ path: `/${service}/${name}`, requestStream: false, responseStream: false },
    ...{ requestSerialize: asIs, requestDeserialize: asIs, responseSerialize: asIs, responseDeserialize: asIs },
  });
  return Object.fromEntries(methods.map(({ name }) => [name, define(name)]));
}

function handlers(methods: Methods, made: Pick<FakeInstance, 'calls' | 'answerWhen'>) {
  const handle = (name: string) => (_: unknown, done: (error: null, answer: Buffer) => void) => {
    made.calls.push(name);
    void made.answerWhen.then(() => done(null, Buffer.alloc(0)));
  };
  return Object.fromEntries(methods.map(({ name }) => [name, handle(name)]));
}

function messageOf({ costPerCall, descriptorSet: set, ...same }: Instance): registry.Instance {
  const more = { cost_per_call: costPerCall, descriptor_set: Buffer.from(set, 'base64') };
  return { ...same, services: [...same.services], ...more };
}

function bound(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, at) =>
      error ? reject(error) : resolve(`127.0.0.1:${at}`),
    );
  });
}
