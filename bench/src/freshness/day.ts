/**
 * A shop's day, in figures: all that the benchmark assumes. The catalogue, cities and coupons have the sizes of the demo
 * shop; which products are asked about follows Zipf's law, as sales of web shops do (exponents of 0.9 to 1.2 are usual).
 */
export const day = {
  seed: 20_261_201,
  orchestrators: 3,
  /** Reads that turns ask for in a second, on average over the day: one a turn, at the load that surges begin from. */
  readsPerSecond: 200,
  /** A conversation is one shopper about one product: from one read up to so many, and the seconds between two. */
  mostReads: 5,
  secondsBetween: { least: 10, most: 40 },
  /** By the hour from midnight, as shares of the average: shoppers come after dinner. */
  hours: [
    ...[0.5, 0.3, 0.15, 0.1, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.2],
    ...[1.3, 1.2, 1.1, 1.1, 1.1, 1.2, 1.4, 1.8, 2.2, 2.3, 1.75, 1],
  ],
  /** Of each hour so many seconds are played, one after another without a break. */
  secondsOfHour: 30,
  products: 200,
  /** Of product, city, query and coupon: how much more the first is asked for than the next. */
  zipf: 1.1,
  cities: 6,
  queries: 40,
  levels: 3,
  coupons: 4,
  /** Whose parcels and profiles are asked about; each asks for their own. */
  shoppers: 20_000,
  /** What is asked, in parts of the whole. */
  mix: {
    get_product_info: 30,
    check_inventory: 26,
    estimate_delivery: 14,
    search_products: 12,
    calculate_discount: 8,
    track_shipment: 7,
    get_customer_profile: 3,
  },
  /** In an hour over the catalogue; one read in a hundred sells something, as products are asked for; prices and texts change anywhere. */
  changesPerHour: { stock: 7_200, price: 60, product: 12 },
  /** Milliseconds from the commit of a change until an orchestrator has heard of it. */
  heardAfterMs: { least: 20, most: 500 },
  /** Services are away twice, from the hour and for so many seconds of it that are played. */
  outages: [
    { hour: 11, seconds: 10 },
    { hour: 20, seconds: 5 },
  ],
} as const;

export type ToolOfDay = keyof typeof day.mix;
