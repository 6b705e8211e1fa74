export type * from './google/protobuf/Any.ts';
export type * from './google/protobuf/Duration.ts';
export type * from './google/protobuf/ListValue.ts';
export type * from './google/protobuf/NullValue.ts';
export type * from './google/protobuf/Struct.ts';
export type * from './google/protobuf/Timestamp.ts';
export type * from './google/protobuf/Value.ts';
