export interface CustomerTables {
  customer: {
    id: string;
    name: string;
    /** `regular`, `silver` or `gold`. */
    level: string;
    /** As the shopper writes it; empty if there is none. */
    city: string;
    /** BCP 47. */
    language: string;
  };
}
