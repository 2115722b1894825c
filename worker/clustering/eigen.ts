const mostSweeps = 12;

/**
 * Eigenvalues (largest first) and eigenvectors (as rows) of a symmetric matrix by cyclic Jacobi rotations.
 * @param exactness ends when the squares beside the diagonal are not more than this share of those on it
 */
export async function eigen(
  matrix: Float64Array,
  size: number,
  pause: () => Promise<void>,
  exactness = 1e-14,
): Promise<{ values: Float64Array; vectors: Float64Array }> {
  const a = Float64Array.from(matrix);
  const v = new Float64Array(size * size);
  for (let index = 0; index < size; index++) v[index * size + index] = 1;
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    let off = 0;
    let diagonal = 0;
    for (let row = 0; row < size; row++) {
      diagonal += (a[row * size + row] as number) ** 2;
      for (let column = 0; column < row; column++) off += (a[row * size + column] as number) ** 2;
    }
    if (off <= diagonal * exactness) break;
    for (let p = 0; p < size - 1; p++) {
      for (let q = p + 1; q < size; q++) turn(a, v, size, p, q);
      if (p % 8 === 7) await pause();
    }
  }
  const order = Array.from({ length: size }, (_, index) => index).sort(
    (x, y) => (a[y * size + y] as number) - (a[x * size + x] as number),
  );
  const vectors = new Float64Array(size * size);
  for (const [place, index] of order.entries()) vectors.set(v.subarray(index * size, (index + 1) * size), place * size);
  return { values: Float64Array.from(order, (index) => a[index * size + index] as number), vectors };
}

/** Less than this share of what stands on the diagonal is next to nothing. */
const nextToNothing = 1e-10;

/** One Jacobi rotation that makes a[p, q] nothing; `v` holds eigenvectors as rows. */
function turn(a: Float64Array, v: Float64Array, size: number, p: number, q: number): void {
  const pq = a[p * size + q] as number;
  const pp = a[p * size + p] as number;
  const qq = a[q * size + q] as number;
  if (Math.abs(pq) <= nextToNothing * Math.sqrt(Math.abs(pp * qq))) return;
  const theta = (qq - pp) / (2 * pq);
  const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  const pStart = p * size;
  const qStart = q * size;
  for (let index = 0; index < size; index++) {
    const pi = a[pStart + index] as number;
    const qi = a[qStart + index] as number;
    // The matrix is symmetric: columns are what rows are.
    a[index * size + p] = a[pStart + index] = c * pi - s * qi;
    a[index * size + q] = a[qStart + index] = s * pi + c * qi;
    const vp = v[pStart + index] as number;
    const vq = v[qStart + index] as number;
    v[pStart + index] = c * vp - s * vq;
    v[qStart + index] = s * vp + c * vq;
  }
  a[pStart + p] = pp - t * pq;
  a[qStart + q] = qq + t * pq;
  a[pStart + q] = 0;
  a[qStart + p] = 0;
}
