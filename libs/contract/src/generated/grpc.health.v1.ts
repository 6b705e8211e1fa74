export type * from './grpc/health/v1/Health.ts';
export type * from './grpc/health/v1/HealthCheckRequest.ts';
export type * from './grpc/health/v1/HealthCheckResponse.ts';
export type * from './grpc/health/v1/HealthListRequest.ts';
export type * from './grpc/health/v1/HealthListResponse.ts';
