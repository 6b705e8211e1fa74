import { type App, type ServiceAdapters, startServiceApp } from '@turnfleet/service-kit';
import { openDatabase } from '@turnfleet/sql';
import { complaintService } from './complaint-service.ts';
import type { Config } from './config.ts';
import { fulfilmentService } from './fulfilment-service.ts';
import { migrations } from './migrations.ts';
import { orderRepository } from './order-repository.ts';
import { orderService } from './order-service.ts';
import type { OrderTables } from './tables.ts';

export async function compose(config: Config, adapters: ServiceAdapters): Promise<App> {
  const { clock, logger } = adapters;
  const url = config.DATABASE_URL;
  const database = await openDatabase<OrderTables>({
    ...{ url, schema: 'order', migrations: migrations(clock), clock, logger },
  });
  const orders = orderRepository(database);
  const services = [orderService(orders, clock), fulfilmentService(orders, clock), complaintService(orders, clock)];
  return startServiceApp({ name: 'order', config, port: config.ORDER_PORT, adapters, services, database });
}
