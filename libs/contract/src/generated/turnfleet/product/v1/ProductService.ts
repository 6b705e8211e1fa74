// Original file: protos/turnfleet/product/v1/product.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { GetProductInfoRequest as _turnfleet_product_v1_GetProductInfoRequest, GetProductInfoRequest__Output as _turnfleet_product_v1_GetProductInfoRequest__Output } from '../../../turnfleet/product/v1/GetProductInfoRequest.ts';
import type { GetProductInfoResponse as _turnfleet_product_v1_GetProductInfoResponse, GetProductInfoResponse__Output as _turnfleet_product_v1_GetProductInfoResponse__Output } from '../../../turnfleet/product/v1/GetProductInfoResponse.ts';
import type { SearchProductsRequest as _turnfleet_product_v1_SearchProductsRequest, SearchProductsRequest__Output as _turnfleet_product_v1_SearchProductsRequest__Output } from '../../../turnfleet/product/v1/SearchProductsRequest.ts';
import type { SearchProductsResponse as _turnfleet_product_v1_SearchProductsResponse, SearchProductsResponse__Output as _turnfleet_product_v1_SearchProductsResponse__Output } from '../../../turnfleet/product/v1/SearchProductsResponse.ts';
import type { SetDescriptionRequest as _turnfleet_product_v1_SetDescriptionRequest, SetDescriptionRequest__Output as _turnfleet_product_v1_SetDescriptionRequest__Output } from '../../../turnfleet/product/v1/SetDescriptionRequest.ts';
import type { SetDescriptionResponse as _turnfleet_product_v1_SetDescriptionResponse, SetDescriptionResponse__Output as _turnfleet_product_v1_SetDescriptionResponse__Output } from '../../../turnfleet/product/v1/SetDescriptionResponse.ts';
import type { SetPriceRequest as _turnfleet_product_v1_SetPriceRequest, SetPriceRequest__Output as _turnfleet_product_v1_SetPriceRequest__Output } from '../../../turnfleet/product/v1/SetPriceRequest.ts';
import type { SetPriceResponse as _turnfleet_product_v1_SetPriceResponse, SetPriceResponse__Output as _turnfleet_product_v1_SetPriceResponse__Output } from '../../../turnfleet/product/v1/SetPriceResponse.ts';

/**
 * The catalogue of the shop.
 */
export interface ProductServiceClient extends grpc.Client {
  /**
   * One product by its SKU. NOT_FOUND if there is none.
   */
  GetProductInfo(argument: _turnfleet_product_v1_GetProductInfoRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_product_v1_GetProductInfoResponse__Output>): grpc.ClientUnaryCall;
  GetProductInfo(argument: _turnfleet_product_v1_GetProductInfoRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_product_v1_GetProductInfoResponse__Output>): grpc.ClientUnaryCall;
  GetProductInfo(argument: _turnfleet_product_v1_GetProductInfoRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_product_v1_GetProductInfoResponse__Output>): grpc.ClientUnaryCall;
  GetProductInfo(argument: _turnfleet_product_v1_GetProductInfoRequest, callback: grpc.requestCallback<_turnfleet_product_v1_GetProductInfoResponse__Output>): grpc.ClientUnaryCall;
  /**
   * One product by its SKU. NOT_FOUND if there is none.
   */
  getProductInfo(argument: _turnfleet_product_v1_GetProductInfoRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_product_v1_GetProductInfoResponse__Output>): grpc.ClientUnaryCall;
  getProductInfo(argument: _turnfleet_product_v1_GetProductInfoRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_product_v1_GetProductInfoResponse__Output>): grpc.ClientUnaryCall;
  getProductInfo(argument: _turnfleet_product_v1_GetProductInfoRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_product_v1_GetProductInfoResponse__Output>): grpc.ClientUnaryCall;
  getProductInfo(argument: _turnfleet_product_v1_GetProductInfoRequest, callback: grpc.requestCallback<_turnfleet_product_v1_GetProductInfoResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Products that fit words, category and price, best match first. An empty query lists all.
   */
  SearchProducts(argument: _turnfleet_product_v1_SearchProductsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_product_v1_SearchProductsResponse__Output>): grpc.ClientUnaryCall;
  SearchProducts(argument: _turnfleet_product_v1_SearchProductsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_product_v1_SearchProductsResponse__Output>): grpc.ClientUnaryCall;
  SearchProducts(argument: _turnfleet_product_v1_SearchProductsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_product_v1_SearchProductsResponse__Output>): grpc.ClientUnaryCall;
  SearchProducts(argument: _turnfleet_product_v1_SearchProductsRequest, callback: grpc.requestCallback<_turnfleet_product_v1_SearchProductsResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Products that fit words, category and price, best match first. An empty query lists all.
   */
  searchProducts(argument: _turnfleet_product_v1_SearchProductsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_product_v1_SearchProductsResponse__Output>): grpc.ClientUnaryCall;
  searchProducts(argument: _turnfleet_product_v1_SearchProductsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_product_v1_SearchProductsResponse__Output>): grpc.ClientUnaryCall;
  searchProducts(argument: _turnfleet_product_v1_SearchProductsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_product_v1_SearchProductsResponse__Output>): grpc.ClientUnaryCall;
  searchProducts(argument: _turnfleet_product_v1_SearchProductsRequest, callback: grpc.requestCallback<_turnfleet_product_v1_SearchProductsResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Gives a product another description. No tool: for those who run the shop. NOT_FOUND if there is no such product.
   */
  SetDescription(argument: _turnfleet_product_v1_SetDescriptionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_product_v1_SetDescriptionResponse__Output>): grpc.ClientUnaryCall;
  SetDescription(argument: _turnfleet_product_v1_SetDescriptionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_product_v1_SetDescriptionResponse__Output>): grpc.ClientUnaryCall;
  SetDescription(argument: _turnfleet_product_v1_SetDescriptionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_product_v1_SetDescriptionResponse__Output>): grpc.ClientUnaryCall;
  SetDescription(argument: _turnfleet_product_v1_SetDescriptionRequest, callback: grpc.requestCallback<_turnfleet_product_v1_SetDescriptionResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Gives a product another description. No tool: for those who run the shop. NOT_FOUND if there is no such product.
   */
  setDescription(argument: _turnfleet_product_v1_SetDescriptionRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_product_v1_SetDescriptionResponse__Output>): grpc.ClientUnaryCall;
  setDescription(argument: _turnfleet_product_v1_SetDescriptionRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_product_v1_SetDescriptionResponse__Output>): grpc.ClientUnaryCall;
  setDescription(argument: _turnfleet_product_v1_SetDescriptionRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_product_v1_SetDescriptionResponse__Output>): grpc.ClientUnaryCall;
  setDescription(argument: _turnfleet_product_v1_SetDescriptionRequest, callback: grpc.requestCallback<_turnfleet_product_v1_SetDescriptionResponse__Output>): grpc.ClientUnaryCall;
  
  /**
   * Gives a product another list price. No tool: for those who run the shop. NOT_FOUND if there is no such product.
   */
  SetPrice(argument: _turnfleet_product_v1_SetPriceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_product_v1_SetPriceResponse__Output>): grpc.ClientUnaryCall;
  SetPrice(argument: _turnfleet_product_v1_SetPriceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_product_v1_SetPriceResponse__Output>): grpc.ClientUnaryCall;
  SetPrice(argument: _turnfleet_product_v1_SetPriceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_product_v1_SetPriceResponse__Output>): grpc.ClientUnaryCall;
  SetPrice(argument: _turnfleet_product_v1_SetPriceRequest, callback: grpc.requestCallback<_turnfleet_product_v1_SetPriceResponse__Output>): grpc.ClientUnaryCall;
  /**
   * Gives a product another list price. No tool: for those who run the shop. NOT_FOUND if there is no such product.
   */
  setPrice(argument: _turnfleet_product_v1_SetPriceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_product_v1_SetPriceResponse__Output>): grpc.ClientUnaryCall;
  setPrice(argument: _turnfleet_product_v1_SetPriceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_turnfleet_product_v1_SetPriceResponse__Output>): grpc.ClientUnaryCall;
  setPrice(argument: _turnfleet_product_v1_SetPriceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_turnfleet_product_v1_SetPriceResponse__Output>): grpc.ClientUnaryCall;
  setPrice(argument: _turnfleet_product_v1_SetPriceRequest, callback: grpc.requestCallback<_turnfleet_product_v1_SetPriceResponse__Output>): grpc.ClientUnaryCall;
  
}

/**
 * The catalogue of the shop.
 */
export interface ProductServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * One product by its SKU. NOT_FOUND if there is none.
   */
  GetProductInfo: grpc.handleUnaryCall<_turnfleet_product_v1_GetProductInfoRequest__Output, _turnfleet_product_v1_GetProductInfoResponse>;
  
  /**
   * Products that fit words, category and price, best match first. An empty query lists all.
   */
  SearchProducts: grpc.handleUnaryCall<_turnfleet_product_v1_SearchProductsRequest__Output, _turnfleet_product_v1_SearchProductsResponse>;
  
  /**
   * Gives a product another description. No tool: for those who run the shop. NOT_FOUND if there is no such product.
   */
  SetDescription: grpc.handleUnaryCall<_turnfleet_product_v1_SetDescriptionRequest__Output, _turnfleet_product_v1_SetDescriptionResponse>;
  
  /**
   * Gives a product another list price. No tool: for those who run the shop. NOT_FOUND if there is no such product.
   */
  SetPrice: grpc.handleUnaryCall<_turnfleet_product_v1_SetPriceRequest__Output, _turnfleet_product_v1_SetPriceResponse>;
  
}

export interface ProductServiceDefinition extends grpc.ServiceDefinition {
  GetProductInfo: MethodDefinition<_turnfleet_product_v1_GetProductInfoRequest, _turnfleet_product_v1_GetProductInfoResponse, _turnfleet_product_v1_GetProductInfoRequest__Output, _turnfleet_product_v1_GetProductInfoResponse__Output>
  SearchProducts: MethodDefinition<_turnfleet_product_v1_SearchProductsRequest, _turnfleet_product_v1_SearchProductsResponse, _turnfleet_product_v1_SearchProductsRequest__Output, _turnfleet_product_v1_SearchProductsResponse__Output>
  SetDescription: MethodDefinition<_turnfleet_product_v1_SetDescriptionRequest, _turnfleet_product_v1_SetDescriptionResponse, _turnfleet_product_v1_SetDescriptionRequest__Output, _turnfleet_product_v1_SetDescriptionResponse__Output>
  SetPrice: MethodDefinition<_turnfleet_product_v1_SetPriceRequest, _turnfleet_product_v1_SetPriceResponse, _turnfleet_product_v1_SetPriceRequest__Output, _turnfleet_product_v1_SetPriceResponse__Output>
}
