export { openRedis, type RedisConnection, type RedisOptions } from './connection.ts';
export { createRedisState, type RedisStateOptions } from './redis-state.ts';
