import type { registry } from '@turnfleet/contract/grpc';
import { type FieldViolation, TurnfleetError } from '@turnfleet/core';
import type { Instance } from '@turnfleet/instances';

const mostServices = 32;
const serviceName = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)+$/;

/** An instance as it was announced; `invalid_request` with everything that is wrong with it. */
export function readInstance(message: registry.Instance__Output | null): Instance {
  if (message === null) throw invalid([{ field: 'instance', description: 'must be given' }]);
  const violations = rules(message).flatMap(([field, fits, description]) => (fits ? [] : [{ field, description }]));
  if (violations.length > 0) throw invalid(violations);
  const { id, address, services, version, weight, region, capacity, load, cost_per_call: costPerCall } = message;
  const descriptorSet = Buffer.from(message.descriptor_set).toString('base64');
  return {
    ...{ id, address, services, version, weight, region, capacity, load, costPerCall, descriptorSet },
    draining: message.draining,
  };
}

type Rule = readonly [field: string, fits: boolean, description: string];

function rules(of: registry.Instance__Output): readonly Rule[] {
  const text = (value: string, most: number): boolean => value !== '' && value.length <= most;
  return [
    ['instance.id', /^[\w.:~-]{1,128}$/.test(of.id), 'must be 1–128 of A-Z a-z 0-9 _ - . : ~'],
    ['instance.address', isHostPort(of.address), 'must be host:port'],
    ['instance.version', text(of.version, 64), 'must have 1–64 characters'],
    ['instance.region', of.region.length <= 64, 'must have at most 64 characters'],
    ['instance.load', of.load >= 0, 'must not be negative'],
    ['instance.cost_per_call', of.cost_per_call >= 0, 'must not be negative'],
    [
      'instance.services',
      of.services.length >= 1 &&
        of.services.length <= mostServices &&
        of.services.every((one) => serviceName.test(one)),
      `must be 1–${mostServices} full names like turnfleet.inventory.v1.InventoryService`,
    ],
  ];
}

function isHostPort(text: string): boolean {
  const port = Number(/^(?:\[[0-9a-fA-F:]+\]|[A-Za-z0-9_.-]{1,253}):(\d{1,5})$/.exec(text)?.[1] ?? 0);
  return port >= 1 && port <= 65_535;
}

function invalid(violations: readonly FieldViolation[]): TurnfleetError {
  const sentences = violations.map(({ field, description }) => `${field} ${description}`);
  return new TurnfleetError('invalid_request', `The request is not valid: ${sentences.join('; ')}.`, { violations });
}

export function messageOf({ costPerCall, descriptorSet, ...same }: Instance): registry.Instance {
  const services = [...same.services];
  return {
    ...same,
    services,
    cost_per_call: costPerCall,
    descriptor_set: Buffer.from(descriptorSet, 'base64'),
  };
}
