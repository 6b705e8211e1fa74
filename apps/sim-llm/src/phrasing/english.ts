import type { Failure, Maybe, Phrases } from './phrases.ts';

const failures: Readonly<Record<Failure, string>> = {
  notFound: 'was not found',
  timeout: 'could not be fetched in time; please try again in a moment',
  invalid: 'cannot be looked up with these details; please check them',
  stranger: 'can only be looked up for you when you sign in',
  forbidden: 'is not allowed for your account',
  conflict: 'could not be made: there are not enough pieces left',
  waiting: 'has to wait until you have answered the other question; please ask for it again then',
  failed: 'cannot be looked up right now; please try again in a moment',
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const it = (sku: Maybe): string => sku ?? 'This product';
const within = (city: Maybe): string => (city ? ` in ${city}` : '');
const listed = (names: readonly string[]): string =>
  names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names.join('');
/** Whom to turn to, and with which order at hand. */
const staff = (order: Maybe): string =>
  `please contact our staff${order === null ? '' : ` and mention order ${order}`}.`;

export const english: Phrases = {
  smallTalk: {
    greeting: [
      'Hello! I can look up products, stock, discounts, orders and delivery times. How can I help?',
      'Hi there! Which product would you like to know about?',
    ],
    declined: [
      'All right, I leave it as it is. Is there anything else?',
      'No problem, nothing was done. Anything else?',
    ],
    thanks: ['You are welcome! Just ask if there is anything else.', 'My pleasure. Happy shopping!'],
    nod: ['All right. Just tell me if you need anything.'],
    farewell: ['Goodbye, and come back any time!', 'See you soon!'],
    about: ['I am the shop’s assistant: I look up products, stock, discounts, orders and delivery times.'],
    expensive: [
      'Tell me what you would like to spend, and I look for something that fits. If you have a coupon, tell me its code.',
    ],
    offTopic: ['Sorry, I cannot help with that. I can look up products, stock, discounts, orders and delivery times.'],
  },
  greetedBefore: 'I am here. How can I help?',
  forStaff: {
    complaint: (order) => `I am sorry for the trouble. This is for our people to settle: ${staff(order)}`,
    change: (order) => `Sorry, I cannot cancel or change an order myself: ${staff(order)}`,
    return: (order) => `Sorry, I cannot arrange a return, a refund or a repair myself: ${staff(order)}`,
    person: (order) => `I am the shop’s assistant and cannot put you through: ${staff(order)}`,
  },
  ask: {
    sku: 'Which product is it? Please tell me its SKU and I will look it up.',
    city: 'Which city is it for? Please tell me and I will look it up.',
    order: 'Please tell me your order number and I will track it.',
    query: 'What kind of product are you looking for?',
    maxPrice: 'What is the most you want to spend?',
    originalPrice: 'Please tell me the price or the SKU of the product, so that I can work out the discount.',
    level: 'Please tell me your membership level.',
    coupon: 'Please tell me the coupon code.',
    quantity: 'Please tell me how many you need.',
  },
  topic: {
    get_product_info: 'product information',
    check_inventory: 'stock',
    reserve_stock: 'reservation',
    estimate_delivery: 'delivery estimate',
    calculate_discount: 'discount',
    track_shipment: 'shipment',
    search_products: 'product search',
  },
  cannot: (topic) => `Sorry, I have no tool here to look up the ${topic}, so I cannot say.`,
  cannotReserve: 'Sorry, I cannot reserve anything here.',
  quantity: (wanted, least, most) => {
    if (!Number.isInteger(wanted)) {
      return `Sorry, only whole pieces can be reserved, not ${wanted}. Please tell me how many you need.`;
    }
    if (wanted < least)
      return `Sorry, at least ${least} has to be reserved, not ${wanted}. Please tell me how many you need.`;
    return `Sorry, at most ${most} can be reserved at once, and ${wanted} is more. Please take fewer, or contact our staff.`;
  },
  failure: (failure, topic, about) => `Sorry, the ${topic}${about ? ` for ${about}` : ''} ${failures[failure]}.`,
  incomplete: (topic) => `Sorry, the answer about the ${topic} is incomplete, so I cannot say.`,
  notServed: (city, served) =>
    `Sorry, we do not deliver to ${city} yet.${served.length > 0 ? ` We deliver to ${listed(served)}.` : ''}`,
  noProduct: (sku) => `Sorry, there is no product ${sku}. Please check the SKU.`,
  noOrder: (order) => `Sorry, order ${order} was not found. Please check the number.`,
  price: (product, price) => `${it(product)} costs ${price}.`,
  description: (text) => `About it: ${text}`,
  specs: (pairs) => `Specifications: ${pairs.join('; ')}.`,
  product: (name, sku) => `${name} (${sku})`,
  inStock: (sku, city, total, warehouses) =>
    `${it(sku)} is in stock${within(city)}, ${total} available${warehouses.length > 0 ? `: ${warehouses.join(', ')}` : ''}.`,
  warehousesOnly: (warehouses) => `${warehouses.join(', ')}.`,
  outOfStock: (sku, city) => `${it(sku)} is out of stock${within(city)}.`,
  noStockListed: (sku, city) => `${it(sku)} has no stock listed${within(city)}.`,
  warehouse: (name, quantity, distance) => `${name} warehouse ${quantity}${distance ? ` (${distance} km away)` : ''}`,
  restock: (time) => `More should arrive on ${time}.`,
  reserved: (id, quantity, sku, city, until) =>
    `${quantity ? `${quantity} of ` : ''}${it(sku)}${within(city)} reserved as ${id}${until ? `, kept until ${until}` : ''}.`,
  discounted: (product, original, final, reductions) =>
    `${original ? `${product ?? 'The price'} goes from ${original} to ${final}` : `${product ?? 'It'} costs ${final}`}${reductions.length > 0 ? `: ${listed(reductions)}` : ''}.`,
  reduction: (name, amount) => (amount ? `${name} saves ${amount}` : name),
  noReduction: 'No discount applies.',
  couponRejected: (reason) => `The coupon could not be used: ${reason}.`,
  shipment: (order, status, carrier, tracking) =>
    `Order ${order}${[
      status && ` ${status}`,
      carrier && `, carrier ${carrier}`,
      tracking && `, tracking number ${tracking}`,
    ]
      .filter(Boolean)
      .join('')}.`,
  status: {
    pending: 'is waiting to be processed',
    processing: 'is being processed',
    preparing: 'is being prepared',
    'in transit': 'is on its way',
    shipped: 'is on its way',
    delivered: 'has been delivered',
    returned: 'was sent back to us',
  },
  event: (time, city, description) =>
    `Latest update: ${[[time, city].filter(Boolean).join(', '), description].filter(Boolean).join(': ')}.`,
  expected: (time, inDays) => (inDays ? `It should arrive ${inDays}: ${time}.` : `It should arrive by ${time}.`),
  delivery: (sku, city, window, inDays) =>
    `${capital(it(sku))} arrives${within(city)} ${inDays ? `${inDays}, ` : ''}${window}.`,
  window: (earliest, latest) => {
    if (earliest === null || latest === null) return earliest === null ? `by ${latest}` : `from ${earliest}`;
    const [, day = '', hour = ''] = /^(.*), ([^,]*)$/.exec(latest) ?? [];
    if (day === '' || !earliest.startsWith(`${day}, `)) return `between ${earliest} and ${latest}`;
    return `on ${day}, between ${earliest.slice(day.length + 2)} and ${hour}`;
  },
  deliveryOutOfStock: (sku, city) =>
    `${it(sku)} is out of stock${city ? `, so delivery to ${city} waits` : ', so delivery waits'} for a restock.`,
  inDays: (from, to) => {
    if (from !== to) return `in ${from} to ${to} days`;
    return ['today', 'tomorrow'][from] ?? `in ${from} days`;
  },
  found: (lines) => `I found:\n${lines.map((line) => `- ${line}`).join('\n')}`,
  foundLine: (product, price) => (price ? `${product}: ${price}` : product),
  nothingFound: 'I found no product that fits.',
  more: 'There are more that fit.',
  whichOne: 'Which one do you mean? Tell me its SKU and I will go on from there.',
  other: (pairs) => `The result: ${pairs.join('; ')}.`,
};
