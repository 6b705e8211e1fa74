export { idempotencyKeyOf } from './idempotency-key.ts';
export { runService } from './run-service.ts';
export { type GrpcServer, serveGrpc } from './serve-grpc.ts';
export { type GrpcService, grpcService, type ServiceCall } from './service.ts';
export { type ServiceAdapters, startServiceApp } from './service-app.ts';
export { serviceConfig } from './service-config.ts';
export { askedAbout, type Shopper, shopperOf } from './shopper-of.ts';
export { millisecondsOf, timestampOf } from './timestamp.ts';
export { type UnaryClient, unaryClient } from './unary-client.ts';
