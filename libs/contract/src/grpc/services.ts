import type { HealthDefinition } from '../generated/grpc.health.v1.ts';
import type { ServerReflectionDefinition } from '../generated/grpc.reflection.v1.ts';
import type { CustomerServiceDefinition } from '../generated/turnfleet.customer.v1.ts';
import type { InventoryServiceDefinition } from '../generated/turnfleet.inventory.v1.ts';
import type { LogisticsServiceDefinition } from '../generated/turnfleet.logistics.v1.ts';
import type {
  ComplaintServiceDefinition,
  FulfilmentServiceDefinition,
  OrderServiceDefinition,
} from '../generated/turnfleet.order.v1.ts';
import type { PricingServiceDefinition } from '../generated/turnfleet.pricing.v1.ts';
import type { ProductServiceDefinition } from '../generated/turnfleet.product.v1.ts';
import type { InstanceServiceDefinition, RegistryServiceDefinition } from '../generated/turnfleet.registry.v1.ts';
import { packageDefinition } from './package-definition.ts';

export interface ServiceDefinitions {
  readonly 'turnfleet.product.v1.ProductService': ProductServiceDefinition;
  readonly 'turnfleet.inventory.v1.InventoryService': InventoryServiceDefinition;
  readonly 'turnfleet.pricing.v1.PricingService': PricingServiceDefinition;
  readonly 'turnfleet.logistics.v1.LogisticsService': LogisticsServiceDefinition;
  readonly 'turnfleet.customer.v1.CustomerService': CustomerServiceDefinition;
  readonly 'turnfleet.order.v1.OrderService': OrderServiceDefinition;
  readonly 'turnfleet.order.v1.ComplaintService': ComplaintServiceDefinition;
  readonly 'turnfleet.order.v1.FulfilmentService': FulfilmentServiceDefinition;
  readonly 'turnfleet.registry.v1.RegistryService': RegistryServiceDefinition;
  readonly 'turnfleet.registry.v1.InstanceService': InstanceServiceDefinition;
  readonly 'grpc.health.v1.Health': HealthDefinition;
  readonly 'grpc.reflection.v1.ServerReflection': ServerReflectionDefinition;
  /** Older clients ask for this one; the messages are the same. */
  readonly 'grpc.reflection.v1alpha.ServerReflection': ServerReflectionDefinition;
}

/** What `server.addService` and `makeClientConstructor` of grpc-js take. */
export function serviceDefinition<Name extends keyof ServiceDefinitions>(name: Name): ServiceDefinitions[Name] {
  // The loader knows names only at run time; services.spec.ts holds this table against it.
  return packageDefinition()[name] as unknown as ServiceDefinitions[Name];
}
