/**
 * Preloaded into an app (`node --import`): connections to one port go to another one. Kafka's clients connect to the
 * addresses that brokers advertise, so this is how a spec gets in between. E2E_REROUTE is `FROM:TO`.
 */
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

const [from, to] = (process.env['E2E_REROUTE'] ?? '').split(':').map(Number);
const connect = net.connect.bind(net) as (...args: unknown[]) => net.Socket;

function rerouted(target: unknown): unknown {
  if (target === from) return to;
  if (typeof target !== 'object' || target === null || !('port' in target) || target.port !== from) return target;
  return { ...target, port: to };
}

net.connect = (...args: unknown[]) => connect(...args.map(rerouted));
syncBuiltinESMExports();
