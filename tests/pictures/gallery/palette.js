// A picture with few colours: the most frequent ones, and for every other the nearest of them.

const MOST = 64;

/** A PNG, in base64, as rows of a palette's numbers: {width, height, palette, rows}, the last two in base64. */
window.inFewColours = async (png) => {
  const bytes = Uint8Array.from(atob(png), (one) => one.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext("2d");
  context.drawImage(bitmap, 0, 0);
  const pixels = new Uint32Array(context.getImageData(0, 0, width, height).data.buffer);
  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const kept = [...counts].sort((one, other) => other[1] - one[1] || one[0] - other[0]).slice(0, MOST).map(([pixel]) => pixel);
  const numbers = new Map([...counts.keys()].map((pixel) => [pixel, nearest(pixel, kept)]));
  const rows = new Uint8Array((width + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = numbers.get(pixels[y * width + x]);
  }
  return { width, height, palette: inBase64(Uint8Array.from(kept.flatMap(parts))), rows: inBase64(rows) };
};

const parts = (pixel) => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255];

function nearest(pixel, kept) {
  const wanted = parts(pixel);
  const distances = kept.map((one) => parts(one).reduce((sum, part, at) => sum + (part - wanted[at]) ** 2, 0));
  return distances.indexOf(Math.min(...distances));
}

function inBase64(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
