import { dotAt, emptyRows, type Rows } from "./dense.ts";
import { eigen } from "./eigen.ts";

export interface Place {
  x: number;
  y: number;
}

const spreadRounds = 80;
/** Share of the evenly spread distance that two points keep at least. */
const breathing = 0.75;
const goldenAngle = Math.PI * (3 - Math.sqrt(5));

/**
 * A place in the unit square for each row: its first two principal components, pushed apart where points would sit on
 * one another. Near means alike, roughly; distances are not to be measured.
 */
export async function project(rows: Rows, pause: () => Promise<void>): Promise<Place[]> {
  if (rows.count === 0) return [];
  if (rows.count === 1) return [{ x: 0.5, y: 0.5 }];
  const places = await principalPlaces(rows, pause);
  scale(places);
  spread(places);
  scale(places);
  return places.map(({ x, y }) => ({ x: round(x), y: round(y) }));
}

/** By the Gram matrix of the centred rows: there are few rows and they are long. */
async function principalPlaces(rows: Rows, pause: () => Promise<void>): Promise<Place[]> {
  const { count, width } = rows;
  const centred = emptyRows(count, width);
  for (let column = 0; column < width; column++) {
    let mean = 0;
    for (let row = 0; row < count; row++) mean += (rows.values[row * width + column] ?? 0) / count;
    for (let row = 0; row < count; row++) {
      centred.values[row * width + column] = (rows.values[row * width + column] ?? 0) - mean;
    }
  }
  const gram = new Float64Array(count * count);
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < count; b++) {
      gram[a * count + b] = dotAt(centred.values, a * width, centred.values, b * width, width);
    }
  }
  const { values, vectors } = await eigen(gram, count, pause);
  const first = Math.sqrt(Math.max(0, values[0] ?? 0));
  const second = Math.sqrt(Math.max(0, values[1] ?? 0));
  const turn = [0, 1].map((axis) => signOf(vectors.subarray(axis * count, (axis + 1) * count)));
  return Array.from({ length: count }, (_, row) => ({
    x: (vectors[row] ?? 0) * first * (turn[0] ?? 1),
    y: (vectors[count + row] ?? 0) * second * (turn[1] ?? 1),
  }));
}

/** An axis may come out either way round; its largest value is made positive. */
function signOf(axis: Float64Array): number {
  let largest = 0;
  for (const value of axis) if (Math.abs(value) > Math.abs(largest) + 1e-9) largest = value;
  return largest < 0 ? -1 : 1;
}

function scale(places: Place[]): void {
  for (const axis of ["x", "y"] as const) {
    const values = places.map((place) => place[axis]);
    const low = Math.min(...values);
    const range = Math.max(...values) - low;
    for (const place of places) place[axis] = range < 1e-9 ? 0.5 : (place[axis] - low) / range;
  }
}

function spread(places: Place[]): void {
  const distance = breathing / Math.sqrt(places.length);
  for (let round = 0; round < spreadRounds; round++) {
    let moved = false;
    for (const [index, place] of places.entries()) {
      for (let other = index + 1; other < places.length; other++) {
        const against = places[other];
        if (!against) continue;
        let dx = against.x - place.x;
        let dy = against.y - place.y;
        let length = Math.hypot(dx, dy);
        if (length >= distance) continue;
        if (length < 1e-6) {
          dx = Math.cos(other * goldenAngle);
          dy = Math.sin(other * goldenAngle);
          length = 1;
        }
        const push = ((distance - Math.min(length, distance * 0.999)) / 2 / length) * 0.9;
        place.x -= dx * push;
        place.y -= dy * push;
        against.x += dx * push;
        against.y += dy * push;
        moved = true;
      }
    }
    if (!moved) return;
  }
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
