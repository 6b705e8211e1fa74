import { createFileRegistry, fromBinary, getOption, hasOption } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { describe, expect, it } from '@jest/globals';
import { commentOf } from './comments.ts';
import { descriptorSet } from './descriptor-set.ts';

const files = createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptorSet));
/** What the fleet's own parts, the shop's warehouses and its staff call. */
const forPrograms = [
  'turnfleet.registry.v1.',
  'turnfleet.order.v1.FulfilmentService',
  'turnfleet.order.v1.ComplaintService',
];
/** What changes the shop by hand: no model is offered it. */
const byHand = ['SetDescription', 'SetPrice', 'SetStock', 'EndCoupon'];
const methods = [...files].flatMap((desc) =>
  desc.kind === 'service' &&
  desc.typeName.startsWith('turnfleet.') &&
  !forPrograms.some((name) => desc.typeName.startsWith(name))
    ? desc.methods.filter(({ name }) => !byHand.includes(name))
    : [],
);

function option(name: string) {
  const extension = files.getExtension(`turnfleet.tool.v1.${name}`);
  if (!extension) throw new Error(`The option ${name} is missing.`);
  return extension;
}

describe('the tools in the descriptor set', () => {
  it('are all methods of the domain services', () => {
    const others = methods.filter((method) => !hasOption(method, option('tool')));
    expect(methods.length).toBeGreaterThan(0);
    expect(others.map(({ name }) => name)).toEqual([]);
  });

  it.each(methods.map((method) => [method.name, method] as const))('%s says all a tool needs', (_, method) => {
    expect(getOption(method, option('tool'))).toMatchObject({
      name: method.name.replaceAll(/(?<!^)[A-Z]/g, '_$&').toLowerCase(),
      description: expect.stringMatching(/.{20}/),
      deadline: { seconds: expect.any(BigInt) },
      permission: expect.stringMatching(/^mcp:[a-z]+:[a-z_]+$/),
      fallback: { 'zh-CN': expect.stringMatching(/\p{Script=Han}/u), en: expect.stringMatching(/^Sorry/) },
    });
  });

  const withEffect = ['ReserveStock', 'CancelOrder', 'CreateReturn', 'ChangeAddress', 'RequestInvoice'];
  const hasEffect = ({ name }: (typeof methods)[number]): boolean => withEffect.includes(name);

  it.each(methods.filter(hasEffect).map((method) => [method.name, method] as const))(
    '%s takes effect once per key, after the shopper was asked, and is offered to nobody as a question',
    (_, method) => {
      expect(getOption(method, option('tool'))).toMatchObject({
        idempotency: 3,
        confirmation: {
          question: { 'zh-CN': expect.stringMatching(/好的/), en: expect.stringMatching(/yes/) },
          done: { 'zh-CN': expect.stringMatching(/^已/), en: expect.stringMatching(/./) },
        },
        example: {},
      });
    },
  );

  /** Costs nobody anything, so nobody is asked first. */
  const unasked = ['FileComplaint'];

  it('have one effect without a yes, once per key: a complaint is recorded', () => {
    const found = methods.filter(({ name }) => unasked.includes(name)).map((one) => getOption(one, option('tool')));
    expect(found).toEqual([expect.objectContaining({ idempotency: 3, example: {} })]);
    expect(found[0]).not.toHaveProperty('freshness');
    expect(found[0]).not.toHaveProperty('confirmation');
  });

  const readOnly = methods.filter((method) => !hasEffect(method) && !unasked.includes(method.name));

  it.each(readOnly.map((method) => [method.name, method] as const))('%s can be cached and offered', (_, method) => {
    expect(getOption(method, option('tool'))).toMatchObject({
      freshness: { maxAge: {}, staleWhileRevalidate: {}, staleIfError: {} },
      idempotency: 1,
      example: { 'zh-CN': expect.stringMatching(/\p{Script=Han}.*\uff1f$/u), en: expect.stringMatching(/^[A-Z].*\?$/) },
    });
  });

  it.each(methods.flatMap((method) => method.input.fields.map((field) => [field.toString(), field] as const)))(
    '%s is described to the model',
    (_, field) => {
      expect(commentOf(field)).toMatch(/^[A-Z].{10,}\.$/s);
    },
  );

  it('carry limits and masks on their fields', () => {
    const field = (message: string, name: string) => {
      const found = files.getMessage(message)?.fields.find((one) => one.name === name);
      if (!found) throw new Error(`${message}.${name} is missing.`);
      return getOption(found, option('field'));
    };
    expect(field('turnfleet.product.v1.GetProductInfoRequest', 'sku')).toMatchObject({ required: true, maxLength: 64 });
    expect(field('turnfleet.product.v1.SearchProductsRequest', 'page_size')).toMatchObject({
      minimum: 0,
      maximum: 100,
    });
    expect(field('turnfleet.logistics.v1.TrackShipmentResponse', 'tracking_number')).toMatchObject({ mask: 1 });
  });
});

describe('the descriptor set', () => {
  it('has every file after those it imports', () => {
    const seen = new Set<string>();
    for (const file of fromBinary(FileDescriptorSetSchema, descriptorSet).file) {
      expect(file.dependency.filter((name) => !seen.has(name))).toEqual([]);
      seen.add(file.name);
    }
  });
});
