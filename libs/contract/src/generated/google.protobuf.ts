export type * from './google/protobuf/Any.ts';
export type * from './google/protobuf/Duration.ts';
export type * from './google/protobuf/Timestamp.ts';
