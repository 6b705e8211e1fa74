export { createGrpcTools, type GrpcToolOptions, type GrpcToolTransport } from './tool-transport.ts';
