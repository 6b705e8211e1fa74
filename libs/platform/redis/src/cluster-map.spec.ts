import { beforeEach, describe, expect, it } from '@jest/globals';
import { ClusterMap } from './cluster-map.ts';

describe('the map of a Redis Cluster', () => {
  let map: ClusterMap;
  const told = (epoch: number, ...places: string[]) => ({
    epoch,
    ranges: places.map((place, i) => ({ first: i * 5_000, last: i * 5_000 + 4_999, place })),
  });

  beforeEach(() => {
    map = new ClusterMap();
    map.hear(told(7, 'a:1', 'b:1', 'c:1'), 'a:1');
  });

  it('finds the server of a key by its tag, and knows which slots are nobody’s', () => {
    expect(map.find('{foo}:meta')).toEqual({ slot: 12_182, place: 'c:1' });
    expect(map.find('123456789{}')).toMatchObject({ place: expect.any(String) });
    expect(map.missing).toBe(16_384 - 15_000);
  });

  it('does not believe a server that lags behind, or that has left the cluster', () => {
    expect(map.hear(told(6, 'old:1', 'b:1', 'c:1'), 'b:1')).toBe(false);
    expect(map.hear({ epoch: 9, ranges: [] }, 'c:1')).toBe(false);
    expect(map.places).toEqual(new Set(['a:1', 'b:1', 'c:1']));
  });

  it('follows a failover, whoever tells it', () => {
    expect(map.hear(told(8, 'new:1', 'b:1', 'c:1'), 'b:1')).toBe(true);
    expect(map.find('{foo}').place).toBe('c:1');
    expect(map.places.has('a:1')).toBe(false);
  });

  it('believes older numbers where the cluster was made anew', () => {
    expect(map.hear(told(1, 'a:1', 'x:1'), 'a:1')).toBe(true);
    map.hear(told(9, 'a:1', 'x:1'), 'gone:1');
    expect(map.hear(told(2, 'y:1'), 'seed')).toBe(true);
  });
});
