// Original file: protos/turnfleet/order/v1/order.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { CancelOrderRequest as _turnfleet_order_v1_CancelOrderRequest, CancelOrderRequest__Output as _turnfleet_order_v1_CancelOrderRequest__Output } from '../../../turnfleet/order/v1/CancelOrderRequest.ts';
import type { CancelOrderResponse as _turnfleet_order_v1_CancelOrderResponse, CancelOrderResponse__Output as _turnfleet_order_v1_CancelOrderResponse__Output } from '../../../turnfleet/order/v1/CancelOrderResponse.ts';
import type { ChangeAddressRequest as _turnfleet_order_v1_ChangeAddressRequest, ChangeAddressRequest__Output as _turnfleet_order_v1_ChangeAddressRequest__Output } from '../../../turnfleet/order/v1/ChangeAddressRequest.ts';
import type { ChangeAddressResponse as _turnfleet_order_v1_ChangeAddressResponse, ChangeAddressResponse__Output as _turnfleet_order_v1_ChangeAddressResponse__Output } from '../../../turnfleet/order/v1/ChangeAddressResponse.ts';
import type { CreateReturnRequest as _turnfleet_order_v1_CreateReturnRequest, CreateReturnRequest__Output as _turnfleet_order_v1_CreateReturnRequest__Output } from '../../../turnfleet/order/v1/CreateReturnRequest.ts';
import type { CreateReturnResponse as _turnfleet_order_v1_CreateReturnResponse, CreateReturnResponse__Output as _turnfleet_order_v1_CreateReturnResponse__Output } from '../../../turnfleet/order/v1/CreateReturnResponse.ts';
import type { FileComplaintRequest as _turnfleet_order_v1_FileComplaintRequest, FileComplaintRequest__Output as _turnfleet_order_v1_FileComplaintRequest__Output } from '../../../turnfleet/order/v1/FileComplaintRequest.ts';
import type { FileComplaintResponse as _turnfleet_order_v1_FileComplaintResponse, FileComplaintResponse__Output as _turnfleet_order_v1_FileComplaintResponse__Output } from '../../../turnfleet/order/v1/FileComplaintResponse.ts';
import type { GetOrderRequest as _turnfleet_order_v1_GetOrderRequest, GetOrderRequest__Output as _turnfleet_order_v1_GetOrderRequest__Output } from '../../../turnfleet/order/v1/GetOrderRequest.ts';
import type { GetOrderResponse as _turnfleet_order_v1_GetOrderResponse, GetOrderResponse__Output as _turnfleet_order_v1_GetOrderResponse__Output } from '../../../turnfleet/order/v1/GetOrderResponse.ts';
import type { ListOrdersRequest as _turnfleet_order_v1_ListOrdersRequest, ListOrdersRequest__Output as _turnfleet_order_v1_ListOrdersRequest__Output } from '../../../turnfleet/order/v1/ListOrdersRequest.ts';
import type { ListOrdersResponse as _turnfleet_order_v1_ListOrdersResponse, ListOrdersResponse__Output as _turnfleet_order_v1_ListOrdersResponse__Output } from '../../../turnfleet/order/v1/ListOrdersResponse.ts';
import type { RequestInvoiceRequest as _turnfleet_order_v1_RequestInvoiceRequest, RequestInvoiceRequest__Output as _turnfleet_order_v1_RequestInvoiceRequest__Output } from '../../../turnfleet/order/v1/RequestInvoiceRequest.ts';
import type { RequestInvoiceResponse as _turnfleet_order_v1_RequestInvoiceResponse, RequestInvoiceResponse__Output as _turnfleet_order_v1_RequestInvoiceResponse__Output } from '../../../turnfleet/order/v1/RequestInvoiceResponse.ts';

/**
 * Orders of shoppers and what can still be done with them. An order is there for its owner alone: NOT_FOUND for anybody
 * else, as if it did not exist. Methods that change something take effect once per `idempotency-key` in the metadata
 * (1–128 visible ASCII characters, INVALID_ARGUMENT without): the same key gives the same answer for 8 days, and ABORTED
 * with another request. What the order does not allow is ABORTED: the metadata of its ErrorInfo says why under `reason`
 * (order_shipped, order_closed, …), and under `instead` which tool can be offered, if there is one. With `validate_only`
 * nothing is changed and no key is needed or recorded.
 */
export interface OrderServiceClient extends grpc.Client {
  /**
   * Cancels an order that has not been shipped, all of it, and refunds what was paid.
   */
  CancelOrder(argument: _turnfleet_order_v1_CancelOrderRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_order_v1_CancelOrderResponse__Output>): grpc.ClientUnaryCall;
  CancelOrder(argument: _turnfleet_order_v1_CancelOrderRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_order_v1_CancelOrderResponse__Output>): grpc.ClientUnaryCall;
  CancelOrder(argument: _turnfleet_order_v1_CancelOrderRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_order_v1_CancelOrderResponse__Output>): grpc.ClientUnaryCall;
  CancelOrder(argument: _turnfleet_order_v1_CancelOrderRequest, callback: grpc.requestCallback<_turnfleet_order_v1_CancelOrderResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Cancels an order that has not been shipped, all of it, and refunds what was paid.
   */
  cancelOrder(argument: _turnfleet_order_v1_CancelOrderRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_order_v1_CancelOrderResponse__Output>): grpc.ClientUnaryCall;
  cancelOrder(argument: _turnfleet_order_v1_CancelOrderRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_order_v1_CancelOrderResponse__Output>): grpc.ClientUnaryCall;
  cancelOrder(argument: _turnfleet_order_v1_CancelOrderRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_order_v1_CancelOrderResponse__Output>): grpc.ClientUnaryCall;
  cancelOrder(argument: _turnfleet_order_v1_CancelOrderRequest, callback: grpc.requestCallback<_turnfleet_order_v1_CancelOrderResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Sends an order that has not been shipped to another address.
   */
  ChangeAddress(argument: _turnfleet_order_v1_ChangeAddressRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_order_v1_ChangeAddressResponse__Output>): grpc.ClientUnaryCall;
  ChangeAddress(argument: _turnfleet_order_v1_ChangeAddressRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_order_v1_ChangeAddressResponse__Output>): grpc.ClientUnaryCall;
  ChangeAddress(argument: _turnfleet_order_v1_ChangeAddressRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_order_v1_ChangeAddressResponse__Output>): grpc.ClientUnaryCall;
  ChangeAddress(argument: _turnfleet_order_v1_ChangeAddressRequest, callback: grpc.requestCallback<_turnfleet_order_v1_ChangeAddressResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Sends an order that has not been shipped to another address.
   */
  changeAddress(argument: _turnfleet_order_v1_ChangeAddressRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_order_v1_ChangeAddressResponse__Output>): grpc.ClientUnaryCall;
  changeAddress(argument: _turnfleet_order_v1_ChangeAddressRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_order_v1_ChangeAddressResponse__Output>): grpc.ClientUnaryCall;
  changeAddress(argument: _turnfleet_order_v1_ChangeAddressRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_order_v1_ChangeAddressResponse__Output>): grpc.ClientUnaryCall;
  changeAddress(argument: _turnfleet_order_v1_ChangeAddressRequest, callback: grpc.requestCallback<_turnfleet_order_v1_ChangeAddressResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Opens a return or an exchange for an order that has been shipped or delivered, all of it or pieces of one product.
   */
  CreateReturn(argument: _turnfleet_order_v1_CreateReturnRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_order_v1_CreateReturnResponse__Output>): grpc.ClientUnaryCall;
  CreateReturn(argument: _turnfleet_order_v1_CreateReturnRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_order_v1_CreateReturnResponse__Output>): grpc.ClientUnaryCall;
  CreateReturn(argument: _turnfleet_order_v1_CreateReturnRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_order_v1_CreateReturnResponse__Output>): grpc.ClientUnaryCall;
  CreateReturn(argument: _turnfleet_order_v1_CreateReturnRequest, callback: grpc.requestCallback<_turnfleet_order_v1_CreateReturnResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Opens a return or an exchange for an order that has been shipped or delivered, all of it or pieces of one product.
   */
  createReturn(argument: _turnfleet_order_v1_CreateReturnRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_order_v1_CreateReturnResponse__Output>): grpc.ClientUnaryCall;
  createReturn(argument: _turnfleet_order_v1_CreateReturnRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_order_v1_CreateReturnResponse__Output>): grpc.ClientUnaryCall;
  createReturn(argument: _turnfleet_order_v1_CreateReturnRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_order_v1_CreateReturnResponse__Output>): grpc.ClientUnaryCall;
  createReturn(argument: _turnfleet_order_v1_CreateReturnRequest, callback: grpc.requestCallback<_turnfleet_order_v1_CreateReturnResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Records a complaint of the shopper, about an order or about none, and gives it a number. The shopper is
   * not asked first: it costs nobody anything. The key gives its number for good; NOT_FOUND if the shopper has no such order.
   */
  FileComplaint(argument: _turnfleet_order_v1_FileComplaintRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_order_v1_FileComplaintResponse__Output>): grpc.ClientUnaryCall;
  FileComplaint(argument: _turnfleet_order_v1_FileComplaintRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_order_v1_FileComplaintResponse__Output>): grpc.ClientUnaryCall;
  FileComplaint(argument: _turnfleet_order_v1_FileComplaintRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_order_v1_FileComplaintResponse__Output>): grpc.ClientUnaryCall;
  FileComplaint(argument: _turnfleet_order_v1_FileComplaintRequest, callback: grpc.requestCallback<_turnfleet_order_v1_FileComplaintResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Records a complaint of the shopper, about an order or about none, and gives it a number. The shopper is
   * not asked first: it costs nobody anything. The key gives its number for good; NOT_FOUND if the shopper has no such order.
   */
  fileComplaint(argument: _turnfleet_order_v1_FileComplaintRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_order_v1_FileComplaintResponse__Output>): grpc.ClientUnaryCall;
  fileComplaint(argument: _turnfleet_order_v1_FileComplaintRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_order_v1_FileComplaintResponse__Output>): grpc.ClientUnaryCall;
  fileComplaint(argument: _turnfleet_order_v1_FileComplaintRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_order_v1_FileComplaintResponse__Output>): grpc.ClientUnaryCall;
  fileComplaint(argument: _turnfleet_order_v1_FileComplaintRequest, callback: grpc.requestCallback<_turnfleet_order_v1_FileComplaintResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * One order.
   */
  GetOrder(argument: _turnfleet_order_v1_GetOrderRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_order_v1_GetOrderResponse__Output>): grpc.ClientUnaryCall;
  GetOrder(argument: _turnfleet_order_v1_GetOrderRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_order_v1_GetOrderResponse__Output>): grpc.ClientUnaryCall;
  GetOrder(argument: _turnfleet_order_v1_GetOrderRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_order_v1_GetOrderResponse__Output>): grpc.ClientUnaryCall;
  GetOrder(argument: _turnfleet_order_v1_GetOrderRequest, callback: grpc.requestCallback<_turnfleet_order_v1_GetOrderResponse__Output>): grpc.ClientUnaryCall;
  /**
   * One order.
   */
  getOrder(argument: _turnfleet_order_v1_GetOrderRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_order_v1_GetOrderResponse__Output>): grpc.ClientUnaryCall;
  getOrder(argument: _turnfleet_order_v1_GetOrderRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_order_v1_GetOrderResponse__Output>): grpc.ClientUnaryCall;
  getOrder(argument: _turnfleet_order_v1_GetOrderRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_order_v1_GetOrderResponse__Output>): grpc.ClientUnaryCall;
  getOrder(argument: _turnfleet_order_v1_GetOrderRequest, callback: grpc.requestCallback<_turnfleet_order_v1_GetOrderResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * The shopper's orders that fit every filter given, newest first.
   */
  ListOrders(argument: _turnfleet_order_v1_ListOrdersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_order_v1_ListOrdersResponse__Output>): grpc.ClientUnaryCall;
  ListOrders(argument: _turnfleet_order_v1_ListOrdersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_order_v1_ListOrdersResponse__Output>): grpc.ClientUnaryCall;
  ListOrders(argument: _turnfleet_order_v1_ListOrdersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_order_v1_ListOrdersResponse__Output>): grpc.ClientUnaryCall;
  ListOrders(argument: _turnfleet_order_v1_ListOrdersRequest, callback: grpc.requestCallback<_turnfleet_order_v1_ListOrdersResponse__Output>): grpc.ClientUnaryCall;
  /**
   * The shopper's orders that fit every filter given, newest first.
   */
  listOrders(argument: _turnfleet_order_v1_ListOrdersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_order_v1_ListOrdersResponse__Output>): grpc.ClientUnaryCall;
  listOrders(argument: _turnfleet_order_v1_ListOrdersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_order_v1_ListOrdersResponse__Output>): grpc.ClientUnaryCall;
  listOrders(argument: _turnfleet_order_v1_ListOrdersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_order_v1_ListOrdersResponse__Output>): grpc.ClientUnaryCall;
  listOrders(argument: _turnfleet_order_v1_ListOrdersRequest, callback: grpc.requestCallback<_turnfleet_order_v1_ListOrdersResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Asks for the invoice of an order, once an order.
   */
  RequestInvoice(argument: _turnfleet_order_v1_RequestInvoiceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_order_v1_RequestInvoiceResponse__Output>): grpc.ClientUnaryCall;
  RequestInvoice(argument: _turnfleet_order_v1_RequestInvoiceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_order_v1_RequestInvoiceResponse__Output>): grpc.ClientUnaryCall;
  RequestInvoice(argument: _turnfleet_order_v1_RequestInvoiceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_order_v1_RequestInvoiceResponse__Output>): grpc.ClientUnaryCall;
  RequestInvoice(argument: _turnfleet_order_v1_RequestInvoiceRequest, callback: grpc.requestCallback<_turnfleet_order_v1_RequestInvoiceResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Asks for the invoice of an order, once an order.
   */
  requestInvoice(argument: _turnfleet_order_v1_RequestInvoiceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_order_v1_RequestInvoiceResponse__Output>): grpc.ClientUnaryCall;
  requestInvoice(argument: _turnfleet_order_v1_RequestInvoiceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_order_v1_RequestInvoiceResponse__Output>): grpc.ClientUnaryCall;
  requestInvoice(argument: _turnfleet_order_v1_RequestInvoiceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_order_v1_RequestInvoiceResponse__Output>): grpc.ClientUnaryCall;
  requestInvoice(argument: _turnfleet_order_v1_RequestInvoiceRequest, callback: grpc.requestCallback<_turnfleet_order_v1_RequestInvoiceResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * Orders of shoppers and what can still be done with them. An order is there for its owner alone: NOT_FOUND for anybody
 * else, as if it did not exist. Methods that change something take effect once per `idempotency-key` in the metadata
 * (1–128 visible ASCII characters, INVALID_ARGUMENT without): the same key gives the same answer for 8 days, and ABORTED
 * with another request. What the order does not allow is ABORTED: the metadata of its ErrorInfo says why under `reason`
 * (order_shipped, order_closed, …), and under `instead` which tool can be offered, if there is one. With `validate_only`
 * nothing is changed and no key is needed or recorded.
 */
export interface OrderServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Cancels an order that has not been shipped, all of it, and refunds what was paid.
   */
  CancelOrder: grpc.handleUnaryCall<_turnfleet_order_v1_CancelOrderRequest__Output, _turnfleet_order_v1_CancelOrderResponse>;
  
  /**
   * Sends an order that has not been shipped to another address.
   */
  ChangeAddress: grpc.handleUnaryCall<_turnfleet_order_v1_ChangeAddressRequest__Output, _turnfleet_order_v1_ChangeAddressResponse>;
  
  /**
   * Opens a return or an exchange for an order that has been shipped or delivered, all of it or pieces of one product.
   */
  CreateReturn: grpc.handleUnaryCall<_turnfleet_order_v1_CreateReturnRequest__Output, _turnfleet_order_v1_CreateReturnResponse>;
  
  /**
   * Records a complaint of the shopper, about an order or about none, and gives it a number. The shopper is
   * not asked first: it costs nobody anything. The key gives its number for good; NOT_FOUND if the shopper has no such order.
   */
  FileComplaint: grpc.handleUnaryCall<_turnfleet_order_v1_FileComplaintRequest__Output, _turnfleet_order_v1_FileComplaintResponse>;
  
  /**
   * One order.
   */
  GetOrder: grpc.handleUnaryCall<_turnfleet_order_v1_GetOrderRequest__Output, _turnfleet_order_v1_GetOrderResponse>;
  
  /**
   * The shopper's orders that fit every filter given, newest first.
   */
  ListOrders: grpc.handleUnaryCall<_turnfleet_order_v1_ListOrdersRequest__Output, _turnfleet_order_v1_ListOrdersResponse>;
  
  /**
   * Asks for the invoice of an order, once an order.
   */
  RequestInvoice: grpc.handleUnaryCall<_turnfleet_order_v1_RequestInvoiceRequest__Output, _turnfleet_order_v1_RequestInvoiceResponse>;
  
}

export interface OrderServiceDefinition extends grpc.ServiceDefinition {
  CancelOrder: MethodDefinition<_turnfleet_order_v1_CancelOrderRequest, _turnfleet_order_v1_CancelOrderResponse, _turnfleet_order_v1_CancelOrderRequest__Output, _turnfleet_order_v1_CancelOrderResponse__Output>
  ChangeAddress: MethodDefinition<_turnfleet_order_v1_ChangeAddressRequest, _turnfleet_order_v1_ChangeAddressResponse, _turnfleet_order_v1_ChangeAddressRequest__Output, _turnfleet_order_v1_ChangeAddressResponse__Output>
  CreateReturn: MethodDefinition<_turnfleet_order_v1_CreateReturnRequest, _turnfleet_order_v1_CreateReturnResponse, _turnfleet_order_v1_CreateReturnRequest__Output, _turnfleet_order_v1_CreateReturnResponse__Output>
  FileComplaint: MethodDefinition<_turnfleet_order_v1_FileComplaintRequest, _turnfleet_order_v1_FileComplaintResponse, _turnfleet_order_v1_FileComplaintRequest__Output, _turnfleet_order_v1_FileComplaintResponse__Output>
  GetOrder: MethodDefinition<_turnfleet_order_v1_GetOrderRequest, _turnfleet_order_v1_GetOrderResponse, _turnfleet_order_v1_GetOrderRequest__Output, _turnfleet_order_v1_GetOrderResponse__Output>
  ListOrders: MethodDefinition<_turnfleet_order_v1_ListOrdersRequest, _turnfleet_order_v1_ListOrdersResponse, _turnfleet_order_v1_ListOrdersRequest__Output, _turnfleet_order_v1_ListOrdersResponse__Output>
  RequestInvoice: MethodDefinition<_turnfleet_order_v1_RequestInvoiceRequest, _turnfleet_order_v1_RequestInvoiceResponse, _turnfleet_order_v1_RequestInvoiceRequest__Output, _turnfleet_order_v1_RequestInvoiceResponse__Output>
}
