import type { Failure, Phrases } from './phrases.ts';

const failures: Readonly<Record<Failure, string>> = {
  notFound: 'was not found',
  timeout: 'could not be fetched in time; please try again in a moment',
  invalid: 'cannot be looked up with these details; please check them',
  forbidden: 'is not allowed for your account',
  conflict: 'could not be made: there are not enough pieces left',
  waiting: 'has to wait until you have answered the other question; please ask for it again then',
  failed: 'cannot be looked up right now; please try again in a moment',
};

const place = (sku: string | null, city: string | null): string =>
  `${sku ?? 'This product'}`.concat(city ? ` in ${city}` : '');
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const english: Phrases = {
  openings: ['', 'I checked for you.', 'Here is what I found.', 'Sure.'],
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
    farewell: ['Goodbye, and come back any time!', 'See you soon!'],
    about: ['I am the shop’s assistant: I look up products, stock, discounts, orders and delivery times.'],
    offTopic: ['Sorry, I cannot help with that. I can look up products, stock, discounts, orders and delivery times.'],
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
  failure: (failure, topic, about) => `Sorry, the ${topic}${about ? ` for ${about}` : ''} ${failures[failure]}.`,
  incomplete: (topic) => `Sorry, the answer about the ${topic} is incomplete, so I cannot say.`,
  price: (product, price) => `${product} costs ${price}.`,
  description: (text) => `About it: ${text}`,
  specs: (pairs) => `Specifications: ${pairs.join('; ')}.`,
  inStock: (sku, city, total) => `${place(sku, city)} is in stock, ${total} available.`,
  outOfStock: (sku, city) => `${place(sku, city)} is out of stock.`,
  noStockListed: (sku, city) => `${place(sku, city)} has no stock listed.`,
  warehouse: (name, quantity, distance) => `${name} warehouse ${quantity}${distance ? ` (${distance} km away)` : ''}`,
  restock: (time) => `Restock expected: ${time}.`,
  reserved: (id, quantity, sku, city, until) =>
    `${quantity ? `${quantity} of ` : ''}${place(sku, city)} reserved as ${id}${until ? `, kept until ${until}` : ''}.`,
  discounted: (original, final) =>
    original ? `The price goes from ${original} to ${final}.` : `The price is ${final}.`,
  reduction: (name, amount) => (amount ? `${name}: ${amount} off` : name),
  noReduction: 'No discount applies.',
  couponRejected: (reason) => `The coupon could not be used: ${reason}.`,
  shipment: (order, status, carrier, tracking) =>
    `Order ${order}${[
      status && ` is ${status}`,
      carrier && `, carrier ${carrier}`,
      tracking && `, tracking number ${tracking}`,
    ]
      .filter(Boolean)
      .join('')}.`,
  status: {},
  event: (time, city, description) => `Latest update: ${[time, city, description].filter(Boolean).join(' ')}.`,
  expected: (time) => `Expected delivery: ${time}.`,
  delivery: (sku, city, earliest, latest) =>
    `${capital(sku ?? 'this product')} arrives${city ? ` in ${city}` : ''}${earliest && latest ? ` between ${earliest} and ${latest}` : earliest ? ` from ${earliest}` : ` by ${latest}`}.`,
  deliveryOutOfStock: (sku, city) =>
    `${sku ?? 'This product'} is out of stock${city ? `, so delivery to ${city} waits` : ', so delivery waits'} for a restock.`,
  found: (lines) => `I found:\n${lines.map((line) => `- ${line}`).join('\n')}`,
  nothingFound: 'I found no product that fits.',
  more: 'There are more that fit.',
  whichOne: 'Which one do you mean? Tell me its SKU and I will go on from there.',
  other: (pairs) => `The result: ${pairs.join('; ')}.`,
};
