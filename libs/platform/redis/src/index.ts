export { openRedis, type RedisConnection, type RedisOptions } from './connection.ts';
export { createRedisAccess } from './redis-access.ts';
export { createRedisBudgets } from './redis-budgets.ts';
export { createRedisFleetStatus } from './redis-fleet-status.ts';
export { createRedisInstances } from './redis-instances.ts';
export { createRedisQuota } from './redis-quota.ts';
export { createRedisSessions } from './redis-sessions.ts';
export { createRedisState } from './redis-state.ts';
