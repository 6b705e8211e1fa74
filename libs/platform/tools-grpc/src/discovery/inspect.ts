import { createFileRegistry, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { type Client, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { descriptorVersion, type registry, serviceDefinition } from '@turnfleet/contract/grpc';
import { TurnfleetError } from '@turnfleet/core';
import type { Instance } from '@turnfleet/instances';
import { type DerivedTools, deriveTools } from '@turnfleet/tools';
import { type Codec, codecs } from '../codec.ts';
import { reflect } from './reflect.ts';

/** What was found at an instance of one service. */
export interface Inspected extends DerivedTools {
  readonly service: string;
  readonly fingerprint: string;
  readonly codecOf: (service: string, method: string) => Codec | undefined;
}

/**
 * Asks an instance who it is and what its services say, before it gets a call. `forbidden`: it is not who the registry
 * says, or does not serve what it says.
 */
export async function inspect(client: Client, instance: Instance, at: number): Promise<readonly Inspected[]> {
  const { id } = await identify(client, at);
  if (id !== instance.id) throw new TurnfleetError('forbidden', somebodyElse(instance, id));
  const given = Buffer.from(instance.descriptorSet, 'base64');
  const set = given.length > 0 ? given : await reflect(client, instance.services, at);
  const files = createFileRegistry(fromBinary(FileDescriptorSetSchema, set));
  const missing = instance.services.find((service) => !files.getService(service));
  if (missing !== undefined) throw new TurnfleetError('forbidden', `Its descriptors do not have ${missing}.`);
  const codecOf = codecs(set);
  return instance.services.map((service) => ({
    ...{ service, codecOf, fingerprint: descriptorVersion([service], files) },
    ...deriveTools(set, instance.version, [service]),
  }));
}

const somebodyElse = ({ address }: Instance, id: string): string =>
  `At ${address} answers the instance "${id}": the registry was told an address that is somebody else's.`;

function identify(client: Client, at: number): Promise<registry.IdentifyResponse__Output> {
  const { path, requestSerialize, responseDeserialize } = serviceDefinition(
    'turnfleet.registry.v1.InstanceService',
  ).Identify;
  return new Promise((resolve, reject) => {
    const settle = (error: ServiceError | null, answer?: registry.IdentifyResponse__Output): void => {
      if (answer) resolve(answer);
      else if (error?.code === status.UNIMPLEMENTED) reject(new TurnfleetError('forbidden', saysNotWho));
      else reject(new TurnfleetError('overloaded', 'It cannot be reached.', { cause: error }));
    };
    client.makeUnaryRequest(path, requestSerialize, responseDeserialize, {}, new Metadata(), { deadline: at }, settle);
  });
}

const saysNotWho =
  'It does not say which instance it is: a service that registers has to serve turnfleet.registry.v1.InstanceService.';
