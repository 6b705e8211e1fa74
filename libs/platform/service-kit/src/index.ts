export type { App } from './app.ts';
export * from './config.ts';
export * from './grpc/index.ts';
export * from './lifecycle.ts';
export * from './logger.ts';
export * from './ops-server.ts';
export * from './process.ts';
