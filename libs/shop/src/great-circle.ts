export interface Coordinates {
  /** Degrees, north positive. */
  readonly latitude: number;
  /** Degrees, east positive. */
  readonly longitude: number;
}

const earthRadiusKm = 6_371;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Distance as the crow flies in whole kilometres (haversine formula on a sphere, error below 0.6 %). */
export function greatCircleKm(from: Coordinates, to: Coordinates): number {
  const halfChord =
    Math.sin(radians(to.latitude - from.latitude) / 2) ** 2 +
    Math.cos(radians(from.latitude)) *
      Math.cos(radians(to.latitude)) *
      Math.sin(radians(to.longitude - from.longitude) / 2) ** 2;
  return Math.round(2 * earthRadiusKm * Math.asin(Math.min(1, Math.sqrt(halfChord))));
}
