// Original file: protos/turnfleet/registry/v1/registry.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { IdentifyRequest as _turnfleet_registry_v1_IdentifyRequest, IdentifyRequest__Output as _turnfleet_registry_v1_IdentifyRequest__Output } from '../../../turnfleet/registry/v1/IdentifyRequest.ts';
import type { IdentifyResponse as _turnfleet_registry_v1_IdentifyResponse, IdentifyResponse__Output as _turnfleet_registry_v1_IdentifyResponse__Output } from '../../../turnfleet/registry/v1/IdentifyResponse.ts';

/**
 * Served by every instance: a registry can be told an address that is somebody else's.
 */
export interface InstanceServiceClient extends grpc.Client {
  /**
   * Says which instance answers here. Whoever calls by a registry's word asks this first.
   */
  Identify(argument: _turnfleet_registry_v1_IdentifyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_registry_v1_IdentifyResponse__Output>): grpc.ClientUnaryCall;
  Identify(argument: _turnfleet_registry_v1_IdentifyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_registry_v1_IdentifyResponse__Output>): grpc.ClientUnaryCall;
  Identify(argument: _turnfleet_registry_v1_IdentifyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_registry_v1_IdentifyResponse__Output>): grpc.ClientUnaryCall;
  Identify(argument: _turnfleet_registry_v1_IdentifyRequest, callback: grpc.requestCallback<_turnfleet_registry_v1_IdentifyResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Says which instance answers here. Whoever calls by a registry's word asks this first.
   */
  identify(argument: _turnfleet_registry_v1_IdentifyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_registry_v1_IdentifyResponse__Output>): grpc.ClientUnaryCall;
  identify(argument: _turnfleet_registry_v1_IdentifyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_registry_v1_IdentifyResponse__Output>): grpc.ClientUnaryCall;
  identify(argument: _turnfleet_registry_v1_IdentifyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_registry_v1_IdentifyResponse__Output>): grpc.ClientUnaryCall;
  identify(argument: _turnfleet_registry_v1_IdentifyRequest, callback: grpc.requestCallback<_turnfleet_registry_v1_IdentifyResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Served by every instance: a registry can be told an address that is somebody else's.
 */
export interface InstanceServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Says which instance answers here. Whoever calls by a registry's word asks this first.
   */
  Identify: grpc.handleUnaryCall<_turnfleet_registry_v1_IdentifyRequest__Output, _turnfleet_registry_v1_IdentifyResponse>;
  
}

export interface InstanceServiceDefinition extends grpc.ServiceDefinition {
  Identify: MethodDefinition<_turnfleet_registry_v1_IdentifyRequest, _turnfleet_registry_v1_IdentifyResponse, _turnfleet_registry_v1_IdentifyRequest__Output, _turnfleet_registry_v1_IdentifyResponse__Output>
}
