// Squarified treemaps: Bruls, Huizing, van Wijk, "Squarified Treemaps" (2000).

/**
 * Places for values in a rectangle: areas in proportion to them, shapes close to squares.
 * Takes positive values, the largest first; gives `{ x, y, width, height }` for each, in their order.
 */
function squarify(values, x, y, width, height) {
  const places = [];
  let left = values.reduce((sum, value) => sum + value, 0);
  let first = 0;
  while (first < values.length && left > 0) {
    const scale = (width * height) / left;
    const side = Math.min(width, height);
    let end = first + 1;
    let row = values[first];
    let worst = worstRatio(row, values[first], values[first], side, scale);
    while (end < values.length) {
      const longer = row + values[end];
      const ratio = worstRatio(longer, values[first], values[end], side, scale);
      if (ratio > worst) break;
      row = longer;
      worst = ratio;
      end += 1;
    }
    // The last row takes what is left: no gap from rounding.
    const isLast = end === values.length;
    const isWide = height <= width;
    const depth = isLast ? (isWide ? width : height) : (row * scale) / (side || 1);
    let along = 0;
    for (let at = first; at < end; at += 1) {
      const length = side * (values[at] / row);
      places.push(
        isWide ? { x, y: y + along, width: depth, height: length } : { x: x + along, y, width: length, height: depth },
      );
      along += length;
    }
    if (isWide) {
      x += depth;
      width -= depth;
    } else {
      y += depth;
      height -= depth;
    }
    left -= row;
    first = end;
  }
  return places;
}

/** The longest of a row's shapes; `most` and `least` are its largest and smallest value. */
function worstRatio(row, most, least, side, scale) {
  const area = row * scale;
  return Math.max((side * side * most * scale) / (area * area), (area * area) / (side * side * least * scale));
}
