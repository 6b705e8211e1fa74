// Original file: protos/turnfleet/registry/v1/registry.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { DeregisterRequest as _turnfleet_registry_v1_DeregisterRequest, DeregisterRequest__Output as _turnfleet_registry_v1_DeregisterRequest__Output } from '../../../turnfleet/registry/v1/DeregisterRequest.ts';
import type { DeregisterResponse as _turnfleet_registry_v1_DeregisterResponse, DeregisterResponse__Output as _turnfleet_registry_v1_DeregisterResponse__Output } from '../../../turnfleet/registry/v1/DeregisterResponse.ts';
import type { DiscoverRequest as _turnfleet_registry_v1_DiscoverRequest, DiscoverRequest__Output as _turnfleet_registry_v1_DiscoverRequest__Output } from '../../../turnfleet/registry/v1/DiscoverRequest.ts';
import type { DiscoverResponse as _turnfleet_registry_v1_DiscoverResponse, DiscoverResponse__Output as _turnfleet_registry_v1_DiscoverResponse__Output } from '../../../turnfleet/registry/v1/DiscoverResponse.ts';
import type { HeartbeatRequest as _turnfleet_registry_v1_HeartbeatRequest, HeartbeatRequest__Output as _turnfleet_registry_v1_HeartbeatRequest__Output } from '../../../turnfleet/registry/v1/HeartbeatRequest.ts';
import type { HeartbeatResponse as _turnfleet_registry_v1_HeartbeatResponse, HeartbeatResponse__Output as _turnfleet_registry_v1_HeartbeatResponse__Output } from '../../../turnfleet/registry/v1/HeartbeatResponse.ts';
import type { RegisterRequest as _turnfleet_registry_v1_RegisterRequest, RegisterRequest__Output as _turnfleet_registry_v1_RegisterRequest__Output } from '../../../turnfleet/registry/v1/RegisterRequest.ts';
import type { RegisterResponse as _turnfleet_registry_v1_RegisterResponse, RegisterResponse__Output as _turnfleet_registry_v1_RegisterResponse__Output } from '../../../turnfleet/registry/v1/RegisterResponse.ts';
import type { WatchRequest as _turnfleet_registry_v1_WatchRequest, WatchRequest__Output as _turnfleet_registry_v1_WatchRequest__Output } from '../../../turnfleet/registry/v1/WatchRequest.ts';
import type { WatchResponse as _turnfleet_registry_v1_WatchResponse, WatchResponse__Output as _turnfleet_registry_v1_WatchResponse__Output } from '../../../turnfleet/registry/v1/WatchResponse.ts';

/**
 * Knows which instances of which services can be called. An instance is listed as long as it is heard of: after three
 * heartbeats that did not come its lease is over. Several registries over one store are one.
 */
export interface RegistryServiceClient extends grpc.Client {
  /**
   * The instance gets nothing new from now on. It stays listed, as draining, until its lease is over, so that everyone
   * learns that it left on purpose. Fine if it is not listed.
   */
  Deregister(argument: _turnfleet_registry_v1_DeregisterRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_registry_v1_DeregisterResponse__Output>): grpc.ClientUnaryCall;
  Deregister(argument: _turnfleet_registry_v1_DeregisterRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_registry_v1_DeregisterResponse__Output>): grpc.ClientUnaryCall;
  Deregister(argument: _turnfleet_registry_v1_DeregisterRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_registry_v1_DeregisterResponse__Output>): grpc.ClientUnaryCall;
  Deregister(argument: _turnfleet_registry_v1_DeregisterRequest, callback: grpc.requestCallback<_turnfleet_registry_v1_DeregisterResponse__Output>): grpc.ClientUnaryCall;
  /**
   * The instance gets nothing new from now on. It stays listed, as draining, until its lease is over, so that everyone
   * learns that it left on purpose. Fine if it is not listed.
   */
  deregister(argument: _turnfleet_registry_v1_DeregisterRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_registry_v1_DeregisterResponse__Output>): grpc.ClientUnaryCall;
  deregister(argument: _turnfleet_registry_v1_DeregisterRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_registry_v1_DeregisterResponse__Output>): grpc.ClientUnaryCall;
  deregister(argument: _turnfleet_registry_v1_DeregisterRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_registry_v1_DeregisterResponse__Output>): grpc.ClientUnaryCall;
  deregister(argument: _turnfleet_registry_v1_DeregisterRequest, callback: grpc.requestCallback<_turnfleet_registry_v1_DeregisterResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * The instances that are listed.
   */
  Discover(argument: _turnfleet_registry_v1_DiscoverRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_registry_v1_DiscoverResponse__Output>): grpc.ClientUnaryCall;
  Discover(argument: _turnfleet_registry_v1_DiscoverRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_registry_v1_DiscoverResponse__Output>): grpc.ClientUnaryCall;
  Discover(argument: _turnfleet_registry_v1_DiscoverRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_registry_v1_DiscoverResponse__Output>): grpc.ClientUnaryCall;
  Discover(argument: _turnfleet_registry_v1_DiscoverRequest, callback: grpc.requestCallback<_turnfleet_registry_v1_DiscoverResponse__Output>): grpc.ClientUnaryCall;
  /**
   * The instances that are listed.
   */
  discover(argument: _turnfleet_registry_v1_DiscoverRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_registry_v1_DiscoverResponse__Output>): grpc.ClientUnaryCall;
  discover(argument: _turnfleet_registry_v1_DiscoverRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_registry_v1_DiscoverResponse__Output>): grpc.ClientUnaryCall;
  discover(argument: _turnfleet_registry_v1_DiscoverRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_registry_v1_DiscoverResponse__Output>): grpc.ClientUnaryCall;
  discover(argument: _turnfleet_registry_v1_DiscoverRequest, callback: grpc.requestCallback<_turnfleet_registry_v1_DiscoverResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Prolongs the lease of an instance. NOT_FOUND if it is not listed (any more): then it registers again.
   */
  Heartbeat(argument: _turnfleet_registry_v1_HeartbeatRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_registry_v1_HeartbeatResponse__Output>): grpc.ClientUnaryCall;
  Heartbeat(argument: _turnfleet_registry_v1_HeartbeatRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_registry_v1_HeartbeatResponse__Output>): grpc.ClientUnaryCall;
  Heartbeat(argument: _turnfleet_registry_v1_HeartbeatRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_registry_v1_HeartbeatResponse__Output>): grpc.ClientUnaryCall;
  Heartbeat(argument: _turnfleet_registry_v1_HeartbeatRequest, callback: grpc.requestCallback<_turnfleet_registry_v1_HeartbeatResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Prolongs the lease of an instance. NOT_FOUND if it is not listed (any more): then it registers again.
   */
  heartbeat(argument: _turnfleet_registry_v1_HeartbeatRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_registry_v1_HeartbeatResponse__Output>): grpc.ClientUnaryCall;
  heartbeat(argument: _turnfleet_registry_v1_HeartbeatRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_registry_v1_HeartbeatResponse__Output>): grpc.ClientUnaryCall;
  heartbeat(argument: _turnfleet_registry_v1_HeartbeatRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_registry_v1_HeartbeatResponse__Output>): grpc.ClientUnaryCall;
  heartbeat(argument: _turnfleet_registry_v1_HeartbeatRequest, callback: grpc.requestCallback<_turnfleet_registry_v1_HeartbeatResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Lists an instance, in place of what was listed under its id.
   */
  Register(argument: _turnfleet_registry_v1_RegisterRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_registry_v1_RegisterResponse__Output>): grpc.ClientUnaryCall;
  Register(argument: _turnfleet_registry_v1_RegisterRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_registry_v1_RegisterResponse__Output>): grpc.ClientUnaryCall;
  Register(argument: _turnfleet_registry_v1_RegisterRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_registry_v1_RegisterResponse__Output>): grpc.ClientUnaryCall;
  Register(argument: _turnfleet_registry_v1_RegisterRequest, callback: grpc.requestCallback<_turnfleet_registry_v1_RegisterResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Lists an instance, in place of what was listed under its id.
   */
  register(argument: _turnfleet_registry_v1_RegisterRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_registry_v1_RegisterResponse__Output>): grpc.ClientUnaryCall;
  register(argument: _turnfleet_registry_v1_RegisterRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_registry_v1_RegisterResponse__Output>): grpc.ClientUnaryCall;
  register(argument: _turnfleet_registry_v1_RegisterRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_registry_v1_RegisterResponse__Output>): grpc.ClientUnaryCall;
  register(argument: _turnfleet_registry_v1_RegisterRequest, callback: grpc.requestCallback<_turnfleet_registry_v1_RegisterResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * The instances that are listed: now, within a second of a change, and every five seconds as a sign of life, with the
   * loads of that moment. Each answer is the whole list.
   */
  Watch(argument: _turnfleet_registry_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_turnfleet_registry_v1_WatchResponse__Output>;
  Watch(argument: _turnfleet_registry_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_turnfleet_registry_v1_WatchResponse__Output>;
  /**
   * The instances that are listed: now, within a second of a change, and every five seconds as a sign of life, with the
   * loads of that moment. Each answer is the whole list.
   */
  watch(argument: _turnfleet_registry_v1_WatchRequest, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_turnfleet_registry_v1_WatchResponse__Output>;
  watch(argument: _turnfleet_registry_v1_WatchRequest, options?: grpc.CallOptions): grpc.ClientReadableStream<_turnfleet_registry_v1_WatchResponse__Output>;
  
}

/**
 * Knows which instances of which services can be called. An instance is listed as long as it is heard of: after three
 * heartbeats that did not come its lease is over. Several registries over one store are one.
 */
export interface RegistryServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * The instance gets nothing new from now on. It stays listed, as draining, until its lease is over, so that everyone
   * learns that it left on purpose. Fine if it is not listed.
   */
  Deregister: grpc.handleUnaryCall<_turnfleet_registry_v1_DeregisterRequest__Output, _turnfleet_registry_v1_DeregisterResponse>;
  
  /**
   * The instances that are listed.
   */
  Discover: grpc.handleUnaryCall<_turnfleet_registry_v1_DiscoverRequest__Output, _turnfleet_registry_v1_DiscoverResponse>;
  
  /**
   * Prolongs the lease of an instance. NOT_FOUND if it is not listed (any more): then it registers again.
   */
  Heartbeat: grpc.handleUnaryCall<_turnfleet_registry_v1_HeartbeatRequest__Output, _turnfleet_registry_v1_HeartbeatResponse>;
  
  /**
   * Lists an instance, in place of what was listed under its id.
   */
  Register: grpc.handleUnaryCall<_turnfleet_registry_v1_RegisterRequest__Output, _turnfleet_registry_v1_RegisterResponse>;
  
  /**
   * The instances that are listed: now, within a second of a change, and every five seconds as a sign of life, with the
   * loads of that moment. Each answer is the whole list.
   */
  Watch: grpc.handleServerStreamingCall<_turnfleet_registry_v1_WatchRequest__Output, _turnfleet_registry_v1_WatchResponse>;
  
}

export interface RegistryServiceDefinition extends grpc.ServiceDefinition {
  Deregister: MethodDefinition<_turnfleet_registry_v1_DeregisterRequest, _turnfleet_registry_v1_DeregisterResponse, _turnfleet_registry_v1_DeregisterRequest__Output, _turnfleet_registry_v1_DeregisterResponse__Output>
  Discover: MethodDefinition<_turnfleet_registry_v1_DiscoverRequest, _turnfleet_registry_v1_DiscoverResponse, _turnfleet_registry_v1_DiscoverRequest__Output, _turnfleet_registry_v1_DiscoverResponse__Output>
  Heartbeat: MethodDefinition<_turnfleet_registry_v1_HeartbeatRequest, _turnfleet_registry_v1_HeartbeatResponse, _turnfleet_registry_v1_HeartbeatRequest__Output, _turnfleet_registry_v1_HeartbeatResponse__Output>
  Register: MethodDefinition<_turnfleet_registry_v1_RegisterRequest, _turnfleet_registry_v1_RegisterResponse, _turnfleet_registry_v1_RegisterRequest__Output, _turnfleet_registry_v1_RegisterResponse__Output>
  Watch: MethodDefinition<_turnfleet_registry_v1_WatchRequest, _turnfleet_registry_v1_WatchResponse, _turnfleet_registry_v1_WatchRequest__Output, _turnfleet_registry_v1_WatchResponse__Output>
}
