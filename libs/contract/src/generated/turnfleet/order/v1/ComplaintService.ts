// Original file: protos/turnfleet/order/v1/order.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ListComplaintsRequest as _turnfleet_order_v1_ListComplaintsRequest, ListComplaintsRequest__Output as _turnfleet_order_v1_ListComplaintsRequest__Output } from '../../../turnfleet/order/v1/ListComplaintsRequest.ts';
import type { ListComplaintsResponse as _turnfleet_order_v1_ListComplaintsResponse, ListComplaintsResponse__Output as _turnfleet_order_v1_ListComplaintsResponse__Output } from '../../../turnfleet/order/v1/ListComplaintsResponse.ts';
import type { SettleComplaintRequest as _turnfleet_order_v1_SettleComplaintRequest, SettleComplaintRequest__Output as _turnfleet_order_v1_SettleComplaintRequest__Output } from '../../../turnfleet/order/v1/SettleComplaintRequest.ts';
import type { SettleComplaintResponse as _turnfleet_order_v1_SettleComplaintResponse, SettleComplaintResponse__Output as _turnfleet_order_v1_SettleComplaintResponse__Output } from '../../../turnfleet/order/v1/SettleComplaintResponse.ts';

/**
 * Complaints, for the shop's staff. Not for models and shoppers.
 */
export interface ComplaintServiceClient extends grpc.Client {
  /**
   * Complaints of a tenant, the latest first.
   */
  ListComplaints(argument: _turnfleet_order_v1_ListComplaintsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_order_v1_ListComplaintsResponse__Output>): grpc.ClientUnaryCall;
  ListComplaints(argument: _turnfleet_order_v1_ListComplaintsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_order_v1_ListComplaintsResponse__Output>): grpc.ClientUnaryCall;
  ListComplaints(argument: _turnfleet_order_v1_ListComplaintsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_order_v1_ListComplaintsResponse__Output>): grpc.ClientUnaryCall;
  ListComplaints(argument: _turnfleet_order_v1_ListComplaintsRequest, callback: grpc.requestCallback<_turnfleet_order_v1_ListComplaintsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Complaints of a tenant, the latest first.
   */
  listComplaints(argument: _turnfleet_order_v1_ListComplaintsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_order_v1_ListComplaintsResponse__Output>): grpc.ClientUnaryCall;
  listComplaints(argument: _turnfleet_order_v1_ListComplaintsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_order_v1_ListComplaintsResponse__Output>): grpc.ClientUnaryCall;
  listComplaints(argument: _turnfleet_order_v1_ListComplaintsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_order_v1_ListComplaintsResponse__Output>): grpc.ClientUnaryCall;
  listComplaints(argument: _turnfleet_order_v1_ListComplaintsRequest, callback: grpc.requestCallback<_turnfleet_order_v1_ListComplaintsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Says what came of a complaint. The first word counts: again, it gives what was said before. NOT_FOUND if the tenant has no
   * such complaint.
   */
  SettleComplaint(argument: _turnfleet_order_v1_SettleComplaintRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_order_v1_SettleComplaintResponse__Output>): grpc.ClientUnaryCall;
  SettleComplaint(argument: _turnfleet_order_v1_SettleComplaintRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_order_v1_SettleComplaintResponse__Output>): grpc.ClientUnaryCall;
  SettleComplaint(argument: _turnfleet_order_v1_SettleComplaintRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_order_v1_SettleComplaintResponse__Output>): grpc.ClientUnaryCall;
  SettleComplaint(argument: _turnfleet_order_v1_SettleComplaintRequest, callback: grpc.requestCallback<_turnfleet_order_v1_SettleComplaintResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Says what came of a complaint. The first word counts: again, it gives what was said before. NOT_FOUND if the tenant has no
   * such complaint.
   */
  settleComplaint(argument: _turnfleet_order_v1_SettleComplaintRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_order_v1_SettleComplaintResponse__Output>): grpc.ClientUnaryCall;
  settleComplaint(argument: _turnfleet_order_v1_SettleComplaintRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_order_v1_SettleComplaintResponse__Output>): grpc.ClientUnaryCall;
  settleComplaint(argument: _turnfleet_order_v1_SettleComplaintRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_order_v1_SettleComplaintResponse__Output>): grpc.ClientUnaryCall;
  settleComplaint(argument: _turnfleet_order_v1_SettleComplaintRequest, callback: grpc.requestCallback<_turnfleet_order_v1_SettleComplaintResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Complaints, for the shop's staff. Not for models and shoppers.
 */
export interface ComplaintServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Complaints of a tenant, the latest first.
   */
  ListComplaints: grpc.handleUnaryCall<_turnfleet_order_v1_ListComplaintsRequest__Output, _turnfleet_order_v1_ListComplaintsResponse>;
  
  /**
   * Says what came of a complaint. The first word counts: again, it gives what was said before. NOT_FOUND if the tenant has no
   * such complaint.
   */
  SettleComplaint: grpc.handleUnaryCall<_turnfleet_order_v1_SettleComplaintRequest__Output, _turnfleet_order_v1_SettleComplaintResponse>;
  
}

export interface ComplaintServiceDefinition extends grpc.ServiceDefinition {
  ListComplaints: MethodDefinition<_turnfleet_order_v1_ListComplaintsRequest, _turnfleet_order_v1_ListComplaintsResponse, _turnfleet_order_v1_ListComplaintsRequest__Output, _turnfleet_order_v1_ListComplaintsResponse__Output>
  SettleComplaint: MethodDefinition<_turnfleet_order_v1_SettleComplaintRequest, _turnfleet_order_v1_SettleComplaintResponse, _turnfleet_order_v1_SettleComplaintRequest__Output, _turnfleet_order_v1_SettleComplaintResponse__Output>
}
