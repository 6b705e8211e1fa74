import { isTurnfleetError, TurnfleetError } from '@turnfleet/core';
import { observeGauge } from '@turnfleet/telemetry';
import type { ClusterLayout } from './cluster-layout.ts';
import { ClusterNodes } from './cluster-nodes.ts';
import { ClusterSubscriber } from './cluster-subscriber.ts';
import type { RedisConnection } from './connection.ts';
import { defaultPrefix } from './keys.ts';
import type { ClusterDeps } from './master-connections.ts';

/**
 * Connects to the masters of a cluster; `invalid_request` if it is not fit to keep state, `overloaded` if none answers. Each
 * call goes to the master of its slot or fails; none is redirected or sent again, so `server()` is the one that runs it.
 * Where a master is away, the calls of its slots fail, no others. See docs/adr/0035.
 */
export async function openCluster(
  deps: ClusterDeps & { readonly prefix?: string },
  layout: ClusterLayout,
): Promise<RedisConnection> {
  if (!/^\/?0?$/.test(new URL(deps.urls[0] ?? '').pathname)) throw noDatabases();
  const nodes = new ClusterNodes(deps);
  try {
    await nodes.open(layout);
  } catch (error) {
    await nodes.stop();
    throw error;
  }
  const subscriber = new ClusterSubscriber((channel) => nodes.serving([channel]));
  nodes.onChange(() => subscriber.moved());
  // Readiness says nothing while one master answers.
  const unobserve = observeGauge('turnfleet.redis.masters_away', (result) => result.observe(nodes.away));
  return {
    prefix: deps.prefix ?? defaultPrefix,
    run: async (script, keys, args) => {
      try {
        return await nodes.serving(keys).run(script, keys, args);
      } catch (error) {
        // Most often the slot has gone to another server.
        if (isTurnfleetError(error, 'overloaded')) nodes.hurry();
        throw error;
      }
    },
    server: (keys) => nodes.serving(keys).server(keys),
    subscriber,
    now: (keys) => (keys ? nodes.serving(keys) : nodes.any()).now(),
    check: { name: 'redis', problem: () => nodes.problem() },
    clockCheck: { name: 'clock', problem: () => nodes.clockProblem(), isOurs: true },
    onReconnect: (reconnected) => nodes.onReconnect(reconnected),
    stop: () => {
      unobserve();
      return nodes.stop();
    },
  };
}

const noDatabases = (): TurnfleetError =>
  new TurnfleetError('invalid_request', 'REDIS_URL asks for a numbered database, and a Redis Cluster has none.', {
    suggestion: 'Leave the number out: redis://host:6379.',
  });
