/** Days on the road by distance. */
const transit = [
  { upToKm: 100, least: 1, most: 1 },
  { upToKm: 500, least: 1, most: 2 },
  { upToKm: 1_200, least: 2, most: 3 },
  { upToKm: Number.POSITIVE_INFINITY, least: 3, most: 5 },
] as const;

export function transitDays(distanceKm: number): { readonly least: number; readonly most: number } {
  return transit.find(({ upToKm }) => distanceKm <= upToKm) ?? transit[3];
}
