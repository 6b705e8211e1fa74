export type { App } from './app.ts';
export * from './config.ts';
export * from './grpc/index.ts';
export * from './logger.ts';
export * from './ops-server.ts';
export * from './process.ts';
export * from './start-parts.ts';
export * from './tools-config.ts';
